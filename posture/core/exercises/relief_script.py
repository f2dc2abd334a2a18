"""The words of the guided session in ``relief.py``, out of a parsed config/relief.toml."""

from collections.abc import Mapping
from dataclasses import dataclass

from posture.core.exercises.guide import WarningSigns


class ReliefError(ValueError):
    """An answer that the screen does not offer, or a script that is not usable."""


@dataclass(frozen=True, slots=True)
class Page:
    """A title and the lines under it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The session's words, and how long warmth or cold is timed and nudges pause by default."""

    signs: WarningSigns
    opening: str
    signs_question: str
    unsure: str
    closing: str
    worse: str
    pages: Mapping[str, Page]
    movements: tuple[Page, ...]
    timer_s: float
    pause_min: int


def load_script(
    content: Mapping[str, object], signs: WarningSigns, *, timer_s: float, pause_min: int
) -> Script:
    """The script out of a parsed relief.toml. Raises ReliefError naming what is wrong."""

    def text(key: str) -> str:
        value = content.get(key)
        if not isinstance(value, str) or not value:
            raise ReliefError(f"{key} must be a text")
        return value

    movements = content.get("movement")
    if not isinstance(movements, list) or not movements:
        raise ReliefError("there is no [[movement]]")
    names = ("rest", "warmth", "heat", "cold", "pause")
    return Script(
        signs,
        opening=text("opening"),
        signs_question=text("signs_question"),
        unsure=text("unsure"),
        closing=text("closing"),
        worse=text("worse"),
        pages={name: _page(content.get(name), name) for name in names},
        movements=tuple(_page(entry, "movement") for entry in movements),
        timer_s=timer_s,
        pause_min=pause_min,
    )


def _page(entry: object, name: str) -> Page:
    if not isinstance(entry, Mapping):
        raise ReliefError(f"[{name}] is missing")
    title, lines = entry.get("title"), entry.get("lines")
    if not isinstance(title, str) or not isinstance(lines, list) or not lines:
        raise ReliefError(f"[{name}] needs a title and lines")
    return Page(title, tuple(str(line) for line in lines))
