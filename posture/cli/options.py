"""Options several commands share, and how their values are read."""

from typing import Annotated, Any

import typer

from posture.errors import InputError


def complete_profile() -> list[str]:
    """For shell completion: the profiles there are."""
    from posture.store.profiles import profile_names  # noqa: PLC0415 - imports numpy

    return profile_names()


SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        "-s",
        metavar="0|PATH|URL",
        help="Camera number or device, video, folder of pictures, or network camera.",
        show_default="camera.source",
    ),
]
IntoRecordOption = Annotated[
    bool,
    typer.Option(
        "--into-record",
        help="Count what a recording shows as your day; without this it is kept apart.",
    ),
]


def profile_option(help_text: str, show_default: str | None = None) -> Any:  # noqa: ANN401 - Typer's
    """``--profile`` of a command; show_default: what counts without it."""
    return typer.Option(
        "--profile",
        "-p",
        metavar="NAME",
        autocompletion=complete_profile,
        help=help_text,
        show_default=show_default or False,
    )


ProfileOption = Annotated[str | None, profile_option("Calibration profile to use.", "default")]
JudgedByOption = Annotated[
    str | None, profile_option("Calibration profile to judge by.", "population defaults")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help="Override a setting, e.g. rules.hold_s=20. Repeatable."
    ),
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, described in docs/json.md.")]

_LEAST, _MOST = 1e-6, 1e6


def positive(value: float | None, option: str) -> float | None:
    """A number within what can be reckoned with, or None; raises InputError naming the option."""
    if value is not None and not _LEAST <= value <= _MOST:
        raise InputError(f"{option} {value:g}: must be a number above zero, {_MOST:g} at most.")
    return value
