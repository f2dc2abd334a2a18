"""The numbers the core works by: one frozen class for each table of config/default.toml.

A setting is declared here and nowhere else, with its unit in the name and its limits beside it.
posture/config checks it once, as the file is read; the value that comes out is handed down as it
is. Apart from the rules themselves, because those need NumPy, which most commands never load.

section.py      what all tables have in common
pose.py         view, part of vision
angles.py       angles, smoothing, calibration, head_height, refinement
verdict.py      rules, monitor, setup_change, auto_framing, provisional
nudges.py       nudges, breaks, feedback
day.py          report
exercises.py    stretch
"""
