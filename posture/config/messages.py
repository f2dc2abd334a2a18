"""What is said of a refused setting: what is wrong with it, where it stands, what was meant.

msgspec's refusals are put in the terms of the file instead of Python's types; the place is the
file with its line, the environment variable or the flag.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import ValidationError

from posture.config.environment import variable_of
from posture.system.regular_file import read_text

# What is no file among the layers.
FLAGS, VARIABLES, CHANGE = "--set", "environment", "config"

# Names that settings had in earlier versions.
_SECTIONS = {"eyes": "camera_process", "manners": "desktop", "setup": "setup_change"}
_SETTINGS = {
    "capture": {
        "background_likeness": "background_correlation",
    },
    "camera_process": {
        "first_s": "first_look_timeout_s",
        "hang_s": "look_timeout_s",
        "check_s": "ping_interval_s",
        "most_restarts": "max_restarts",
        "restarts_s": "restart_window_s",
    },
    "setup_change": {
        "cut_sd": "clip_sd",
        "least_postures": "min_postures",
        "most_postures": "max_postures",
        "lasting": "misfit_limit",
        "passing": "misfit_sampling",
        "home": "recovered_misfit",
        "beside_ratio": "oblique_ratio",
        "apart_deg": "distinct_deg",
    },
    "angles": {
        "own_way_share": "individual_share",
        "gross_sd": "outlier_sd",
        "noise_freedom": "noise_degrees_of_freedom",
    },
    "breaks": {
        "spell_s": "min_rest_s",
    },
    "report": {
        "enough_s": "min_judged_s",
        "most_share": "majority_share",
    },
}

_KINDS = {
    "array": "a list in square brackets",
    "bool": "true or false",
    "float": "a number",
    "int": "a whole number",
    "int | str": "text in quotes",
    "object": "a section of settings",
    "str": "text in quotes",
}
_LIMITS = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}


def place_of(location: tuple[str, ...], layers: Mapping[str, Mapping[str, Any]]) -> str:
    """Which layer the value at location came from, strongest first, with its line in a file."""
    for name, layer in layers.items():
        if value_at(location, layer) is None:
            continue
        if name in {FLAGS, CHANGE}:
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
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            current = header[1]
            if len(location) == 1 and current == section:
                return number
            continue
        wanted = key if current == section else section if not current else None
        if wanted and re.match(rf"\s*[\"']?{re.escape(wanted)}[\"']?\s*[.=]", line):
            return number
    return 1


def renamed(location: tuple[str, ...], values: Mapping[str, Any]) -> str | None:
    """What a setting or section is called now, when it once had the name found at location."""
    section, *key = location
    new = _SECTIONS.get(section, section)
    if key:
        found = _SETTINGS.get(new, {}).get(key[0])
        return f"is now called {new}.{found}" if found else None
    if section not in _SECTIONS:
        return None
    stands = values.get(section)
    names = stands if isinstance(stands, Mapping) else ()
    keys = [name for name in names if name in _SETTINGS.get(new, {})]
    more = "".join(f", {name} in it {_SETTINGS[new][name]}" for name in keys)
    return f"is now called {new}{more}"


def nearest(location: tuple[str, ...], default: Mapping[str, Any]) -> str:
    """The setting that was probably meant, else where to find them all."""
    known = value_at(location[:-1], default) or {}
    close = difflib.get_close_matches(location[-1], list(known), n=1)
    if close:
        return f"Did you mean {'.'.join((*location[:-1], close[0]))}?"
    return "To list them all, run `posture config show --default`."


def found_at(
    is_it: Callable[[object], bool], values: object, at: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Where what is looked for stands, as a setting's name or its value; () where it does not."""
    items: Iterable[tuple[str, object]] = ()
    if len(at) > _DEEPEST:
        return ()
    if isinstance(values, Mapping):
        items = values.items()
    elif isinstance(values, list | tuple):
        items = ((str(number), value) for number, value in enumerate(values))
    for name, value in items:
        if is_it(name) or is_it(value):
            return (*at, name)
        if found := found_at(is_it, value, (*at, name)):
            return found
    return ()


def is_too_long(value: object) -> bool:
    """Whether it is a whole number beyond 64 bits, which Python may refuse to write."""
    return isinstance(value, int) and value.bit_length() > 64  # noqa: PLR2004 - said above


def brief(value: object) -> str:
    """The value as it was written, or how it begins."""
    said = "a very long number" if is_too_long(value) else repr(value)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}..."


def problem_of(error: ValidationError, kind: Any) -> tuple[tuple[str, ...], str | None]:  # noqa: ANN401 - a type
    """Where in a value of that kind the refused one stands, and what it should be.

    None: there is no such setting.
    """
    said, at = _SAID_AT.findall(str(error))[0]
    location = tuple(re.findall(r"\w+", at))
    if unknown := re.fullmatch("Object contains unknown field `(.*)`", said, re.DOTALL):
        return (*location, unknown[1]), None
    if missing := re.fullmatch("Object missing required field `(.+)`", said):
        return (*location, missing[1]), "has no value"
    if limit := re.fullmatch(r"Expected `\w+` ([<>]=?) (.+)", said):
        return location, f"should be {_LIMITS[limit[1]]} {float(limit[2]):g}"
    if wanted := re.fullmatch(r"Expected `(.+?)(?: \| null)?`, got .*", said):
        return location, f"should be {_KINDS.get(wanted[1], wanted[1])}"
    if "matching regex" in said:
        return location, "should be two times of day, such as 22:00-07:00"
    if "out of range" in said:
        return location, "is out of range"
    if choices := _choices(location, kind):
        *others, last = map(repr, choices)
        return location, f"should be {', '.join(others)}{' or ' if others else ''}{last}"
    return location, said


_SAID_AT = re.compile(r"\A(.*?)(?: - at `\$([^`]*)`)?\Z", re.DOTALL)
# Section, setting, place in a list: nothing known lies deeper. Characters shown of a value.
_DEEPEST, _LONGEST = 3, 60


def _choices(location: tuple[str, ...], kind: Any) -> tuple[str | int, ...]:  # noqa: ANN401 - a type
    """What may stand there: a Literal, an enumeration, or a list of these; else ()."""
    for name in location:
        if not name.isdigit():
            kind = get_type_hints(kind).get(name) if isinstance(kind, type) else None
    parts = get_args(kind)
    if parts and isinstance(parts[0], str | int):
        return parts
    kind = parts[0] if parts else kind
    is_enumeration = isinstance(kind, type) and issubclass(kind, Enum)
    return tuple(member.value for member in kind) if is_enumeration else ()
