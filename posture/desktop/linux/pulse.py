"""A call: some program takes sound from a microphone, by PulseAudio or PipeWire.

One ``pactl subscribe`` runs as long as we do; only when it reports a recording stream is the list
of streams asked for. A stream is no call when it is paused ("corked"), listens to what is played
(a monitor), belongs to the sound server itself, or to a program that is known to listen always.
"""

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from select import select
from typing import Any

from posture.desktop.adapter import AdapterState, DesktopState

_DEADLINE_S = 3.0
_RETRY_FIRST_S, _RETRY_LONGEST_S = 1.0, 60.0
# The first list may be older than the subscription; a stream's start is several events at once.
_SECOND_LOOK_S, _BURST_S = 1.0, 0.3
_WHO = ("application.name", "application.id", "application.process.binary", "node.name")

Stream = Mapping[str, Any]


class Pulse(AdapterState):
    """The adapter. ignored: programs, by any name pactl gives them, that always listen."""

    def __init__(self, changed: Callable[[], None], ignored: Sequence[str]) -> None:
        super().__init__("calls", changed)
        self._ignored = frozenset(name.lower() for name in ignored)
        self._closing = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="calls", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._child is not None:
            self._child.terminate()
        self._thread.join(1.0)

    def _run(self) -> None:
        wait_s = _RETRY_FIRST_S
        while not self._closing.is_set():
            started_s = time.monotonic()
            try:
                self._follow()
                self.fail("the sound server has stopped")
            except (OSError, subprocess.SubprocessError, ValueError) as error:
                self.fail(str(error))
            if time.monotonic() - started_s > _RETRY_LONGEST_S:
                wait_s = _RETRY_FIRST_S
            self._closing.wait(wait_s)
            wait_s = min(2 * wait_s, _RETRY_LONGEST_S)

    def _follow(self) -> None:
        """Until the sound server goes; raises what _asked raises."""
        _find_server()
        words = [*_dying_with_us(), "pactl", "subscribe"]
        self._child = child = subprocess.Popen(  # noqa: S603 - fixed words
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_plain(),
        )
        try:
            assert child.stdout is not None  # noqa: S101 - a pipe was asked for
            self._ask()
            wait_s: float | None = _SECOND_LOOK_S
            while not self._closing.is_set():
                if not select([child.stdout], [], [], wait_s)[0]:
                    self._ask()
                    wait_s = None
                    continue
                printed = os.read(child.stdout.fileno(), 65536)
                if not printed:
                    return
                if b"source-output" in printed:
                    self._ask()
                    self._closing.wait(_BURST_S)
        finally:
            child.kill()
            child.wait()
            child.stdout and child.stdout.close()

    def _ask(self) -> None:
        streams = _asked("source-outputs")
        sources = _asked("sources") if streams else []
        monitors = {s["index"] for s in sources if str(s.get("name", "")).endswith(".monitor")}
        is_call = any(takes_microphone(stream, monitors, self._ignored) for stream in streams)
        self.say(
            {DesktopState.CALL: DesktopState.CALL} if is_call else {}, "PulseAudio or PipeWire"
        )


def takes_microphone(stream: Stream, monitors: AbstractSet[int], ignored: AbstractSet[str]) -> bool:
    """Whether a recording stream, as pactl lists it, is somebody speaking.

    monitors: indices of sources that give what is played. ignored: program names in lower case.
    """
    properties = stream.get("properties", {})
    names = {str(properties[key]).lower() for key in _WHO if key in properties}
    is_a_programs = "application.process.id" in properties
    is_on = not stream.get("corked") and stream.get("source") not in monitors
    return is_on and is_a_programs and not names & ignored


def _asked(what: str) -> list[Stream]:
    """A list of pactl's; raises OSError, SubprocessError, or ValueError for what is no list."""
    printed = subprocess.run(  # noqa: S603 - fixed words
        ["pactl", "-f", "json", "list", what],  # noqa: S607 - wherever the system has it
        capture_output=True,
        timeout=_DEADLINE_S,
        check=True,
        env=_plain(),
    ).stdout
    streams = json.loads(printed or b"[]")
    if not isinstance(streams, list):
        raise ValueError(f"pactl lists no {what}")  # noqa: TRY004 - its output, not our types
    return streams


def _plain() -> dict[str, str]:
    """An environment in which pactl does not translate its output."""
    return {**os.environ, "LC_ALL": "C"}


def _find_server() -> None:
    """Raise FileNotFoundError where no server of this machine runs: pactl alone might start one."""
    named = os.environ.get("PULSE_SERVER", "")
    if named and "unix:" not in named and not named.startswith("/"):
        raise FileNotFoundError("the sound server is on another machine")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") + "/pulse"
    runtime = os.environ.get("PULSE_RUNTIME_PATH", runtime)
    if not named and not (Path(runtime) / "native").exists():
        raise FileNotFoundError("no PulseAudio or PipeWire server runs")


def _dying_with_us() -> list[str]:
    """A prefix by which the kernel ends the child when we are killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []
