"""What goes on at the desktop: when to let the camera go, keep quiet or be sparing.

availability.py puts the adapters together for the monitor. Each adapter learns one thing from one
service of the desktop, is told of changes rather than asking again and again, and says nothing
where that service is missing:

    bus/      logind (locked, idle, suspended), lid, screen saver, do not disturb; GNOME's own
    linux/    call (pulse, alsa), another program at the camera, full-screen window
    other/    the same on Windows and macOS
    battery.py    on battery (psutil)
    overlay/  the dimmed screen, a process of its own

adapter.py is what all adapters are, adapters.py picks those of this desktop, polling.py asks what
cannot tell, each on one daemon thread.
"""
