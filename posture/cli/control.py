"""``posture start``, ``status``, ``pause``, ``stop`` and the like: the running monitor."""

import json
import subprocess
import sys
import time
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from posture.cli.durations import duration_s, span
from posture.cli.options import JsonOption, ProfileOption, SetOption, SourceOption
from posture.errors import InputError

_START_S = 20.0
_STOP_S = 5.0
_ANSWERS = ("useful", "false alarm", "snooze", "pause")
_ANSWERS_SHOWN = ", ".join(answer.replace(" ", "-") for answer in _ANSWERS)


def start(
    source: SourceOption = None, profile: ProfileOption = None, overrides: SetOption = None
) -> None:
    """Start the monitor in the background.

    Example: posture start
    """
    _refuse_second()
    words = [sys.executable, "-m", "posture", "run", "--quiet"]
    for option, value in (("--source", source), ("--profile", profile)):
        words += [] if value is None else [option, value]
    for override in overrides or ():
        words += ["--set", override]
    answer = _start(words)
    if answer.get("paused_since"):
        typer.echo(f"posture runs, {_paused(answer)}. To look again: posture resume")
    elif not answer["looks"]:
        typer.echo("posture runs, but the camera has not answered yet. See: posture status")
    else:
        typer.echo("posture watches. See: posture status")


def status(
    watch: Annotated[
        bool, typer.Option("--watch", help="Again every second; Ctrl-C ends.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell what the running monitor sees and does.

    Example: posture status --watch
    """
    from posture.watch.control import ask  # noqa: PLC0415 - not needed for --help

    while True:
        answer = ask("status")
        typer.echo(json.dumps(answer) if as_json else _told(answer))
        if not watch:
            return
        time.sleep(1.0)


def pause(
    how_long: Annotated[
        list[str] | None,
        typer.Argument(metavar="30m|until 14:00", help="Left out: until posture resume."),
    ] = None,
) -> None:
    """Let the camera go and look no more, for a while or until resume.

    Example: posture pause 30m
    """
    seconds = _length_s(how_long or [], "pause")
    _ask("pause", seconds=seconds)
    end = "until: posture resume" if seconds is None else f"until {_clock_time(seconds)}"
    typer.echo(f"Paused, the camera is off, {end}")


def resume() -> None:
    """Look again after a pause, and speak again after a snooze.

    Example: posture resume
    """
    from posture.watch.standing import StandingWishes, load_wishes, save_wishes  # noqa: PLC0415 - as above

    try:
        _ask("resume")
    except InputError:
        if load_wishes(datetime.now().astimezone()) == StandingWishes():
            raise
        save_wishes(StandingWishes())
        typer.echo("posture is not running; when it does, it will watch and speak again.")
        return
    typer.echo("Watching again.")


def snooze(
    how_long: Annotated[
        list[str] | None,
        typer.Argument(metavar="1h|until 14:00", help="Left out: nudges.snooze_s."),
    ] = None,
) -> None:
    """Go on watching, but send no nudges for a while.

    Example: posture snooze 1h
    """
    _ask("snooze", seconds=_length_s(how_long or [], "snooze"))
    end = _end(_ask("status")["quiet_for_s"])
    typer.echo(f"No nudges until {end}; what is held back is counted in the report.")


def feedback(
    answer: Annotated[
        str, typer.Argument(metavar="useful|false-alarm|snooze|pause", help="What it was.")
    ],
) -> None:
    """Answer the last nudge, as its buttons do.

    Example: posture feedback false-alarm
    """
    kind = answer.strip().lower().replace("-", " ")
    if kind not in _ANSWERS:
        raise InputError(f"feedback {answer}: not an answer.", "Answers: " + _ANSWERS_SHOWN)
    _ask("answer", kind=kind)
    typer.echo("Thank you.")


def stop() -> None:
    """End the running monitor.

    Example: posture stop
    """
    _stop()
    typer.echo("Stopped.")


def restart(
    source: SourceOption = None, profile: ProfileOption = None, overrides: SetOption = None
) -> None:
    """End the running monitor, if any, and start it anew.

    Example: posture restart
    """
    try:
        _stop()
    except InputError:
        typer.echo("It was not running.")
    start(source, profile, overrides)


def _ask(do: str, **more: object) -> dict[str, Any]:
    from posture.watch.control import ask  # noqa: PLC0415 - not needed for --help

    return ask(do, **more)


def _refuse_second() -> None:
    try:
        answer = _ask("status")
    except InputError:
        return
    raise InputError(
        f"posture is already running (process {answer['pid']}).", "See: posture status"
    )


def _start(words: list[str]) -> dict[str, Any]:
    """Start detached, and wait until it has looked once or told why it cannot: its status."""
    answer: dict[str, Any] | None = None
    detached: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS
        detached = {"creationflags": flags}
    child = subprocess.Popen(  # noqa: S603 - this very program
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **detached,
    )
    until_s = time.monotonic() + _START_S
    while time.monotonic() < until_s:
        if child.poll() is not None:
            said = (child.stderr.read() if child.stderr else "").strip()
            raise InputError(said.removeprefix("posture: ") or "posture ended at once.")
        try:
            answer = _ask("status")
        except InputError:
            time.sleep(0.02)
            continue
        if answer["looks"]:  # before that the camera, or the recording, may still be missing
            return answer
        time.sleep(0.05)
    if answer is not None:
        return answer
    raise InputError(
        "posture was started but does not answer.", "Look into its log: posture doctor"
    )


def _stop() -> None:
    """Ask it to stop and wait until it has: its record is closed, and another may start."""
    from posture.watch.control import lock_file  # noqa: PLC0415 - not needed for --help

    _ask("stop")
    until_s = time.monotonic() + _STOP_S
    while time.monotonic() < until_s:
        if not lock_file().exists():
            return
        time.sleep(0.02)
    raise InputError("posture did not stop.", "Run: posture doctor")


def _length_s(words: list[str], command: str) -> float | None:
    """Seconds in ``30m`` or up to ``until 14:00``, tomorrow if that has passed today."""
    text = " ".join(words)
    if not words:
        return None
    if words[0] != "until":
        return duration_s(text, command)
    try:
        wanted = datetime.strptime(" ".join(words[1:]), "%H:%M").time()  # noqa: DTZ007 - local time
    except ValueError:
        raise InputError(f"{command} {text}: not a time of day.", "Write: until 14:00") from None
    now = datetime.now().astimezone()
    end = datetime.combine(now.date(), wanted).astimezone()
    if end <= now:
        end = datetime.combine(now.date() + timedelta(days=1), wanted).astimezone()
    return end.timestamp() - now.timestamp()


def _clock_time(seconds: float) -> str:
    return f"{datetime.now().astimezone() + timedelta(seconds=seconds):%H:%M}"


def _told(answer: dict[str, Any]) -> str:
    share = answer["today_poor_share"]
    why = answer["paused_because"] if answer["state"] == "paused" else None
    paused = _paused(answer) if why == "paused" and answer.get("paused_since") else ""
    lines = [
        f"{paused or answer['state']}"
        + (f" ({why})" if why not in (None, "paused") else "")
        + (f" ({answer['unreliable_because']})" if answer.get("unreliable_because") else "")
        + (f" for {span(answer['state_for_s'])}" if answer["state_for_s"] and not paused else "")
        + (f" ({', '.join(answer['causes'])})" if answer["causes"] else ""),
        f"today: upright {span(answer['today_upright_s'])}, slouched "
        f"{span(answer['today_poor_s'])}" + (f" ({share:.0%})" if share is not None else ""),
        f"{answer['nudges']} nudges since the start {span(answer['running_for_s'])} ago"
        + (f"; the last: {answer['last_nudge']['text']}" if answer["last_nudge"] else ""),
    ]
    if answer["last_held_back"]:
        lines.append(f"last nudge held back: {answer['last_held_back']['reason']}")
    if answer.get("quiet_because"):
        end = _end(answer["quiet_for_s"])
        lines.append(f"no nudges until {end} ({answer['quiet_because']}); sooner: posture resume")
    if answer["failed_nudge"]:
        lines.append(f"the last notification could not be shown: {answer['failed_nudge']}")
    if answer.get("undimmed"):
        lines.append(f"the screen could not be dimmed: {answer['undimmed']}")
    if answer["record"] != "ok":
        lines.append(f"the record: {answer['record']}")
    if not answer["profile"]:
        lines.append("not calibrated: anybody's limits are used; run: posture calibrate")
    return "\n".join(lines)


def _paused(answer: dict[str, Any]) -> str:
    since = datetime.fromisoformat(answer["paused_since"])
    today = datetime.now().astimezone().date()
    day = "" if since.date() == today else f"{since:%A} "
    return f"paused since {day}{since:%H:%M} until {_end(answer['paused_for_s'])}"


def _end(left_s: float | None) -> str:
    return "posture resume" if left_s is None else _clock_time(left_s)
