"""The sections of config/default.toml: kinds, limits and choices, one class each.

model.py        all of them, in the file's order
section.py      what they have in common
looking.py      camera, capture, camera_process, vision, monitor
judging.py      view, angles, smoothing, calibration, profiles, guide, setup_change, rules
speaking.py     nudges, breaks, feedback, desktop, notifier
exercises.py    relief, stretch
keeping.py      store, report, log
"""
