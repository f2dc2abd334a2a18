"""The report as Markdown, to keep in notes: the sentences, and a table of hours or days."""

import re
from collections.abc import Iterable, Sequence

from posture.core.day import insights as of_a_day
from posture.core.day.model import DaySummary
from posture.core.duration import in_hours, in_words
from posture.core.period import insights as of_a_period
from posture.core.period.model import PeriodSummary
from posture.core.share import percent
from posture.report.period_words import part_words, shown_share


def day_markdown(day: DaySummary) -> str:
    """A table of the hours that have a record."""
    title = f"{day.day:%A} {day.day.day} {day.day:%B %Y}"
    rows = [
        (
            f"{hour.start:%H:%M}",
            percent(hour.poor_share) if hour.poor_share is not None else "-",
            in_words(hour.poor_s),
            in_words(hour.upright_s),
            in_words(sum(hour.by_state.values()) - hour.judged_s),
        )
        for hour in day.hours
        if hour.by_state
    ]
    table = _table(("Hour", "Slouched", "Time slouched", "Upright", "Other"), rows)
    return _document(title, of_a_day.headline(day), of_a_day.findings(day), table)


def period_markdown(period: PeriodSummary) -> str:
    """A table of its days, weeks or months that have a record."""
    rows = [
        (
            part_words(part),
            shown_share(period, part),
            in_hours(part.poor_s),
            in_hours(part.upright_s),
            in_hours(part.watched_s - part.judged_s),
        )
        for part in period.parts
        if part.watched_s
    ]
    kind = period.parts[0].kind.capitalize()
    table = _table((kind, "Slouched", "Time slouched", "Upright", "Other"), rows)
    said = of_a_period.findings(period)
    return _document(period.period.title, of_a_period.headline(period), said, table)


def _document(title: str, headline: str, findings: Iterable[str], table: str) -> str:
    said = "\n".join(f"- {_plain(line)}" for line in findings)
    blocks = (f"# {title}", f"**{_plain(headline)}**", said, table)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    """Texts of others, as the reason why a nudge failed, format nothing."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text) if "`" not in text else text.replace("<", "")
