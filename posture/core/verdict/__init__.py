"""From angles to good, poor or unknown, and how long that lasts.

assessor.py        one observation to one verdict
rules.py           angles against thresholds: is it poor, how much, and why
deviation.py       how far from upright, as shares of what is allowed
provisional.py     an upright learned where nobody has calibrated
refinement.py      a calibration of ten seconds, completed while watching
setup_change.py    whether camera, chair or person changed since the calibration
auto_framing.py    whether the camera pans and zooms by itself
episodes.py        when poor posture lasts
schedule.py        when to look again
"""
