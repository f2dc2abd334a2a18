"""Where a refused value came from: the file with its line, the environment variable or the flag."""

import difflib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_origin

from posture.config.model import Config

ENV_PREFIX = "POSTURE_"


def place_of(location: tuple[str, ...], layers: Mapping[str, Mapping[str, Any]]) -> str:
    """Which layer the value at location came from, strongest first, with its line in a file."""
    variable = ENV_PREFIX + "__".join(location).upper()
    environment = {name.upper() for name in os.environ}
    for name, layer in layers.items():
        if name != "--set" and variable in environment:
            return f"environment variable {variable}"
        value: Any = layer
        for part in location:
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            return name if name == "--set" else f"{name}, line {_line_of(Path(name), location)}"
    return f"{list(layers)[-1]}"


def _line_of(path: Path, location: tuple[str, ...]) -> int:
    """The line of ``key`` under ``[section]``: tomllib keeps no positions."""
    section, key = location[0], location[-1]
    current = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            current = header[1]
            if len(location) == 1 and current == section:
                return number
            continue
        wanted = key if current == section else section if not current else None
        if wanted and re.match(rf"\s*[\"']?{re.escape(wanted)}[\"']?\s*[.=]", line):
            return number
    return 1


def stray_variable() -> str | None:
    """The first of our variables that is written like a setting and names no section there is."""
    for name in sorted(os.environ):
        section, double, _ = name.upper().removeprefix(ENV_PREFIX).lower().partition("__")
        if name.upper().startswith(ENV_PREFIX) and double and section not in Config.model_fields:
            return name
    return None


def nearest(location: tuple[str, ...], default: Mapping[str, Any]) -> str:
    """The setting that was probably meant, else where to find them all."""
    known: Any = default
    for part in location[:-1]:
        known = known.get(part, {})
    close = difflib.get_close_matches(location[-1], list(known), n=1)
    if close:
        return f"Did you mean {'.'.join((*location[:-1], close[0]))}?"
    return "All of them: posture config show --default"


def not_json() -> str:
    """The first of our variables that should hold JSON (a list, a whole section) and does not."""
    for name, text in sorted(os.environ.items()):
        section, _, key = name.upper().removeprefix(ENV_PREFIX).lower().partition("__")
        field = Config.model_fields.get(section)
        if not name.upper().startswith(ENV_PREFIX) or field is None:
            continue
        settings: Mapping[str, Any] = getattr(field.annotation, "model_fields", {})
        is_list = key in settings and get_origin(settings[key].annotation) is tuple
        try:
            if is_list or not key:
                json.loads(text)
        except ValueError:
            return name
    return f"{ENV_PREFIX}..."
