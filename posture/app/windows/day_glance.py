"""Today, and the days before it, as a window shows them; read from the record."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from posture.config import load_config
from posture.core.day.model import DaySummary, JudgedTime
from posture.core.day.records import Delivery, NudgeRecord
from posture.core.day.timeline import Span
from posture.core.duration import in_words
from posture.core.states import WatchState
from posture.core.wording import read_as
from posture.report.write import day_summary, write_page
from posture.store.sqlite import open_store
from posture.system.paths import record_path, reports_dir
from posture.system.timezone import local_zone

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekDay:
    """judged: None for a day without a record."""

    day: date
    judged: JudgedTime | None


def today_summary() -> DaySummary | None:
    """The day so far; None while nothing was ever recorded. Raises StoreError."""
    zone = local_zone()
    record = record_path()
    if not record.exists():
        return None
    config = load_config()
    with closing(open_store(record, config.store)) as store:
        return day_summary(store, datetime.now(zone).date(), zone, config)


def nudges_shown(day: DaySummary) -> list[NudgeRecord]:
    """Without those that were held back, withheld or could not be shown."""
    return [nudge for nudge in day.nudges if nudge.outcome is Delivery.DELIVERED]


def why_nudged(day: DaySummary, nudge: NudgeRecord) -> str:
    """What it was for, since when, what it said and what the user said to it."""
    since = next((s.start for s in day.spans if s.start <= nudge.at <= s.end and _is_poor(s)), None)
    said = f"At {nudge.at:%H:%M}: {read_as(nudge.cause)}"
    if since is not None:
        lasted = in_words((nudge.at - since).total_seconds())
        said += f", since {since:%H:%M} ({lasted})"
    answer = f" You answered: {read_as(nudge.answer)}." if nudge.answer else ""
    return f"{said}. {nudge.text}{answer}"


def _is_poor(span: Span) -> bool:
    return span.state is WatchState.POOR


def week_days() -> list[WeekDay]:
    """The last seven days, today last. Raises StoreError."""
    zone = local_zone()
    today = datetime.now(zone).date()
    days = [today - timedelta(days=ago) for ago in reversed(range(WEEK_DAYS))]
    record = record_path()
    if not record.exists():
        return [WeekDay(day, None) for day in days]
    config = load_config()
    with closing(open_store(record, config.store)) as store:
        judged = store.judged_by_day(days, zone, config.monitor.gap_intervals)
        return [WeekDay(day, judged.get(day)) for day in days]


def today_page() -> Path | None:
    """The report of today as a page, written anew; None while there is nothing to report."""
    summary = today_summary()
    if summary is None or summary.is_empty:
        return None
    return write_page(summary, reports_dir())
