"""Options several commands share, and how their values are read."""

import math
import re
from typing import Annotated

import typer

from posture.errors import InputError

SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        "-s",
        metavar="0|PATH|URL",
        help="Camera index or device, a video, a folder of pictures, or an http stream.",
        show_default="camera.source",
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile", "-p", metavar="NAME", help="Calibration profile.", show_default="default"
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help="Override one setting, e.g. rules.hold_s=20. Repeatable."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]

_SECONDS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}


def duration_s(text: str, option: str) -> float:
    """Seconds in ``30s``, ``10m``, ``1h`` or ``30``; raises InputError naming the option."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smh]?)", text.strip().lower())
    seconds = float(match[1]) * _SECONDS[match[2]] if match else math.nan
    if not (seconds > 0 and math.isfinite(seconds)):
        raise InputError(
            f"{option} {text}: not a length of time.", "Write 30s, 10m or 1h, more than zero."
        )
    return seconds


def positive(value: float | None, option: str) -> float | None:
    """A number above zero, or None; raises InputError naming the option."""
    if value is not None and not (value > 0 and math.isfinite(value)):
        raise InputError(f"{option} {value:g}: must be a number above zero.")
    return value
