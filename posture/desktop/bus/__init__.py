"""What the message buses say.

listener.py          one connection for all who listen; connection.py bounds every call
logind.py            locked, idle, suspended, another user's turn
lid.py               the lid is closed
screensaver.py       locked, on desktops that do not report it to logind
do_not_disturb.py    KDE, dunst; gnome.py: GNOME's own setting
"""
