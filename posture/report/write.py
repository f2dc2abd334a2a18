"""From the store to a page on the disk."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from posture.config import Config, read_toml
from posture.core.day.insights import UNCALIBRATED
from posture.core.day.model import DaySummary
from posture.core.day.records import DayRecords
from posture.core.day.summary import summarise
from posture.core.events import Cause
from posture.core.nudges.tips import Tip, load_advice
from posture.errors import StoreError
from posture.report.html import render
from posture.report.templating import Link
from posture.system.output import write_output
from posture.system.paths import resource

if TYPE_CHECKING:  # it brings NumPy
    from posture.protocols import Store

MOST_TIPS = 3


def write_report(store: "Store", day: date, tz: tzinfo, config: Config, folder: Path) -> Path:
    """Add up a local day and write its page into ``folder``; the page's path."""
    return write_page(day_summary(store, day, tz, config), folder)


def day_summary(store: "Store", day: date, tz: tzinfo, config: Config) -> DaySummary:
    """One local day, compared with the recorded days before it."""
    limits = config.summary_limits
    before = store.latest_days(tz, config.report.compare_days, day - timedelta(days=1))
    earlier = store.judged_by_day(before, tz, limits.gap_intervals)
    records = DayRecords(store.samples(day, tz), store.episodes(day, tz), store.nudges(day, tz))
    return summarise(day, tz, records, limits, tuple(earlier.values()))


def write_page(day: DaySummary, folder: Path, notices: Sequence[str] = ()) -> Path:
    """``folder``/DAY.html, readable by the user alone, replaced whole.

    Raises StoreError when it cannot be written.
    """
    return write_page_to(folder / f"{day.day.isoformat()}.html", day, notices)


def write_page_to(path: Path, day: DaySummary, notices: Sequence[str] = ()) -> Path:
    """The page at a place of the user's choice; raises StoreError when it cannot be written."""
    write_out(path, page_text(day, notices))
    return path


def page_text(day: DaySummary, notices: Sequence[str] = (), links: Sequence[Link] = ()) -> str:
    """The page itself."""
    now = datetime.now(day.start.tzinfo)
    if day.judged_s and not day.profiles:
        notices = (*notices, UNCALIBRATED)
    return render(day, tips=tips_for(day), notices=notices, made_at=now, links=links)


def write_out(path: Path, content: str | bytes) -> None:
    """Write where the user wants it; raises StoreError when that cannot be."""
    try:
        write_output(path, content)
    except BrokenPipeError:  # whoever read it has had enough
        raise
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}.",
            "Choose another place (--out, --csv, --pdf).",
        ) from None


def tips_for(day: DaySummary) -> list[tuple[Cause, Tip]]:
    """A tip for each of the day's main causes; not one shown today, while others are left."""
    if not day.is_enough:
        return []
    advice = load_advice(read_toml(resource("config/advice.toml")))
    used = [nudge.tip for nudge in day.nudges]
    tips: list[tuple[Cause, Tip]] = []
    for cause in list(day.by_cause)[:MOST_TIPS]:
        tip = advice.pick(cause, used)
        used.append(tip.id)
        tips.append((cause, tip))
    return tips
