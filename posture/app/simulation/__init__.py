"""Made-up working days through the real monitor: ``posture simulate``.

life.py     who sits there, and how
week.py     the monitor that watches them on a fake clock
"""
