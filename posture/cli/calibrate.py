"""``posture calibrate``: learn your own upright, and where your slouch begins."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posture.cli.options import JsonOption, ProfileOption, SetOption, SourceOption

if TYPE_CHECKING:  # heavy
    from posture.core.angles.calibration import Calibration
    from posture.store.profiles import Profile


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
    made, path = saved(name, calibration, origin)
    note = profile_note(made.name)
    if as_json:
        typer.echo(json.dumps(_facts(made, path, calibration) | {"running_monitor": note}))
        return
    for line in _said(made, calibration):
        typer.echo(line)
    option = "" if name == DEFAULT else f" --profile {shlex.quote(name)}"
    typer.echo(note or f"Next: posture run{option}")


def _facts(made: "Profile", path: Path, calibration: "Calibration") -> dict[str, Any]:
    from posture.app.personal_limits import limits_json  # noqa: PLC0415

    return {
        "profile": made.name,
        "path": str(path),
        "quality": calibration.quality,
        "d_prime": calibration.d_prime and round(calibration.d_prime, 2),
        "view": calibration.baseline.view,
        "upright_pictures": calibration.baseline.poses,
        **limits_json(calibration.baseline, calibration.thresholds),
        "advice": list(calibration.advice),
    }


def _said(made: "Profile", calibration: "Calibration") -> list[str]:
    from posture.app.personal_limits import limits_text  # noqa: PLC0415

    baseline = calibration.baseline
    return [
        (
            f"Saved the profile {made.name!r}: a {calibration.quality} calibration, "
            f"{baseline.view} view, {baseline.poses} upright picture"
            f"{'' if baseline.poses == 1 else 's'}."
        ),
        *limits_text(baseline, calibration.thresholds),
        *(f"Suggestion: {line}" for line in calibration.advice),
    ]
