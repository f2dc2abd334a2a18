"""The tables of config/default.toml: kinds, limits and choices, one class each.

Those the core works by are declared in the core, beside the rule that uses them (``RulesPolicy``
stands in core/verdict/rules.py); the others here.

model.py        all of them, in the file's order
looking.py      camera, capture, camera_process, vision
speaking.py     nudges, desktop, notifier
guided.py       relief, guide
keeping.py      store, log
"""
