"""A backup now, and back to one."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from posture.app.data.deleted import take_up_in_monitor
from posture.app.data.exported import open_existing
from posture.config import Config
from posture.errors import InputError, StoreError
from posture.store.backup import back_up, copies, create_private, day_of
from posture.store.integrity import UNREADABLE, damage_of
from posture.store.migrations import migrate
from posture.store.sqlite import open_store
from posture.system.paths import record_path
from posture.system.scratch import scratch_folder


def back_up_now(config: Config, out: Path | None) -> Path:
    """Copy the record, checked, into its backups or to a file; where to.

    Raises InputError for a file that is there already.
    """
    take_up_in_monitor()
    if out is not None and out.exists():
        raise InputError(f"{out} is there already.", "Choose another file (--out).")
    today = datetime.now(UTC).date()
    with closing(open_existing(config)) as store:
        file = store.file
        made = file.use(
            lambda connection: back_up(connection, file.path, today, file.wait_s, is_another=True)
        )
    if made is None:
        raise StoreError("The copy was incomplete and was removed.", "Check the disk.")
    if out is None:
        return made
    try:
        create_private(out)
        shutil.copyfile(made, out)
        made.unlink()
    except OSError as error:
        raise StoreError(f"{out} cannot be written: {error.strerror}.", "Choose another.") from None
    return out


def chosen_backup(text: str | None) -> Path:
    """The newest backup, the newest of a date, or a file. Raises InputError when there is none."""
    there = copies(record_path())
    if text is None:
        found = next(iter(there), None)
    else:
        path = Path(text)
        of_day = next((copy for copy in there if day_of(copy) == text), None)
        found = path if path.is_file() else of_day
    if found is None:
        days = ", ".join(dict.fromkeys(day_of(copy) for copy in there))
        raise InputError(
            f"There is no backup{f' of {text}' if text else ''}.",
            f"There are backups of {days}." if days else "Make one with `posture data backup`.",
        )
    return found


def restore(backup: Path, config: Config) -> Path | None:
    """Put a backup in the record's place; the backup that was made of what was there.

    The record's file stays the same one, so a running monitor goes on with it. Raises InputError
    for a file that is no sound backup; the record is then as it was.
    """
    take_up_in_monitor()
    with scratch_folder(".restore-", record_path().parent) as folder:
        copy = folder / "copy.db"
        try:
            shutil.copyfile(backup, copy)
            if damage := damage_of(copy):
                raise InputError(f"{backup} cannot be used: {damage}.", "Choose another backup.")
            undo = _replaced_by(copy, config)
        except (OSError, *UNREADABLE) as error:
            raise InputError(
                f"{backup} cannot be used: {error}.", "Choose another backup."
            ) from None
    take_up_in_monitor()
    return undo


def _replaced_by(copy: Path, config: Config) -> Path | None:
    today = datetime.now(UTC).date()
    with (
        closing(sqlite3.connect(copy, isolation_level=None)) as source,
        closing(open_store(record_path(), config.store)) as store,
    ):
        migrate(source)
        file = store.file

        def change(connection: sqlite3.Connection) -> Path | None:
            undo = back_up(connection, file.path, today, file.wait_s, is_another=True)
            source.backup(connection)
            return undo

        return file.use(change)
