"""What a window and the process that calibrates for it (calibration_process.py) say.

The window sends a Begin, then words: UPRIGHT and SLOUCH watch the person that way, TRY judges by
what was found, STOP breaks off the one under way, and a Save ends it well. Meanwhile the process
sends a SeenPicture for each one, and what each word came to. A Begin with ``lists_cameras`` brings
one CameraFound after the other instead, and the end.
"""

from dataclasses import dataclass, field
from typing import Any, Final

UPRIGHT: Final = "upright"
SLOUCH: Final = "slouch"
TRY: Final = "try"
STOP: Final = "stop"
# What is going on, beside those three: sitting into the picture, and counting down.
PLACING: Final = "placing"
READY: Final = "get ready"


@dataclass(frozen=True, slots=True)
class Begin:
    """source: the camera, None for the usual one. overrides: as given to --set."""

    source: str | None = None
    overrides: tuple[str, ...] = ()
    lists_cameras: bool = False


@dataclass(frozen=True, slots=True)
class Save:
    """Keep the calibration as a profile."""

    name: str


@dataclass(frozen=True, slots=True)
class CameraFound:
    """jpeg: what it shows; empty where it cannot be opened, for the reason in ``problem``."""

    spec: str
    name: str
    problem: str
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """One picture. doing: which part it belongs to; left_s: of how long that part still lasts.

    points: as shown_look.py has them. verdict: while trying, "good", "poor" or "unknown".
    """

    jpeg: bytes
    points: dict[str, list[float]]
    problems: list[str]
    doing: str
    left_s: float | None = None
    length_s: float | None = None
    verdict: str = ""
    severity: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The calibration as it is now; after UPRIGHT, and again after SLOUCH.

    lines: where the slouch begins, in words. head: heights of the head over the shoulders, in
    shoulder widths: upright, limit and slouched; empty for a camera that is not in front.
    change_limits_deg: of neck and torso.
    """

    doing: str
    quality: str
    view: str
    lines: list[str]
    advice: list[str]
    head: dict[str, float] = field(default_factory=dict)
    change_limits_deg: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Tried:
    """How many of the looks at which the person could be judged were upright, and slouched."""

    upright: int
    slouched: int
    unjudged: int


@dataclass(frozen=True, slots=True)
class Saved:
    """note: what a running monitor makes of it; empty while none runs."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A part that did not succeed, and may be done again; is_end: nor can any other."""

    doing: str
    problem: str
    remedy: str
    is_end: bool = False


Answer = CameraFound | SeenPicture | Found | Tried | Saved | Refused


def is_answer(said: Any) -> bool:  # noqa: ANN401 - whatever came over the connection
    return isinstance(said, Answer)
