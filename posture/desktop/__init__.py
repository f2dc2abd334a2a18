"""Manners: when to let the camera go, when to keep quiet, when to be sparing.

manners.py puts the adapters together for the monitor. Each adapter learns one thing from one
service of the desktop, is told of changes rather than asking again and again, and says nothing
where that service is missing:

    logind.py        locked, idle, suspended, another user's turn      system bus
    lid.py           the lid is closed                                 system bus, /proc/acpi
    screensaver.py   locked, on desktops that do not tell logind       session bus
    quiet.py         do not disturb: KDE, dunst; gnome.py: GNOME       session bus
    pulse.py         a call: the microphone, PipeWire or PulseAudio    one pactl process
    alsa.py          a call: the microphone, bare ALSA                 /proc/asound
    camera.py        another program at the camera                     inotify, /proc/*/fd
    fullscreen.py    a full-screen window                              X11, libxcb
    windows.py       call, camera, lock, full screen, quiet            registry, shell
    macos.py         call, lock                                        CoreAudio, CoreGraphics
    battery.py       on battery                                        psutil

bus.py keeps a message bus connection, polled.py asks what cannot tell, each on one daemon thread.
"""
