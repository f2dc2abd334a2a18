"""What goes on at the desktop: when to let the camera go, keep quiet or be sparing.

availability.py puts the adapters together for the monitor. Each adapter learns one thing from one
service of the desktop, gets changes rather than asking again and again, and says nothing
where that service is missing.

adapter.py     what all adapters are; adapters.py opens those of this desktop
bus/           what the message buses say; linux/ without a bus; other/ Windows and macOS
battery.py     on battery or not
polling.py     asks what sends no changes, on one daemon thread each
overlay/       the dimmed screen, a process of its own
"""
