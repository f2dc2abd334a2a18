"""Where things are: what the package carries, and what it keeps for the user."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import platformdirs

from posture.errors import InputError

_PACKAGE = Path(__file__).parents[1]


@cache
def _resources() -> Path:
    """The folder that holds config/, models/ and samples/: the wheel's copy, else the checkout."""
    packaged = _PACKAGE / "_data"
    return packaged if packaged.is_dir() else _PACKAGE.parent


def resource(name: str) -> Path:
    """A bundled file or folder, such as ``config/default.toml``."""
    return _resources() / name


def _folder(variable: str, usual: Callable[..., str]) -> Path:
    """The chosen folder, else the usual one. Raises InputError where nobody's home is known."""
    chosen = os.environ.get(variable)
    try:
        if chosen:
            return Path(chosen).expanduser()
        return Path(usual("posture", appauthor=False))
    except RuntimeError:
        if chosen:
            problem = f"{variable}={chosen}: there is no such home folder."
            raise InputError(problem, f"Set {variable} to a whole path.") from None
        raise InputError("Your home folder is not known.", f"Set HOME, or {variable}.") from None


def data_dir() -> Path:
    """The database, the calibration profiles and the reports. ``POSTURE_DATA_DIR`` moves it.

    Raises InputError without a home folder, as the next two do.
    """
    return _folder("POSTURE_DATA_DIR", platformdirs.user_data_dir)


def config_dir() -> Path:
    """The user's config.toml. ``POSTURE_CONFIG_DIR`` moves it."""
    return _folder("POSTURE_CONFIG_DIR", platformdirs.user_config_dir)


def log_dir() -> Path:
    """The rotating log. ``POSTURE_LOG_DIR`` moves it; else it stands in the state folder."""
    return _folder("POSTURE_LOG_DIR", platformdirs.user_log_dir)


def home_dir() -> Path:
    """The user's home. Raises InputError where nobody knows it."""
    try:
        return Path.home()
    except RuntimeError:
        raise InputError("Your home folder is not known.", "Set HOME.") from None


def xdg_config_home() -> Path:
    """Linux: what the desktop reads of the user's settings; in a sandbox the desktop's own."""
    chosen = None if "FLATPAK_ID" in os.environ else os.environ.get("XDG_CONFIG_HOME")
    return Path(chosen) if chosen else home_dir() / ".config"


def xdg_data_home() -> Path:
    """Linux: where the desktop looks for the user's programs and icons."""
    chosen = None if "FLATPAK_ID" in os.environ else os.environ.get("XDG_DATA_HOME")
    return Path(chosen) if chosen else home_dir() / ".local/share"


def record_path() -> Path:
    """The record."""
    return data_dir() / "posture.db"


def reports_dir() -> Path:
    """The pages of the reports."""
    return data_dir() / "reports"


def log_file() -> Path:
    """The log that is written now; the older ones stand beside it, numbered."""
    return log_dir() / "posture.log"
