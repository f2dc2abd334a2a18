"""``posture pause``, ``resume``, ``snooze`` and ``feedback``: a word to the running monitor."""

import re
from datetime import datetime, timedelta
from typing import Annotated

import typer

from posture.cli.durations import SYNTAX, duration_s
from posture.cli.status import asked, clock_time, end_of
from posture.errors import InputError, UnansweredError

_ANSWERS = ("useful", "false alarm", "snooze", "pause")


def _typed(answer: str) -> str:
    return answer.replace(" ", "-")


def pause(
    how_long: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="30m|until 14:00",
            help=f"How long, {SYNTAX}. Without it: until `posture resume`.",
        ),
    ] = None,
) -> None:
    """Release the camera and pause monitoring.

    Example: posture pause 30m
    """
    seconds = _length_s(how_long or [], "pause")
    asked("pause", seconds=seconds)
    end = "you run `posture resume`" if seconds is None else clock_time(seconds)
    typer.echo(f"Paused until {end}. The camera is off.")


def resume() -> None:
    """End a pause or snooze.

    Example: posture resume
    """
    try:
        asked("resume")
    except UnansweredError:
        raise
    except InputError:
        # Half of a start, and only for want of a monitor.
        from posture.store.pause_file import Holds, load_holds, save_holds  # noqa: PLC0415

        if load_holds(datetime.now().astimezone()) == Holds():
            raise
        save_holds(Holds())
        typer.echo("The monitor is not running. It will watch and nudge again when it is.")
        return
    typer.echo("Watching again.")


def snooze(
    how_long: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="1h|until 14:00", help=f"How long, {SYNTAX}. Without it: nudges.snooze_s."
        ),
    ] = None,
) -> None:
    """Keep monitoring, but send no nudges for a while.

    Example: posture snooze 1h
    """
    asked("snooze", seconds=_length_s(how_long or [], "snooze"))
    end = end_of(asked("status")["quiet_for_s"])
    typer.echo(f"No nudges until {end}; the report counts those held back.")


def feedback(
    answer: Annotated[
        str,
        typer.Argument(
            metavar="useful|false-alarm|snooze|pause",
            autocompletion=lambda: [_typed(answer) for answer in _ANSWERS],
            help="Your answer.",
        ),
    ],
) -> None:
    """Answer the last nudge, as its buttons would.

    Example: posture feedback false-alarm
    """
    kind = answer.strip().lower().replace("-", " ")
    if kind not in _ANSWERS:
        raise InputError(
            f"feedback {answer}: not an answer.", f"Answers: {', '.join(map(_typed, _ANSWERS))}."
        )
    asked("answer", kind=kind)
    status = asked("status")
    match kind:
        case "pause":
            end = end_of(status["paused_for_s"])
            typer.echo(f"Paused until {end}. The camera is off. To end this sooner: posture resume")
        case "snooze":
            typer.echo(
                f"No nudges until {end_of(status['quiet_for_s'])}. "
                "To end this sooner: posture resume"
            )
        case _:
            typer.echo("Thank you.")


def _length_s(words: list[str], command: str) -> float | None:
    """Seconds in ``30m``, ``for 30 minutes`` or up to ``until 14:00``.

    Tomorrow if that time has passed today.
    """
    words = " ".join(words).lower().removeprefix("for ").split()
    text = " ".join(words)
    if not words:
        return None
    if re.fullmatch(r"\d\d?:\d\d", text):
        remedy = f"Write `posture {command} until {text}`."
        raise InputError(f"{command} {text}: not a duration.", remedy)
    if words[0] != "until":
        return duration_s(text, command)
    try:
        wanted = datetime.strptime(" ".join(words[1:]), "%H:%M").time()  # noqa: DTZ007 - local time
    except ValueError:
        remedy = f"Write `posture {command} until 14:00`."
        raise InputError(f"{command} {text}: not a time of day.", remedy) from None
    now = datetime.now().astimezone()
    end = datetime.combine(now.date(), wanted).astimezone()
    if end <= now:
        end = datetime.combine(now.date() + timedelta(days=1), wanted).astimezone()
    return end.timestamp() - now.timestamp()
