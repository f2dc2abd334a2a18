"""``posture measure``: still pictures, each judged on its own."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posture.cli.options import JsonOption, JudgedByOption, SetOption
from posture.core.wording import degrees, read_as, why_unjudged
from posture.errors import SourceError

if TYPE_CHECKING:
    from posture.core.angles.angles import Angles
    from posture.core.events import Assessment
    from posture.protocols import Frame


def measure(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Pictures or folders of pictures.")
    ],
    profile: JudgedByOption = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure still pictures: angles in degrees, a verdict and its causes.

    Unreadable pictures are reported and skipped; the exit code is then 1.

    Example: posture measure samples/pictures/*.jpg
    """
    from posture.app.composition import still_judge  # noqa: PLC0415 - heavy
    from posture.app.event_forms import angles_json  # noqa: PLC0415
    from posture.cli.left_out import say_left_out  # noqa: PLC0415
    from posture.core.printable import printable  # noqa: PLC0415
    from posture.system.seccomp import refuse_internet  # noqa: PLC0415

    refuse_internet()
    say_left_out(paths)
    is_whole = True
    with still_judge(profile, overrides or ()) as judge:
        for path, frame in _frames(paths):
            if isinstance(frame, SourceError):
                is_whole = False
                typer.echo(f"posture: {frame}", err=True)
                if as_json:
                    typer.echo(json.dumps({"path": str(path), "error": str(frame)}))
                continue
            angles, verdict = judge(frame)
            if as_json:
                typer.echo(json.dumps({"path": str(path), **angles_json(angles, verdict)}))
            else:
                typer.echo(f"{printable(str(path))}: {_words(angles, verdict)}")
    if not is_whole:
        raise typer.Exit(1)


def _frames(paths: Sequence[Path]) -> "Iterator[tuple[Path, Frame | SourceError]]":
    """Each picture, or why it cannot be read; the only picture's problem is raised."""
    from posture.capture import picture_paths, read_picture  # noqa: PLC0415 - heavy

    for path in paths:
        try:
            pictures = picture_paths(path)
        except SourceError as error:
            if len(paths) == 1:
                raise
            yield path, error
            continue
        for picture in pictures:
            try:
                frame: Frame | SourceError = read_picture(picture)
            except SourceError as error:
                if [picture] == list(paths):
                    raise
                frame = error
            yield picture, frame


def _words(angles: "Angles | None", verdict: "Assessment") -> str:
    if angles is None:
        return "nobody found"
    if angles.unusable_because:
        return f"{read_as(verdict.posture)}, {why_unjudged(angles.unusable_because)}"
    neck = degrees(angles.neck_deg, angles.neck_uncertainty_deg)
    torso = degrees(angles.torso_deg, angles.torso_uncertainty_deg)
    causes = f" ({', '.join(verdict.causes)})" if verdict.causes else ""
    view = angles.view or "no"
    return f"{read_as(verdict.posture)}{causes}, neck {neck}, torso {torso}, {view} view"
