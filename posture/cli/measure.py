"""``posture measure``: still pictures, each judged on its own."""

import json
from pathlib import Path
from typing import Annotated

import typer

from posture.cli.options import JsonOption, JudgedByOption, SetOption


def measure(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Pictures or folders of pictures.")
    ],
    profile: JudgedByOption = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge still pictures, each on its own: angles in degrees, verdict, causes.

    Example: posture measure samples/pictures/*.jpg
    """
    from posture.app.composition import still_judge  # noqa: PLC0415 - heavy
    from posture.capture import picture_paths, read_picture  # noqa: PLC0415 - heavy
    from posture.cli.formatting import angles_json, degrees  # noqa: PLC0415
    from posture.cli.left_out import say_left_out  # noqa: PLC0415
    from posture.errors import printable  # noqa: PLC0415
    from posture.system.seccomp import refuse_internet  # noqa: PLC0415

    refuse_internet()
    say_left_out(paths)
    pictures = [picture for path in paths for picture in picture_paths(path)]
    with still_judge(profile, overrides or ()) as judge:
        for path in pictures:
            angles, verdict = judge(read_picture(path))
            if as_json:
                typer.echo(json.dumps({"path": str(path), **angles_json(angles, verdict)}))
                continue
            shown = printable(str(path))
            if angles is None:
                typer.echo(f"{shown}: nobody found")
                continue
            if angles.unusable_because:
                typer.echo(f"{shown}: {verdict.posture}, {angles.unusable_because}")
                continue
            neck = degrees(angles.neck_deg, angles.neck_uncertainty_deg)
            torso = degrees(angles.torso_deg, angles.torso_uncertainty_deg)
            causes = f" ({', '.join(verdict.causes)})" if verdict.causes else ""
            typer.echo(
                f"{shown}: {verdict.posture}{causes}, neck {neck}, torso {torso}, "
                f"{angles.view or 'no'} view"
            )
