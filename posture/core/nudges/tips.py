"""Which tip for which cause: fitting, varied, and not again while another is left.

The texts live in config/advice.toml; whoever reads that file hands its parsed content to
``load_advice``. Picking is deterministic: the same cause, history and turn give the same tip.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from posture.core.events import Cause

MAX_TEXT_CHARS = 240  # the shortest body limit among the desktops is 256
MAX_TITLE_CHARS = 40  # narrow banners cut what is longer


class AdviceError(ValueError):
    """The advice given is not usable; the message names the tip and the field."""


class TipKind(StrEnum):
    """What a tip asks for.

    LATER is nothing to do at once: something to get, to arrange or to take up. STAND and EYES are
    only shown by a break plan that asks for them.
    """

    ADJUST = "adjust"
    MOVE = "move"
    LATER = "later"
    CARE = "care"
    STAND = "stand"
    EYES = "eyes"


EVERYDAY = frozenset({TipKind.ADJUST, TipKind.MOVE, TipKind.LATER, TipKind.CARE})
_AT_ONCE = frozenset({TipKind.ADJUST, TipKind.MOVE})


@dataclass(frozen=True, slots=True)
class Tip:
    """One piece of advice. section: key of the article section it rests on."""

    id: str
    causes: tuple[Cause, ...]
    text: str
    section: str
    kind: TipKind = TipKind.ADJUST


@dataclass(frozen=True, slots=True)
class Advice:
    """Every tip, in the file's order, the names of the article's sections, and kind words.

    titles: what to do about a cause, in a few words; also of the kinds that have one of their own.
    """

    tips: tuple[Tip, ...]
    sections: Mapping[str, str]
    titles: Mapping[str, str]
    praise: tuple[str, ...] = ()

    def title(self, cause: Cause, tip: Tip) -> str:
        """What a nudge says first: what to do, never what is wrong."""
        return self.titles.get(tip.kind) or self.titles[cause]

    def fitting(self, cause: Cause, kinds: Collection[TipKind] = EVERYDAY) -> tuple[Tip, ...]:
        """The tips that fit a cause, of the given kinds, in the file's order."""
        return tuple(tip for tip in self.tips if cause in tip.causes and tip.kind in kinds)

    def pick(
        self,
        cause: Cause,
        used: Sequence[str],
        *,
        turn: int = 0,
        kinds: Collection[TipKind] = EVERYDAY,
    ) -> Tip:
        """The next tip for a cause.

        used: ids shown before, oldest first, over as many days as the caller remembers. Tips never
            shown come first: those for a sore back last, those with nothing to do at once
            before them, and a tip of another kind than the last one shown before more of the same.
            Then the one shown longest ago.
        turn: any number; it rotates the order among equals, so that two people, or two first
            days, need not begin with the same tip.

        Raises AdviceError when no tip fits; a loaded file has some for every cause.
        """
        tips = self.fitting(cause, kinds)
        if not tips:
            raise AdviceError(f"no tip of kind {', '.join(sorted(kinds))} fits '{cause}'")
        last_shown = {tip_id: position for position, tip_id in enumerate(used)}
        kind_of = {tip.id: tip.kind for tip in self.tips}
        previous_kind = kind_of.get(used[-1]) if used else None

        def rank(numbered: tuple[int, Tip]) -> tuple[int, bool, bool, bool, int]:
            index, tip = numbered
            return (
                last_shown.get(tip.id, -1),
                tip.kind is TipKind.CARE,
                tip.kind is TipKind.LATER,
                tip.kind is previous_kind,
                (index - turn) % len(tips),
            )

        return min(enumerate(tips), key=rank)[1]


def load_advice(content: Mapping[str, object]) -> Advice:
    """Advice out of a parsed advice.toml. Raises AdviceError naming the tip and what is wrong."""
    sections = content.get("sections")
    if not isinstance(sections, Mapping) or not all(
        isinstance(title, str) for title in sections.values()
    ):
        raise AdviceError("[sections] must map section names to titles")
    entries = content.get("tip")
    if not isinstance(entries, list) or not entries:
        raise AdviceError("there is no [[tip]]")
    tips = tuple(_tip(number, entry, sections) for number, entry in enumerate(entries, start=1))
    seen: set[str] = set()
    for tip in tips:
        if tip.id in seen:
            raise AdviceError(f"tip '{tip.id}' appears twice")
        seen.add(tip.id)
    praise = content.get("praise", [])
    if not isinstance(praise, list) or not all(isinstance(text, str) for text in praise):
        raise AdviceError("praise must be a list of texts")
    names = {str(key): str(title) for key, title in sections.items()}
    advice = Advice(tips, names, _titles(content.get("titles")), tuple(praise))
    for cause in Cause:
        if not advice.fitting(cause, _AT_ONCE):
            raise AdviceError(f"no tip to follow at once fits '{cause}'")
    return advice


def _titles(content: object) -> dict[str, str]:
    titles = content if isinstance(content, Mapping) else {}
    for cause in Cause:
        title = titles.get(cause)
        if not isinstance(title, str) or not 0 < len(title) <= MAX_TITLE_CHARS:
            raise AdviceError(f"[titles] '{cause}' must be 1 to {MAX_TITLE_CHARS} characters")
    return {str(key): str(title) for key, title in titles.items()}


def _tip(number: int, entry: object, sections: Mapping[str, object]) -> Tip:
    if not isinstance(entry, Mapping):
        raise AdviceError(f"tip number {number} is not a table")
    name = str(entry.get("id") or f"number {number}")
    text, section = entry.get("text"), entry.get("section")
    if not isinstance(entry.get("id"), str) or not entry.get("id"):
        raise AdviceError(f"tip {name}: id is missing")
    if not isinstance(text, str) or not 0 < len(text) <= MAX_TEXT_CHARS:
        raise AdviceError(f"tip {name}: text must be 1 to {MAX_TEXT_CHARS} characters")
    if section not in sections:
        raise AdviceError(f"tip {name}: section {section!r} is not among [sections]")
    causes = entry.get("causes")
    if not isinstance(causes, list) or not causes:
        raise AdviceError(f"tip {name}: causes must be a list of causes")
    try:
        fitting = tuple(Cause(cause) for cause in causes)
        kind = TipKind(entry.get("kind", TipKind.ADJUST))
    except ValueError as error:
        raise AdviceError(f"tip {name}: {error}") from None
    return Tip(name, fitting, text, str(section), kind)
