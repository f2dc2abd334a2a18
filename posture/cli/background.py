"""``posture start``, ``stop`` and ``restart``: the monitor as a process of its own."""

import subprocess
import sys
import time
from typing import Any

import typer

from posture.cli.options import ProfileOption, SetOption, SourceOption
from posture.cli.status import asked, paused_words
from posture.errors import InputError

_START_S = 20.0
_STOP_S = 5.0


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
        typer.echo(f"posture runs, {paused_words(answer)}. To look again: posture resume")
    elif not answer["looks"]:
        typer.echo("posture runs, but the camera has not answered yet. See: posture status")
    else:
        typer.echo("posture watches. See: posture status")


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


def _refuse_second() -> None:
    try:
        answer = asked("status")
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
            answer = asked("status")
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

    asked("stop")
    until_s = time.monotonic() + _STOP_S
    while time.monotonic() < until_s:
        if not lock_file().exists():
            return
        time.sleep(0.02)
    raise InputError("posture did not stop.", "Run: posture doctor")
