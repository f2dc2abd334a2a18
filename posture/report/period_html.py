"""A week, month, year or any span of days as one HTML page, as self-contained as a day's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posture import __version__
from posture.core.day.insights import CAUSE_WORDS
from posture.core.period.calendar import PeriodKind
from posture.core.period.insights import findings, goal_in_words, headline
from posture.core.period.model import PeriodSummary
from posture.report.html import unjudged
from posture.report.period_cells import (
    LEVELS,
    WEEKDAYS,
    calendar_months,
    calendar_weeks,
    week_hours,
)
from posture.report.period_columns import causes_over_time, coverage
from posture.report.period_words import has_shares, part_words, shown_share
from posture.report.templating import Link, page_template


@dataclass(frozen=True, slots=True)
class PartRow:
    """A line of the table of days, weeks or months."""

    name: str
    words: str
    href: str
    share: str
    judged_s: float
    cause: str
    longest_s: float
    breaks: int


def render_period(
    period: PeriodSummary,
    *,
    pages: Mapping[date, str] | None = None,
    part_pages: Mapping[date, str] | None = None,
    links: Sequence[Link] = (),
    notices: Sequence[str] = (),
    made_at: datetime | None = None,
) -> str:
    """A complete HTML document.

    pages: the file of each day that has a page; a day without leads to its line in the table.
    part_pages: the same for the weeks or months of a longer period, by their first day.
    """
    pages = pages or {}
    rows = _rows(period, part_pages or {} if period.parts[0].kind != "day" else pages)
    here = {day.day: f"#{day.day}" for day in period.days if period.parts[0].kind == "day"}
    weeks = calendar_weeks(period, {**here, **pages})
    hours, hour_rows = week_hours(period)
    longest = period.sittings.longest
    return page_template("period.html.j2").render(
        period=period,
        kind="period" if period.period.kind is PeriodKind.DAYS else period.period.kind.value,
        title=period.period.title,
        zone=period.zone,
        headline=headline(period),
        findings=findings(period),
        min_judged_s=period.limits.min_judged_s,
        rest_s=period.rest_s,
        break_max_s=period.limits.break_max_s,
        longest=longest,
        longest_when=longest and f"{longest.start:%a} {longest.start.day} {longest.start:%b}",
        weeks=weeks,
        months=[] if weeks else calendar_months(period),
        is_week=len(weeks) == 1,
        has_few=any(cell and cell.kind == "few" for week in weeks for cell in week),
        has_shares=has_shares(period),
        weekdays=WEEKDAYS,
        levels=LEVELS,
        hours=hours,
        week_hours=hour_rows,
        causes=causes_over_time(period),
        coverage=coverage(period),
        part_kind=period.parts[0].kind,
        rows=rows,
        unjudged=unjudged(period.by_state, period.paused_s, period.unwatched_s),
        days_without=len(period.days) - period.recorded_days,
        goal=period.goal if period.goal and period.goal.judged else None,
        goal_words=goal_in_words(period.goal) if period.goal else "",
        profiles=period.profiles,
        links=links,
        notices=notices,
        made_at=made_at,
        version=__version__,
    )


def _rows(period: PeriodSummary, hrefs: Mapping[date, str]) -> list[PartRow]:
    """Those with a record."""
    days = {day.day: day for day in period.days}
    rows = []
    for part in period.parts:
        inside = [days[day] for day in days if part.first <= day <= part.last]
        if not any(day.is_recorded for day in inside):
            continue
        cause = next(iter(part.by_cause), None) if period.has_enough(part) else None
        rows.append(
            PartRow(
                part.first.isoformat(),
                part_words(part),
                hrefs.get(part.first, ""),
                shown_share(period, part),
                part.judged_s,
                CAUSE_WORDS[cause] if cause else "",
                max(day.longest_sitting_s for day in inside),
                sum(day.breaks for day in inside),
            )
        )
    return rows
