"""The settings of the fit, which it cannot learn: the sections of config/fit.toml."""

from functools import cache
from typing import Any

import numpy as np

from posture.config import read_toml
from posture.system.paths import resource


@cache
def _every() -> dict[str, dict[str, Any]]:
    return read_toml(resource("config/fit.toml"))


def fit_settings(section: str) -> dict[str, Any]:
    """One section: name -> number, or an array of float64 where the file has a row of numbers."""
    return {
        name: np.array(value, np.float64) if isinstance(value, list) else value
        for name, value in _every()[section].items()
    }
