"""The configuration: config/default.toml, then the user's file, the environment, the flags.

Every error names where the value stands: the file with its line, the variable or the flag.

=================  ===================================================
schema/            sections of the file
=================  ===================================================
``looking.py``     camera, capture, camera_process, vision, monitor
``judging.py``     view, angles, smoothing, calibration, guide, setup_change, rules
``speaking.py``    nudges, breaks, feedback, desktop, notifier
``exercises.py``   relief, stretch
``keeping.py``     store, report, log
=================  ===================================================

``schema/`` holds these; ``section.py`` there is what all have in common, ``model.py`` puts them
together. ``load.py`` reads what the files, the environment (``environment.py``) and the flags say;
``messages.py`` says what is wrong with a value, and where it stands.
"""

from posture.config.load import default_config, load_config, read_toml, user_config_file
from posture.config.schema.looking import CaptureSection
from posture.config.schema.model import Config

__all__ = [
    "CaptureSection",
    "Config",
    "default_config",
    "load_config",
    "read_toml",
    "user_config_file",
]
