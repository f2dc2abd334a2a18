"""The one list of the files posture keeps: to show them, delete them, close them to others."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from posture.system.paths import config_dir, data_dir, log_dir

_RECORD = ("posture.db", "posture.db-wal", "posture.db-shm", "posture.db-journal")
_DAMAGED = "posture.db.damaged-*"
_BACKUPS = "backups/posture-*"
_PAGES = ("reports/[0-9]*.html", "reports/index.html")


@dataclass(frozen=True, slots=True)
class KeptKind:
    """Files of one kind.

    name: as the user calls it. holds: what is in them, for people. root: one of posture's folders.
    patterns: of this version and of those before, below root.
    """

    name: str
    holds: str
    root: Callable[[], Path]
    patterns: tuple[str, ...]

    def paths(self) -> tuple[Path, ...]:
        """Those there are, sockets and links too, in order. Raises InputError without a home."""
        root = self.root()
        found = {path for pattern in self.patterns for path in root.glob(pattern)}
        return tuple(sorted(path for path in found if path.is_symlink() or not path.is_dir()))

    def files(self) -> tuple[Path, ...]:
        """The regular files among them."""
        return tuple(path for path in self.paths() if path.is_file() and not path.is_symlink())


KINDS = (
    KeptKind("record", "angles, states, slouches and nudges, with times", data_dir, _RECORD),
    KeptKind("backups", "copies of the record", data_dir, (_BACKUPS,)),
    KeptKind("damaged records", "records that were replaced", data_dir, (_DAMAGED,)),
    KeptKind("reports", "the pages of days, weeks, months and years", data_dir, _PAGES),
    KeptKind("calibrations", "proportions of face and shoulders", data_dir, ("profiles/*.json",)),
    KeptKind("learned feedback", "what false alarms have loosened", data_dir, ("feedback/*.json",)),
    KeptKind(
        "state",
        "a pause or snooze in force, the last digest, which hints were shown",
        data_dir,
        ("holds.json", "digest.json", "window.json", "wishes.json"),
    ),
    KeptKind(
        "running",
        "locks and sockets of the monitor and the windows",
        data_dir,
        ("posture.lock", "posture.db.lock", "window.lock", "control.sock", "window.sock"),
    ),
    KeptKind("guide", "the guide as a page", data_dir, ("guide.html",)),
    KeptKind(
        "demo",
        "what the last demo recorded",
        data_dir,
        tuple(f"demo/{each}" for each in (*_RECORD, "posture.db.lock", _BACKUPS, *_PAGES)),
    ),
    KeptKind("unfinished", "writing that was interrupted", data_dir, (".*.part", "*/.*.part")),
    KeptKind("log", "starts, states, nudges and faults", log_dir, ("posture.log*",)),
    KeptKind("settings", "your settings", config_dir, ("config.toml", ".config.toml.*.part")),
)


def files_of(name: str) -> tuple[Path, ...]:
    """The files of the kind so named. Raises KeyError where no kind is."""
    return {kind.name: kind for kind in KINDS}[name].files()


def other_files() -> tuple[Path, ...]:
    """What else lies in posture's folders: of another version, or none of posture's."""
    known = {path for kind in KINDS for path in kind.paths()}
    there = {path for root in roots() for path in root.rglob("*")} - known
    return tuple(sorted(path for path in there if path.is_symlink() or not path.is_dir()))


def roots() -> tuple[Path, ...]:
    """The folders they are in, each once."""
    return tuple(dict.fromkeys(kind.root() for kind in KINDS))
