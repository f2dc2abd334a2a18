"""``posture start``, ``stop`` and ``restart``: the monitor as a process of its own."""

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import typer

from posture.app.background import Asked, start_unattended
from posture.cli.options import ProfileOption, SetOption, SourceOption
from posture.cli.status import REMEDIES, asked, paused_words
from posture.errors import InputError, UnansweredError

_START_S = 20.0
_STOP_S = 5.0


def start(
    source: SourceOption = None, profile: ProfileOption = None, overrides: SetOption = None
) -> None:
    """Start the monitor in the background.

    Example: posture start
    """
    _refuse_second()
    _start_and_tell(Asked(source, profile, overrides or ()))


def _start_and_tell(asked_for: Asked) -> None:
    answer = _start(asked_for)
    if answer.get("paused_since"):
        typer.echo(f"posture runs, {paused_words(answer)}. To look again: posture resume")
    elif not answer["looks"]:
        typer.echo("posture runs, but the camera has not answered yet. See: posture status")
    elif answer["state"] in {"no camera", "denied", "busy"}:
        remedy = REMEDIES[answer["state"]]
        typer.echo(f"posture runs, but cannot see: {answer['state']} ({remedy})")
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
    """End the running monitor, if any, and start it anew with the options it was started with.

    Options given here go before those; --set adds to them.

    Example: posture restart --set rules.hold_s=20
    """
    before: dict[str, Any] = {}
    try:
        before = _asked_before()
    except UnansweredError:
        _stop()
        typer.echo("It did not answer: with what options it was started is not known.")
    except InputError:
        typer.echo("It was not running.")
    else:
        _stop()
    _start_and_tell(
        Asked(
            source or before.get("source"),
            profile or before.get("profile"),
            [*before.get("overrides", ()), *(overrides or ())],
            loop=source is None and before.get("loop", False),
        )
    )


def _asked_before() -> dict[str, Any]:
    """The options the running monitor was started with."""
    try:
        return asked("asked")
    except UnansweredError:
        raise
    except InputError:  # one of an earlier version tells them in the status
        before: dict[str, Any] = asked("status").get("asked", {})
        return before


def _refuse_second() -> None:
    try:
        answer = asked("status")
    except UnansweredError:
        raise
    except InputError:
        return
    raise InputError(
        f"posture is already running (process {answer.get('pid')}).", "See: posture status"
    )


def _start(asked_for: Asked) -> dict[str, Any]:
    """Start detached, and wait until it has looked once or told why it cannot: its status."""
    answer: dict[str, Any] | None = None
    child = start_unattended(asked_for)
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
    """Ask it to stop and wait until it has: its record is closed, and another may start.

    One that keeps silent, or does not end when asked, is ended by force; its record outlives that.
    """
    from posture.monitor.control_socket import is_running, lock_file, monitor_pid  # noqa: PLC0415 - not for --help

    def has_ended() -> bool:
        return not lock_file().exists()

    pid = monitor_pid()
    try:
        asked("stop")
        if _comes_true(has_ended):
            return
    except UnansweredError as error:
        pid = pid or error.pid
        if pid is None:
            raise
    if pid is not None:
        with suppress(OSError):  # it has ended meanwhile
            os.kill(pid, signal.SIGTERM)
            if _comes_true(has_ended):
                return
            if sys.platform != "win32":
                os.kill(pid, signal.SIGKILL)  # which leaves the lock file, free
            if _comes_true(lambda: not is_running()):
                return
    if not has_ended() and is_running():
        which = "" if pid is None else f" (process {pid})"
        raise InputError(f"posture did not stop{which}.", "End that process yourself.")


def _comes_true(is_so: Callable[[], bool]) -> bool:
    until_s = time.monotonic() + _STOP_S
    while time.monotonic() < until_s:
        if is_so():
            return True
        time.sleep(0.02)
    return False
