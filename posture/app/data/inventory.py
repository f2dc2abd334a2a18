"""What is kept, where, how large it is and since when."""

import sqlite3
from contextlib import closing
from datetime import datetime, tzinfo
from typing import Any

from posture.config import Config
from posture.core.day.instants import to_datetime
from posture.store.exchange.columns import FILE_TABLES
from posture.store.sqlite import open_store
from posture.store.tables import TABLES, Instant, sound
from posture.system.kept_files import KINDS
from posture.system.paths import record_path


def inventory(config: Config, tz: tzinfo) -> dict[str, Any]:
    """JSON-able: the files by what they are, and what the record holds."""
    return {
        "kept": [
            {
                "name": kind.name,
                "folder": str(kind.root()),
                "files": len(files),
                "bytes": sum(file.stat().st_size for file in files),
            }
            for kind, files in ((kind, kind.files()) for kind in KINDS)
        ],
        "record": _of_record(config, tz),
    }


def _of_record(config: Config, tz: tzinfo) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "path": str(record_path()),
        "since": None,
        "until": None,
        "rows": {},
        "profiles": [],
        "sources": [],
    }
    if not record_path().exists():
        return empty
    with closing(open_store(record_path(), config.store)) as store:
        rows, profiles, sources = store.file.use(_counted)
        ends = store.file.use(_ends)
    since, until = (end and end.astimezone(tz).date().isoformat() for end in ends)
    return {
        **empty,
        "since": since,
        "until": until,
        "rows": rows,
        "profiles": profiles,
        "sources": sources,
    }


def _ends(connection: sqlite3.Connection) -> tuple[datetime | None, datetime | None]:
    """The first and last instant of anything, also of recordings kept apart."""
    found = [
        at_us
        for table in TABLES
        for at_us in connection.execute(
            f"SELECT min({table.time}), max({table.time}) FROM {table.name}"  # noqa: S608 - constants
        ).fetchone()
        if at_us is not None
    ]
    ends = sound(found, list[Instant])
    return (to_datetime(min(ends)), to_datetime(max(ends))) if ends else (None, None)


def _counted(connection: sqlite3.Connection) -> tuple[dict[str, int], list[str], list[str]]:
    counts = {
        one.name: connection.execute(f"SELECT count(*) FROM {one.table.name}").fetchone()[0]  # noqa: S608 - constants
        for one in FILE_TABLES
    }

    profiles: set[str] = set()
    sources: set[str] = set()
    for table in TABLES:
        query = f"SELECT DISTINCT profile, source FROM {table.name}"  # noqa: S608 - constants
        pairs = sound(connection.execute(query).fetchall(), list[tuple[str | None, str | None]])
        profiles.update(profile for profile, _ in pairs if profile)
        sources.update(source for _, source in pairs if source)
    return counts, sorted(profiles), sorted(sources)
