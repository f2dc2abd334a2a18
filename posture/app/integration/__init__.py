"""posture as a part of the desktop: started at login, listed in the menu.

autostart.py     on, off, and whether it is
menu.py          the menu entry, the icons and what software centres read
login_items.py   the texts each system wants: systemd, XDG, launchd, Windows
changes.py       files and links to make or remove, which can be shown instead of made
"""
