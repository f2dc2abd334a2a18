"""The record to files and back."""

from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import tzinfo
from pathlib import Path
from typing import Any

from posture.app.data.deleted import take_up_in_monitor
from posture.config import Config
from posture.core.day.instants import LATEST_US, to_datetime, to_us
from posture.core.period.model import Break
from posture.core.period.sittings import SittingTotals
from posture.errors import InputError
from posture.report.periods import period_limits
from posture.store.exchange.read import Taken, take_in
from posture.store.exchange.write import export
from posture.store.sqlite import SqliteStore, open_store
from posture.system.paths import record_path


def export_to(
    folder: Path,
    format_name: str,
    config: Config,
    tz: tzinfo,
    *,
    span_us: tuple[int, int],
    only: Collection[str],
) -> dict[str, int]:
    """Write what was recorded in a span into the folder; how many rows each file has."""
    take_up_in_monitor()
    with closing(open_existing(config)) as store:
        store.bring_minutes_up_to_date(config.monitor.gap_intervals, span_us)
        return export(
            store.file,
            folder,
            format_name,
            span_us=span_us,
            only=only,
            breaks=lambda: (
                {"started": one.start, "ended": one.end, "lasting_s": one.lasting_s}
                for one in breaks_in(store, config, tz, span_us)
            ),
        )


def import_from(folder: Path, config: Config) -> dict[str, Taken]:
    """Add what an export holds to the record, which is made if need be.

    Raises InputError for a folder or file that is no export; then the record is as it was.
    """
    if not folder.is_dir():
        raise InputError(
            f"{folder} is not a folder.", "Give the folder that an export was written to."
        )
    take_up_in_monitor()
    with closing(open_store(record_path(), config.store)) as store:
        taken = take_in(store.file, folder)
    take_up_in_monitor()
    return taken


def open_existing(config: Config) -> SqliteStore:
    """The record; raises InputError when nothing was recorded yet."""
    if not record_path().exists():
        raise InputError("Nothing has been recorded yet.", "Start with `posture run`.")
    return open_store(record_path(), config.store)


def breaks_in(
    store: SqliteStore, config: Config, tz: tzinfo, span_us: tuple[int, int]
) -> Iterator[Break]:
    """The breaks taken in a span, in order of time."""
    recorded = store.days(tz, *_days(span_us, tz))
    if not recorded:
        return
    sittings = SittingTotals(tz, period_limits(config))
    gap_intervals = config.monitor.gap_intervals
    sittings.add(store.spans(recorded[0], tz, gap_intervals, recorded[-1]))
    for taken in sittings.breaks:
        if span_us[0] <= to_us(taken.start) < span_us[1]:
            yield taken


def _days(span_us: tuple[int, int], tz: tzinfo) -> tuple[Any, Any]:
    start, end = (to_datetime(min(us, LATEST_US - 1)) for us in span_us)
    return start.astimezone(tz).date(), end.astimezone(tz).date()
