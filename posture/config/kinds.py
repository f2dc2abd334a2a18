"""One setting: what a file, a variable or a flag says, read as the kind of value it should be.

Kinds: int, float, bool, str, an enumeration of strings, ``Literal`` of strings,
``tuple[kind, ...]``, and ``Annotated[kind, check]``, where check returns or refuses what was read.
Numbers and truths may come as text too, as the environment has them.
"""

import math
from collections.abc import Sequence
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

_TRUTHS = {
    "true": True, "yes": True, "on": True, "1": True,
    "false": False, "no": False, "off": False, "0": False,
}


class RefusedError(ValueError):
    """A value that cannot be taken. said: why; at: the way to it, from the whole to the part."""

    def __init__(self, said: str, value: object, at: tuple[str, ...] = ()) -> None:
        super().__init__(said)
        self.said, self.value, self.at = said, value, at

    def under(self, name: str) -> "RefusedError":
        """The same, told by who holds the value under that name."""
        return type(self)(self.said, self.value, (name, *self.at))


class Limits(NamedTuple):
    """Of a number: greater than, greater or equal, less than, less or equal."""

    gt: float | None = None
    ge: float | None = None
    lt: float | None = None
    le: float | None = None

    def admit(self, number: float) -> bool:
        gt, ge, lt, le = self
        return (
            (gt is None or number > gt) and (ge is None or number >= ge)
            and (lt is None or number < lt) and (le is None or number <= le)
        )

    def __str__(self) -> str:
        words = zip(("above", "at least", "below", "at most"), self, strict=True)
        return " and ".join(f"{word} {limit}" for word, limit in words if limit is not None)


NO_LIMITS = Limits()


def read(kind: Any, value: object, limits: Limits = NO_LIMITS) -> object:  # noqa: ANN401
    """The value as its kind has it; raises RefusedError."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        inner, check = parts
        return check(read(inner, value))
    if origin is tuple:
        return _list(parts[0], value)
    if origin is Literal:
        return _one_of(parts, value)
    if kind is bool:
        return _truth(value)
    if kind in (int, float):
        return _number(kind, value, limits)
    if issubclass(kind, Enum):
        return kind(_one_of([member.value for member in kind], value))
    return _text(value)


def _number(kind: type[int] | type[float], value: object, limits: Limits) -> float:
    if isinstance(value, bool):
        raise RefusedError("should be a number, not true or false", value)
    try:
        number = float(value)  # type: ignore[arg-type]  # what is no number raises
    except (TypeError, ValueError, OverflowError):
        raise RefusedError("should be a number", value) from None
    if not math.isfinite(number):
        raise RefusedError("should be a finite number", value)
    if kind is int and not number.is_integer():
        raise RefusedError("should be a whole number", value)
    if not limits.admit(number):
        raise RefusedError(f"should be {limits}", value)
    return kind(number)


def _truth(value: object) -> bool:
    truth = _TRUTHS.get(str(value).lower())
    if truth is None:
        raise RefusedError("should be true or false", value)
    return truth


def _text(value: object) -> str:
    """A camera's number may stand without quotes."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RefusedError("should be text in quotes", value)
    return str(value)


def _one_of(choices: Sequence[str], value: object) -> str:
    for choice in choices:
        if choice == value:
            return choice
    *others, last = map(repr, choices)
    listed = f"{', '.join(others)} or {last}" if others else last
    raise RefusedError(f"should be {listed}", value)


def _list(kind: Any, value: object) -> tuple[object, ...]:  # noqa: ANN401
    if not isinstance(value, list | tuple):
        raise RefusedError("should be a list in square brackets", value)
    items = []
    for number, item in enumerate(value):
        try:
            items.append(read(kind, item))
        except RefusedError as refused:
            raise refused.under(str(number)) from None
    return tuple(items)
