"""The tables of config/default.toml: kinds, limits and choices, one class each.

Those the core works by are declared in core/policies, the others here.

model.py        all of them, in the file's order
looking.py      camera, capture, camera_process, vision
speaking.py     nudges, desktop, notifier
guided.py       relief, guide
keeping.py      profiles, store, log
analyzing.py    analyze
"""
