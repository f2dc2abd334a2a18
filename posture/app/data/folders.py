"""What lies where: the files posture keeps, by what they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from posture.system.paths import config_dir, data_dir, log_dir


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """Files of one kind. what: as the user calls it."""

    what: str
    folder: Path
    files: tuple[Path, ...]

    @property
    def bytes(self) -> int:
        return sum(file.stat().st_size for file in self.files if file.is_file())


def record_path() -> Path:
    """The record."""
    return data_dir() / "posture.db"


def logs() -> tuple[Path, ...]:
    """The log and the older ones beside it."""
    return _files(log_dir(), ["posture.log*"])


def pages() -> tuple[Path, ...]:
    """The reports that were written as pages."""
    return _files(data_dir() / "reports", ["*"])


def kept() -> tuple[KeptFiles, ...]:
    """Everything posture keeps, in the order it matters."""
    data = data_dir()
    kinds: Iterable[tuple[str, Path, list[str]]] = (
        ("record", data, ["posture.db", "posture.db-wal", "posture.db-shm"]),
        ("backups", data / "backups", ["posture-*"]),
        ("damaged records", data, ["posture.db.damaged-*"]),
        ("reports", data / "reports", ["*"]),
        ("log", log_dir(), ["posture.log*"]),
        ("calibrations", data / "profiles", ["*.json"]),
        ("learned feedback", data / "feedback", ["*.json"]),
        ("demo", data / "demo", ["**/*"]),
        ("state", data, ["holds.json", "digest.json"]),
        ("settings", config_dir(), ["config.toml"]),
    )
    return tuple(KeptFiles(what, folder, _files(folder, names)) for what, folder, names in kinds)


def _files(folder: Path, patterns: Iterable[str]) -> tuple[Path, ...]:
    found = (file for pattern in patterns for file in folder.glob(pattern))
    return tuple(sorted(file for file in found if file.is_file() and not file.is_symlink()))
