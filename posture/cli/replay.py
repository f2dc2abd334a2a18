"""``posture replay``: the monitor loop over a recording, as fast as the machine can."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posture.cli.durations import counted
from posture.cli.options import JsonOption, JudgedByOption, SetOption, positive
from posture.core.duration import in_words
from posture.core.wording import read_as

if TYPE_CHECKING:
    from posture.core.events import Event


def replay(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A video or a folder of pictures.")],
    fps: Annotated[
        float | None, typer.Option("--fps", metavar="N", help="Frame rate of a folder of pictures.")
    ] = None,
    profile: JudgedByOption = None,
    annotate: Annotated[
        Path | None,
        typer.Option(
            "--annotate",
            metavar="OUT.mp4",
            help="Write a copy with skeleton, angles and verdict drawn in.",
        ),
    ] = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run the monitor over a recording as fast as possible, and print what happens.

    Example: posture replay samples/clips/f1_front.mp4 --set rules.hold_s=10
    """
    from posture.app.composition import replayed  # noqa: PLC0415 - heavy
    from posture.app.event_forms import event_json, event_words  # noqa: PLC0415
    from posture.cli.left_out import say_left_out  # noqa: PLC0415
    from posture.core.events import Sample  # noqa: PLC0415
    from posture.system.seccomp import refuse_internet  # noqa: PLC0415

    def show(event: "Event") -> None:
        if as_json:
            typer.echo(json.dumps(event_json(event)))
        elif not isinstance(event, Sample):
            typer.echo(f"{event.at_s:>8.1f} s  {event_words(event)}")

    positive(fps, "--fps")
    refuse_internet()
    say_left_out([path])
    summary = replayed(path, fps, profile, overrides or (), [show], annotate)
    typer.echo(json.dumps({"event": "summary", **summary}) if as_json else _summary_line(summary))


def _summary_line(summary: dict[str, Any]) -> str:
    states = summary["state_s"]
    times = ", ".join(f"{read_as(state)} {in_words(seconds)}" for state, seconds in states.items())
    breaks = summary["break_reminders"]
    reminded = f"{counted(breaks, 'break reminder')}, " if breaks else ""
    return (
        f"{counted(summary['looks'], 'look')} over {in_words(summary['duration_s'])}: "
        f"{times or 'none long enough'}; {counted(summary['episodes'], 'episode')}, {reminded}"
        f"{counted(summary['nudges'], 'nudge')}"
    )
