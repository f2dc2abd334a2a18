"""What the windows show and do.

calibration_process.py    a calibration that a window guides: window_calibration.py does it,
                          calibration_protocol.py is what is said
shown_look.py             one look: the picture, lines in it, angles, what is wrong
day_glance.py             today, and the week; camera_names.py: cameras by name
"""
