"""Deleting for good: from the record, and from everything that was made of it."""

import re
import shutil
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path

from posture.app.data import log_lines
from posture.config import Config
from posture.errors import InputError, StoreError
from posture.monitor.control_socket import ask, is_running
from posture.store.deletion import (
    Selection,
    delete,
    delete_from_backups,
    left_behind,
    local_days,
)
from posture.store.feedback_file import forget_feedback
from posture.store.sqlite import open_store
from posture.system.kept_files import files_of
from posture.system.paths import data_dir, record_path

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted. rows: by table; days: the local days it was of; notices: as a store's."""

    rows: dict[str, int]
    days: frozenset[date]
    backups: int
    pages: int
    notices: tuple[str, ...]


def delete_everywhere(selection: Selection, config: Config, tz: tzinfo) -> Deleted:
    """Delete what is selected from record, backups, reports, log and learned feedback.

    A running monitor first saves what waits, and then goes on. Raises StoreError when the record
    cannot be changed; then it is as it was.
    """
    take_up_in_monitor()
    try:
        return _deleted(selection, config, tz)
    except OSError as error:
        raise StoreError(
            f"{error.filename or 'A file'} could not be deleted: {error.strerror}.",
            "Delete again when that is fixed.",
        ) from None
    finally:
        take_up_in_monitor()


def take_up_in_monitor() -> bool:
    """Have a running monitor save what waits and take up what was changed; whether one did."""
    if not is_running():
        return False
    try:
        return bool(ask("reload record").get("saved"))
    except InputError:  # an earlier version, or one that hangs: its looks come later
        return False


def _deleted(selection: Selection, config: Config, tz: tzinfo) -> Deleted:
    record = record_path()
    rows: dict[str, int] = {}
    days: frozenset[date] = frozenset()
    notices: tuple[str, ...] = ()
    if record.exists():
        with closing(open_store(record, config.store)) as store:
            days = local_days(store.file, selection, tz)
            rows = delete(store.file, selection)
            notices = tuple(store.notices)
    backups = delete_from_backups(record, selection, config.store.busy_wait_s)
    for path in left_behind(record):
        _remove(path)
    if selection.is_everything:
        log_lines.clear()
        _remove(data_dir() / "demo")
        _remove(data_dir() / "feedback")
        removed = _remove_pages(None)
    else:
        log_lines.take_out(days)
        if selection.profile is not None:
            forget_feedback(selection.profile)
        removed = _remove_pages(days)
    return Deleted(rows, days, backups, removed, notices)


def _remove_pages(days: Collection[date] | None) -> int:
    """Those of the days, and those of several days, which may hold them; None: all."""
    count = 0
    for page in files_of("reports"):
        is_of_day = _DATE.fullmatch(page.stem)
        if days is None or not is_of_day or page.stem in {day.isoformat() for day in days}:
            page.unlink(missing_ok=True)
            count += 1
    return count


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
