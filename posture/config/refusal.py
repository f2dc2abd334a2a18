"""What msgspec refuses, told in the words of the file instead of Python's types."""

import re
from typing import Any, get_args

from msgspec import ValidationError

from posture.config.model import Config

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


def problem_of(error: ValidationError) -> tuple[tuple[str, ...], str | None]:
    """Where the refused value stands, and what it should be; None: there is no such setting."""
    said, _, at = str(error).partition(" - at `$.")
    location = tuple(re.findall(r"\w+", at))
    if named := re.fullmatch("Object (contains unknown|missing required) field `(.+)`", said):
        return (*location, named[2]), None if "unknown" in named[1] else "has no value"
    if limit := re.fullmatch(r"Expected `\w+` ([<>]=?) (.+)", said):
        return location, f"should be {_LIMITS[limit[1]]} {float(limit[2]):g}"
    if kind := re.fullmatch("Expected `(.+)`, got .*", said):
        return location, f"should be {_KINDS[kind[1]]}"
    if "matching regex" in said:
        return location, "should be two times of day, as 22:00-07:00"
    *others, last = map(repr, _choices(location))
    return location, f"should be {', '.join(others)} or {last}"


def _choices(location: tuple[str, ...]) -> tuple[str, ...]:
    """What may stand there: a Literal, an enumeration, or a list of these."""
    kind: Any = Config.__annotations__[location[0]].__annotations__[location[1]]
    parts = get_args(kind)
    if parts and isinstance(parts[0], str):
        return parts
    return tuple(member.value for member in (parts[0] if parts else kind))
