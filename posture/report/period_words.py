"""A part of a period, and its share of slouching, in a few words."""

from posture.core.credit import Judged
from posture.core.period.model import PeriodPart, PeriodSummary
from posture.core.share import percent


def part_words(part: PeriodPart) -> str:
    """A part's name in a table."""
    match part.kind:
        case "day":
            return f"{part.first:%a} {part.first.day} {part.first:%b}"
        case "week":
            return f"Week {part.first.isocalendar()[1]}, from {part.first.day} {part.first:%b}"
        case _:
            return f"{part.first:%B %Y}"


def has_shares(period: PeriodSummary) -> bool:
    """Whether any day has a share to colour."""
    return any(period.has_enough(day) for day in period.days)


def shown_share(period: PeriodSummary, time: Judged) -> str:
    """A slouched share in a table; a dash where too little was judged."""
    return percent(time.poor_share or 0.0) if period.has_enough(time) else "-"
