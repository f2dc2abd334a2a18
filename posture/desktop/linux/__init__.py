"""What Linux says without a message bus.

pulse.py           a call: the microphone, by PulseAudio or PipeWire; alsa.py by bare ALSA
camera_users.py    another program at the camera: inotify.py that, open_files.py who
displays.py        which displays are connected
fullscreen.py      a full-screen window, by X11 (xcb.py) or Wayland (wayland.py,
                   over wayland_wire.py)
"""
