"""``posture stretch``: three gentle exercises, counted by the camera."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posture.cli.options import JsonOption, SetOption, SourceOption, positive

if TYPE_CHECKING:
    from posture.core.exercises.stretch import StretchEvent


def stretch(
    source: SourceOption = None,
    fps: Annotated[
        float | None, typer.Option("--fps", metavar="N", help="Frame rate of a folder of pictures.")
    ] = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Guide you through three gentle stretches, counting as the camera sees you.

    Chin tucks, shoulder rolls and side neck stretches; Enter skips one. With a recording as source,
    those in it are counted as fast as possible.

    Example: posture stretch
    """
    from posture.app.stretch import before_camera, on_recording, words  # noqa: PLC0415
    from posture.capture import is_live  # noqa: PLC0415 - heavy, as the rest
    from posture.config import load_config  # noqa: PLC0415
    from posture.system.seccomp import refuse_internet  # noqa: PLC0415

    positive(fps, "--fps")
    config = load_config(overrides or ())
    texts = words()
    spec = source or config.camera.source

    def show(event: "StretchEvent", at_s: float | None = None) -> None:
        shown = json.dumps(_facts(event, at_s)) if as_json else _line(event, texts)
        if shown:
            typer.echo(shown)

    if is_live(spec):
        before_camera(spec, config, show)
        if not as_json:
            typer.echo(texts[""]["after"])
        return
    refuse_internet()
    for at_s, event in on_recording(Path(spec), config, fps):
        show(event, at_s)


def _facts(event: "StretchEvent", at_s: float | None) -> dict[str, Any]:
    name = type(event).__name__.lower()
    when = {} if at_s is None else {"at_s": round(at_s, 3)}
    return {"event": name} | when | asdict(event)


def _line(event: "StretchEvent", texts: dict[str, dict[str, str]]) -> str:
    from posture.core.exercises.measures import Exercise, Side  # noqa: PLC0415 - heavy
    from posture.core.exercises.stretch import (  # noqa: PLC0415
        Begun,
        Ended,
        ExerciseEnd,
        Ready,
        Repetition,
        Unseen,
    )

    match event:
        case Begun(exercise):
            text = texts[exercise]
            opening = f"{texts['']['before']}\n" if exercise is Exercise.CHIN_TUCK else ""
            return f"{opening}\n{text['title']}. {text['how']}\n{text['rest']}"
        case Ready():
            return "Now."
        case Repetition():
            text = texts[event.exercise]
            side = "" if event.side is Side.BOTH else f" {event.side}"
            return f"  {event.count}{side}  {text['well' if event.is_well else 'brief']}"
        case Ended():
            is_late = event.reason is ExerciseEnd.TIME
            how = "time limit reached" if is_late else event.reason
            return f"{texts[event.exercise]['title']}: {event.reps} counted, {how}."
        case Unseen():
            return texts[""]["unseen"]
