"""``posture status``: what the running monitor answers, in words."""

import json
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from posture.cli.durations import counted
from posture.cli.options import JsonOption
from posture.core.duration import in_words
from posture.core.reasons import CalibrationKind
from posture.core.share import percent
from posture.core.states import WatchState
from posture.core.wording import read_as
from posture.errors import InputError, NotRunningError

_WATCH_S = 1.0

# What to do about a state in which nothing is judged.
REMEDIES = {
    WatchState.NO_CAMERA: "plug one in, or run: posture doctor",
    WatchState.DENIED: "to allow it, see: posture doctor",
    WatchState.BUSY: "another program is using it; posture keeps trying",
    WatchState.COVERED: "the lens is dark or covered; open its shutter or turn on a light",
    WatchState.STALE: "the picture is frozen; unplug the camera and plug it in again",
    WatchState.SETUP_CHANGED: "run: posture calibrate",
}
# Those whose fault the camera itself may explain.
_EXPLAINED = {WatchState.NO_CAMERA, WatchState.BUSY, WatchState.UNRELIABLE}
# Those in which the camera shows nothing.
BLIND = set(REMEDIES) - {WatchState.SETUP_CHANGED}
NOT_CALIBRATED = (
    "Not calibrated: until your upright has been learned from the first minutes, only clear cases "
    "are judged. For your own limits, run: posture calibrate"
)
PROVISIONAL = (
    "Provisional: your straightest posture of the first minutes counts as upright. For your own "
    "limits, run: posture calibrate"
)


def status(
    watch: Annotated[
        bool, typer.Option("--watch", help="Keep updating; stop with Ctrl-C.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what the running monitor sees and does.

    Example: posture status --watch
    """
    try:
        if not watch:
            answer = asked("status")
            typer.echo(json.dumps(answer) if as_json else _read(answer))
        elif as_json:
            while True:
                typer.echo(json.dumps(asked("status")))
                time.sleep(_WATCH_S)
        else:
            _watch()
    except NotRunningError as error:
        from posture.app.watch.watch_log import how_the_last_watch_ended  # noqa: PLC0415 - only then

        how = how_the_last_watch_ended(datetime.now())  # noqa: DTZ005 - the log's times are local
        if how is None:
            raise
        problem = f"{error.problem.removesuffix('.')}; {how.removesuffix('.')}."
        raise InputError(problem, error.remedy) from None


def _watch() -> None:
    """The status in the same place of the terminal; elsewhere one after the other."""
    from rich.console import Console  # noqa: PLC0415 - heavy, as the next two
    from rich.live import Live  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    if not console.is_terminal:
        while True:
            typer.echo(_read(asked("status")) + "\n")
            time.sleep(_WATCH_S)
    with Live(Text(_read(asked("status"))), console=console, auto_refresh=False) as live:
        while True:
            time.sleep(_WATCH_S)
            live.update(Text(_read(asked("status"))), refresh=True)


def asked(do: str, **more: object) -> dict[str, Any]:
    """The running monitor's answer to one question; raises InputError when none runs."""
    from posture.monitor.control_socket import ask  # noqa: PLC0415 - not needed for --help

    return ask(do, **more)


def running() -> dict[str, Any]:
    """The running monitor's status; empty while none runs or it does not answer."""
    try:
        return asked("status")
    except InputError:
        return {}


def clock_time(seconds: float) -> str:
    """The time of day so many seconds from now, with the day where it is not today."""
    now = datetime.now().astimezone()
    end = datetime.fromtimestamp(now.timestamp() + seconds).astimezone()
    days = (end.date() - now.date()).days
    if days == 0:
        return f"{end:%H:%M}"
    return f"tomorrow {end:%H:%M}" if days == 1 else f"{end:%Y-%m-%d %H:%M}"


def end_of(left_s: float | None) -> str:
    """When something ends that has so many seconds left; None: with a command."""
    return "posture resume" if left_s is None else clock_time(left_s)


def paused_words(answer: Mapping[str, Any]) -> str:
    """Since when and until when a paused monitor looks no more."""
    since = datetime.fromisoformat(answer["paused_since"])
    today = datetime.now().astimezone().date()
    day = "" if since.date() == today else f"{since:%A} "
    return f"paused since {day}{since:%H:%M} until {end_of(answer['paused_for_s'])}"


def state_words(state: str, answer: Mapping[str, Any]) -> str:
    """A monitor's state; of a paused one also why, or since when and until when."""
    if state != WatchState.PAUSED:
        return read_as(state)
    if answer["paused_since"]:
        return paused_words(answer)
    why = answer["paused_because"]  # what ended meanwhile has none
    return f"{state} ({why})" if why else state


def what_to_do(answer: Mapping[str, Any]) -> str | None:
    """What is wrong with a camera that gives no pictures, as it says itself; else what to do."""
    fault: str | None = answer.get("camera_fault") if answer["state"] in _EXPLAINED else None
    return fault or REMEDIES.get(answer["state"])


def _read(answer: dict[str, Any]) -> str:
    """The answer in words; raises InputError for one of another version."""
    try:
        return _in_words(answer)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError(
            "The running monitor is a different version.", "Run `posture restart`."
        ) from None


def _in_words(answer: dict[str, Any]) -> str:
    share = answer["today_poor_share"]
    state = state_words(answer["state"], answer)
    is_timed = answer["state_for_s"] and not answer["paused_since"]
    lines = [
        state
        + (f" ({answer['unreliable_because']})" if answer.get("unreliable_because") else "")
        + (f" ({remedy})" if (remedy := what_to_do(answer)) else "")
        + (f" for {in_words(answer['state_for_s'])}" if is_timed else "")
        + (f" ({', '.join(answer['causes'])})" if answer["causes"] else ""),
        f"today: upright {in_words(answer['today_upright_s'])}, slouched "
        f"{in_words(answer['today_poor_s'])}"
        + (f" ({percent(share)})" if share is not None else ""),
        f"{counted(answer['nudges'], 'nudge')} and "
        f"{counted(answer['break_reminders'], 'break reminder')} "
        f"since it started {in_words(answer['running_for_s'])} ago"
        + (f"; the last: {answer['last_nudge']['text']}" if answer["last_nudge"] else ""),
    ]
    if answer["last_held_back"]:
        lines.append(f"last nudge held back: {answer['last_held_back']['reason']}")
    if answer.get("quiet_because"):
        end = end_of(answer["quiet_for_s"])
        lines.append(
            f"no nudges until {end} ({answer['quiet_because']}); to end this sooner: posture resume"
        )
    if answer["failed_nudge"]:
        lines.append(f"the last notification could not be shown: {answer['failed_nudge']}")
    if answer.get("undimmed"):
        lines.append(f"the screen could not be dimmed: {answer['undimmed']}")
    if answer["record"] != "ok":
        lines.append(f"record: {answer['record']}")
    if not answer["profile"]:
        is_learned = answer.get("calibration") == CalibrationKind.PROVISIONAL
        lines.append(PROVISIONAL if is_learned else NOT_CALIBRATED)
    return "\n".join(lines)
