"""The background monitor started, and stopped, so that it has surely begun or ended afterwards."""

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from posture.app.watch.background import Asked, start_unattended
from posture.errors import InputError, UnansweredError
from posture.monitor.control_socket import ask, is_running, lock_file, monitor_pid

_START_S = 20.0
_STOP_S = 5.0


def started(asked_for: Asked) -> dict[str, Any]:
    """Start detached, wait until it has looked once, and return its status.

    Raises InputError with the reason when it ends or does not answer in time.
    """
    answer: dict[str, Any] | None = None
    child = start_unattended(asked_for)
    until_s = time.monotonic() + _START_S
    while time.monotonic() < until_s:
        if child.poll() is not None:
            said = (child.stderr.read() if child.stderr else "").strip()
            if said:
                raise InputError(said.removeprefix("posture: "))
            raise InputError("The monitor ended at once.", "Its log may say why: `posture logs`.")
        try:
            answer = ask("status")
        except InputError:
            time.sleep(0.02)
            continue
        if answer["looks"]:  # before that the camera, or the recording, may still be missing
            return answer
        time.sleep(0.05)
    if answer is not None:
        return answer
    raise InputError(
        "The monitor was started but does not answer.", "Its log may say why: `posture logs`."
    )


def stopped() -> None:
    """Ask it to stop and wait until it has: its record is closed, and another may start.

    One that keeps silent, or does not end when asked, is ended by force; its record outlives that.
    Raises InputError when it still runs, or cannot be found.
    """

    def has_ended() -> bool:
        return not lock_file().exists()

    pid = monitor_pid()
    try:
        ask("stop")
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
        raise InputError(f"The monitor did not stop{which}.", "End that process yourself.")


def _comes_true(is_so: Callable[[], bool]) -> bool:
    until_s = time.monotonic() + _STOP_S
    while time.monotonic() < until_s:
        if is_so():
            return True
        time.sleep(0.02)
    return False
