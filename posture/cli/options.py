"""Options several commands share, and how their values are read."""

import math
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
JudgedByOption = Annotated[
    str | None,
    typer.Option(
        "--profile", "-p", metavar="NAME", help="Judge by this person's calibration.",
        show_default="population defaults",
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help="Override one setting, e.g. rules.hold_s=20. Repeatable."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]


def positive(value: float | None, option: str) -> float | None:
    """A number above zero, or None; raises InputError naming the option."""
    if value is not None and not (value > 0 and math.isfinite(value)):
        raise InputError(f"{option} {value:g}: must be a number above zero.")
    return value
