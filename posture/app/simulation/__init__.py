"""Made-up working days through the real monitor: `posture simulate`.

``life.py`` is who sits there, ``week.py`` the monitor that watches them on a fake clock.
"""
