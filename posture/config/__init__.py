"""Settings: config/default.toml, then the user's file, the environment, the flags.

Every error names where the value stands: the file with its line, the variable or the flag.

load.py           lays the layers over each other
environment.py    what the environment says
messages.py       what is wrong with a value, where it stands, what it is called now
edit.py           changes the user's file, one setting at a time
schema/           the sections: kinds, limits and choices
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
