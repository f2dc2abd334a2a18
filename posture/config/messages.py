"""Where a refused value came from: the file with its line, the environment variable or the flag."""

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from posture.config.variables import variable_of

# What is no file among the layers.
FLAGS, VARIABLES = "--set", "environment"


def place_of(location: tuple[str, ...], layers: Mapping[str, Mapping[str, Any]]) -> str:
    """Which layer the value at location came from, strongest first, with its line in a file."""
    for name, layer in layers.items():
        if value_at(location, layer) is None:
            continue
        if name == FLAGS:
            return name
        if name == VARIABLES:
            return f"environment variable {variable_of(location)}"
        return f"{name}, line {_line_of(Path(name), location)}"
    return f"{list(layers)[-1]}"


def value_at(location: Sequence[str], values: object) -> Any:  # noqa: ANN401 - whatever stands there
    """What stands there, by section, setting and place in a list; None where nothing does."""
    for part in location:
        if isinstance(values, Mapping):
            values = values.get(part)
        elif isinstance(values, list | tuple):
            values = values[int(part)]
        else:
            return None
    return values


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


def nearest(location: tuple[str, ...], default: Mapping[str, Any]) -> str:
    """The setting that was probably meant, else where to find them all."""
    known = value_at(location[:-1], default) or {}
    close = difflib.get_close_matches(location[-1], list(known), n=1)
    if close:
        return f"Did you mean {'.'.join((*location[:-1], close[0]))}?"
    return "All of them: posture config show --default"
