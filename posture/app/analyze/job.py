"""What one recording's result depends on, and nothing else: the same job gives the same bits."""

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from posture import __version__
from posture.system.paths import resource

if TYPE_CHECKING:
    from posture.config import Config
    from posture.store.profiles import Profile

TableFormat = Literal["csv", "parquet"]
# Their arithmetic is part of every result.
_LIBRARIES = ("mediapipe", "numpy", "opencv-python")
# What no look at a recording depends on.
_UNUSED = ("camera_process", "desktop", "notifier", "store", "log", "relief", "stretch", "guide")


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One recording to analyse.

    address: a path, or an fsspec address. calibrate_s: the first seconds that show the person
    upright; None: judged by ``profile``, or without one by what is usual. may_cut: whether it may
    come back as pieces. annotated: where a copy with everything drawn in is written, if anywhere.
    """

    address: str
    config: "Config"
    profile: "Profile | None" = None
    calibrate_s: float | None = None
    format: TableFormat = "csv"
    may_cut: bool = False
    annotated: str | None = None

    @property
    def looks_a_piece(self) -> int:
        """How many looks there may be in a piece: pieces begin at its multiples."""
        return max(1, round(self.config.analyze.piece_s * self.config.analyze.fps))


def settings_fingerprint(job: Job) -> str:
    """A fingerprint of everything but the recording: settings, profile, program and libraries."""
    config: dict[str, Any] = msgspec.to_builtins(job.config)
    facts = {
        "settings": {name: config[name] for name in sorted(config) if name not in _UNUSED},
        "profile": job.profile and job.profile.baseline.to_dict(),
        "thresholds": job.profile and repr(job.profile.thresholds),
        "calibrate_s": job.calibrate_s,
        "format": job.format,
        "program": program_fingerprint(),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=repr).encode()).hexdigest()


def program_fingerprint() -> dict[str, str]:
    """The versions that decide about a result, and the fitted numbers."""
    numbers = hashlib.sha256(resource("models/angles.json").read_bytes()).hexdigest()
    return {
        "posture": __version__,
        "angles.json": numbers[:12],
        **{name: _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
