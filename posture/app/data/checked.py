"""Whether everything that is kept is whole."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from posture.store.backup import copies
from posture.store.integrity import UNREADABLE, damage_of
from posture.store.tables import TABLES
from posture.system.kept_files import KINDS, files_of
from posture.system.paths import record_path


def findings() -> Iterator[str]:
    """What is wrong, a sentence each; nothing is changed."""
    record = record_path()
    if record.exists():
        if problem := _problem_of(record):
            yield f"The record {record} is damaged: {problem}. It is repaired when it is next used."
        else:
            yield from _unsound_rows(record)
    for copy in copies(record):
        if problem := _problem_of(copy):
            yield f"The backup {copy} is damaged: {problem}. Delete it."
    for file in files_of("damaged records"):
        yield f"{file} was set aside as damaged. Delete it once nothing is missing."
    for kind in KINDS:
        for file in kind.files():
            if file.suffix == ".json" and not _is_json(file):
                yield f"{file} cannot be read. Delete it, or create it again."


def _problem_of(path: Path) -> str | None:
    try:
        return damage_of(path)
    except (OSError, sqlite3.Error) as error:
        return str(error)


def _unsound_rows(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for table in TABLES:
            query = f"SELECT {table.columns} FROM {table.name}"  # noqa: S608 - constants
            try:
                count = sum(not table.is_sound(row) for row in connection.execute(query))
            except UNREADABLE as error:  # of an earlier version, which is taken over when used
                if "no such" in str(error):
                    continue
                yield f"The record {path} is damaged: {error}. It is repaired when it is next used."
                continue
            if count:
                yield f"{count} rows of {table.name} hold impossible values. They are left out."


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return True
