"""``posture calibrate``: learn your own upright, and where your slouch begins."""

import json
import shlex
from pathlib import Path
from typing import Annotated

import typer

from posture.cli.options import JsonOption, ProfileOption, SetOption, SourceOption

_UprightOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--upright",
        metavar="PATH",
        help="Picture, folder or clip of you sitting upright. Repeatable.",
    ),
]
_SlouchOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--slouch", metavar="PATH", help="Picture, folder or clip of you slouching. Repeatable."
    ),
]


def calibrate(
    source: SourceOption = None,
    profile: ProfileOption = None,
    upright: _UprightOption = None,
    slouch: _SlouchOption = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Learn your upright posture (10 s) and, if you like, your slouch (10 s).

    At the webcam you are guided through both, with a countdown and a sound at the end of each. A
    running monitor lends its camera for this. With --upright, pictures, folders or clips are used
    instead, and nothing is asked.

    Example: posture calibrate
    """
    from posture.app.calibrate import from_recordings, guided, saved  # noqa: PLC0415 - heavy
    from posture.app.running_note import profile_note  # noqa: PLC0415
    from posture.cli.left_out import say_left_out  # noqa: PLC0415
    from posture.errors import InputError  # noqa: PLC0415
    from posture.store.profiles import DEFAULT, checked_name  # noqa: PLC0415
    from posture.system.seccomp import refuse_internet  # noqa: PLC0415

    name = checked_name(DEFAULT if profile is None else profile)
    if slouch and not upright:
        raise InputError("--slouch needs --upright as well.")
    if upright and source is not None:
        raise InputError("--source and --upright cannot be combined.", "Use one of them.")
    if upright:
        refuse_internet()
        say_left_out([*upright, *(slouch or ())])
        calibration, origin = from_recordings(upright, slouch or (), overrides or ())
    else:
        calibration, origin = guided(source, overrides or ())
    from posture.app.personal_limits import limits_json, limits_text  # noqa: PLC0415

    made, path = saved(name, calibration, origin)
    note = profile_note(made.name)
    baseline, thresholds = calibration.baseline, calibration.thresholds
    if as_json:
        facts = {
            "profile": made.name,
            "path": str(path),
            "quality": calibration.quality,
            "d_prime": calibration.d_prime and round(calibration.d_prime, 2),
            "view": baseline.view,
            "upright_pictures": baseline.poses,
            **limits_json(baseline, thresholds),
            "advice": list(calibration.advice),
            "running_monitor": note,
        }
        typer.echo(json.dumps(facts))
        return
    typer.echo(
        f"Saved the profile {made.name!r}: a {calibration.quality} calibration, "
        f"{baseline.view} view, {baseline.poses} upright picture"
        f"{'' if baseline.poses == 1 else 's'}."
    )
    for line in limits_text(baseline, thresholds):
        typer.echo(line)
    for line in calibration.advice:
        typer.echo(f"Suggestion: {line}")
    typer.echo(note or f"Next: posture run{_option(name)}")


def _option(name: str) -> str:
    from posture.store.profiles import DEFAULT  # noqa: PLC0415

    return "" if name == DEFAULT else f" --profile {shlex.quote(name)}"
