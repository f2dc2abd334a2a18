"""Settings in the environment: POSTURE_SECTION__KEY, or a whole section as JSON: POSTURE_SECTION.

A list is written as JSON, everything else as it is. Capitals make no difference.
"""

import os
from typing import Any, get_origin, get_type_hints

import msgspec

from posture.config.schema.model import Config
from posture.errors import ConfigError

_PREFIX = "POSTURE_"


def from_environment() -> dict[str, Any]:
    """What the environment sets, by section; raises ConfigError for a list that is no JSON."""
    layer: dict[str, Any] = {}
    for name in _ours():
        section, *key = _location(name)
        known = Config.__annotations__.get(section)
        if key:
            is_list = known and get_origin(get_type_hints(known).get(key[0])) is tuple
            value = _json(name) if is_list else os.environ[name]
            held = layer.setdefault(section, {})
            if isinstance(held, dict):  # else the section is refused as a whole
                held[key[0]] = value
        elif known is not None:  # POSTURE_DATA_DIR and its like are no settings
            layer[section] = _json(name)
    return layer


def variable_of(location: tuple[str, ...]) -> str:
    """The variable that set it: its own, else its section's."""
    setting = [name for name in _ours() if _location(name)[: len(location)] == location]
    return next(iter(setting), _PREFIX + location[0].upper())


def _ours() -> list[str]:
    """The variables that may be meant, a section before its settings, which count more."""
    return sorted(name for name in os.environ if name.upper().startswith(_PREFIX))


def _location(name: str) -> tuple[str, ...]:
    return tuple(name.upper().removeprefix(_PREFIX).lower().split("__", 1))


def _json(name: str) -> object:
    try:
        return msgspec.json.decode(os.environ[name])
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise ConfigError(
            f"environment variable {name}: not valid.",
            """Write a list as JSON with double quotes, e.g. '["a", "b"]'.""",
        ) from None
