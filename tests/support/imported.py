"""All that commands import, once, for the processes that are forked (forked.py)."""

import gc
import importlib
import os
from contextlib import suppress

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as posture.system.startup has it

import posture.app.activitywatch
import posture.app.analyze.command
import posture.app.analyze.run
import posture.app.calibrate
import posture.app.check
import posture.app.composition
import posture.app.data
import posture.app.doctor
import posture.app.relief
import posture.app.simulation
import posture.app.stretch
import posture.app.watch.run
import posture.app.watch.session
import posture.cli.advice
import posture.cli.calibrate
import posture.cli.control
import posture.cli.data
import posture.cli.measure
import posture.cli.options
import posture.cli.profiles
import posture.cli.replay
import posture.cli.report
import posture.cli.run
import posture.cli.status
import posture.cli.stretch
import posture.monitor.observer
import posture.notifier.dbus
import posture.report.periods
import posture.report.publish
import posture.report.write
import posture.store.sqlite
import posture.vision.augmented
import posture.vision.models
import posture.vision.shoulders
from posture.vision import landmarker
from posture.vision.partial_import import left_out

with left_out(*landmarker._NOT_NEEDED):
    import mediapipe
    from mediapipe.tasks.python import vision

# What these libraries import when they are first used.
for late in ("typer.rich_utils", "zoneinfo", "PIL.Image", "numpy.ma"):
    with suppress(ImportError):
        importlib.import_module(late)

__all__ = ["mediapipe", "posture", "vision"]

gc.collect()
gc.freeze()  # pages that are not touched stay shared
