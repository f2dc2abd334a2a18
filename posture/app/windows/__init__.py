"""What the windows show and do.

window_calibration.py     a calibration that a window guides; calibration_protocol.py: what is said
shown_look.py             one look: the picture, lines in it, angles, what is wrong
day_glance.py             today, and the week
"""
