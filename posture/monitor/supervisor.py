"""Keeps the camera's process alive: replaced when it hangs or crashes, given up when it goes on so.

Theory of operation
-------------------
The process is spawned (never forked: the parent has threads) at the first look and asked for one
look at a time. A look that takes longer than ``look_timeout_s`` (``first_look_timeout_s`` for the
first, which loads the model and opens the camera) means it hangs: it is killed. A closed pipe means
it crashed. Either way this look is reported as ``hung`` and the next one starts a new process.
While it rests between looks it is asked every ``ping_interval_s`` whether it lives, so that a hang
is noticed as soon however seldom it looks. More than ``max_restarts`` processes in
``restart_window_s`` end the watch with CameraProcessLostError.
"""

import logging
import math
import signal
from collections import deque
from contextlib import suppress
from dataclasses import replace

from posture.config import Config
from posture.core.duration import in_words
from posture.core.events import Observation
from posture.core.pose.landmarks import Pose
from posture.core.states import Condition
from posture.errors import CameraProcessLostError, PostureError
from posture.monitor.look_stats import JUDGED, LookStats
from posture.monitor.preview import Preview, Shown, SmallPicture
from posture.monitor.sources import bare
from posture.monitor.spawn import FAREWELL_S, Child, Link
from posture.monitor.stream_gate import Gate, Readers
from posture.monitor.worker_protocol import CHECK, LOOK, READY, RELEASE, SHOW, Crash, Task
from posture.protocols import Clock

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # without a log file this is nothing for a terminal

# While a look is under way, how long until the caller's wish to stop is seen; most take less.
_GLANCE_S = 0.25
# What a look that was begun may take beyond the end of the watch.
_LAST_LOOK_S = 5.0


class ChildObserver:
    """An Observer whose camera and model live in a process of their own.

    preview: takes the pictures while somebody watches them.
    """

    def __init__(
        self,
        spec: str,
        config: Config,
        clock: Clock,
        *,
        loop: bool,
        must_be_there: bool,
        readers: Readers | None = None,
        preview: Preview | None = None,
    ) -> None:
        self._spec, self._config, self._clock = spec, config, clock
        self._preview = preview or Preview(clock, clock.monotonic_s)
        self._loop, self._must_be_there = loop, must_be_there
        self._gate = readers.fileno() if isinstance(readers, Gate) else None
        self._child: Child | None = None
        self._has_answered = False
        self._starts_s: deque[float] = deque()
        self._is_interrupted = self._is_ready = False
        self._end_s = math.inf
        self._pose: Pose | None = None
        self.fault: str | None = None  # what is wrong with the camera, and what to do
        self.stats = LookStats(clock.monotonic_s())

    @property
    def pid(self) -> int | None:
        """The process that holds the camera now, if one runs."""
        return self._child.process.pid if self._child else None

    def openings(self, path: str) -> list[str]:
        """The descriptors by which that process has a file open. path: without symbolic links."""
        child = self._child
        return child.openings(path) if child else []

    def observe(self) -> Observation | None:
        """Look once; None at a recording's end or when interrupted.

        Raises the PostureError that ended the process, or CameraProcessLostError.
        """
        connection = self._child.connection if self._child else self._start()
        limits = self._config.camera_process
        limit_s = limits.look_timeout_s if self._has_answered else limits.first_look_timeout_s
        is_shown = self._preview.is_open
        try:
            connection.send(SHOW if is_shown else LOOK)
            answer: object = READY
            while answer == READY:  # a new process says that first
                over_s = self._over_s()
                if not self._answers(connection, limit_s, over_s):
                    is_over = self._is_interrupted or self._clock.monotonic_s() >= over_s
                    return None if is_over else self._lost(f"gave no look in {in_words(limit_s)}")
                answer = connection.recv()
                self._is_ready = True
            picture = None
            if is_shown and isinstance(answer, Observation | None):
                picture = self._picture(connection, limit_s)
        except (EOFError, OSError):
            return self._lost("ended during a look")
        if isinstance(answer, Crash):
            return self._lost(f"failed:\n{answer.traceback}")
        if isinstance(answer, PostureError):
            self.close()
            raise answer
        self._has_answered = True
        self._must_be_there = False  # from now on a missing camera is a fault to wait out
        assert answer is None or isinstance(answer, Observation)  # noqa: S101 - what worker.py sends
        if answer is None:
            return None
        self._take_fault(answer.fault or None)
        self.stats.observed(answer, self._clock.monotonic_s())
        if answer.is_reused:
            answer = replace(answer, pose=self._pose)
        elif answer.condition in JUDGED:
            self._pose = answer.pose
        self._preview.put(Shown(picture, answer.pose) if picture else None)
        return answer

    def rest(self, seconds: float) -> None:
        """Let the time until the next look pass, or until the clock is woken.

        A process that meanwhile hangs or has gone is given up, and the rest ends early.
        """
        seconds = self._preview.rest_s(seconds)
        parts = max(1, math.ceil(seconds / self._config.camera_process.ping_interval_s))
        for part in range(parts):
            if self._clock.sleep(seconds / parts) or part == parts - 1 or not self._lives():
                return

    def release(self) -> None:
        """Let the camera go until the next look."""
        if self._child is not None:
            try:
                self._child.connection.send(RELEASE)
            except OSError:
                self._lost("had ended when it was asked to release the camera")

    def end_at(self, at_s: float) -> None:
        """When the watch will be over, on the clock: a camera that never answers is left then."""
        self._end_s = at_s

    def interrupt(self) -> None:
        """End a look under way; safe from a signal handler."""
        self._is_interrupted = True

    def close(self) -> None:
        self._stop()

    def _picture(self, connection: Link, limit_s: float) -> SmallPicture | None:
        """What comes after a look that somebody watches; raises OSError when it does not come."""
        if not self._answers(connection, limit_s):
            raise TimeoutError
        picture = connection.recv()
        assert picture is None or isinstance(picture, SmallPicture)  # noqa: S101 - what worker.py sends
        return picture

    def _take_fault(self, fault: str | None) -> None:
        if fault is not None and fault != self.fault:
            _log.warning("camera: %s", fault)
        self.fault = fault

    def _start(self) -> Link:
        now_s = self._clock.monotonic_s()
        policy = self._config.camera_process
        while self._starts_s and now_s - self._starts_s[0] > policy.restart_window_s:
            self._starts_s.popleft()
        if len(self._starts_s) > policy.max_restarts:
            raise CameraProcessLostError(
                f"The camera or model failed {len(self._starts_s)} times in "
                f"{in_words(policy.restart_window_s)}; posture stops.",
                "Run `posture doctor`.",
            )
        self._starts_s.append(now_s)
        self._child = Child("posture.monitor.worker", self._gate)
        task = Task(self._spec, bare(self._config), self._loop, self._must_be_there, self._gate)
        with suppress(OSError):  # it has died at once, as the next question will find
            self._child.connection.send(task)
        self._has_answered = self._is_ready = False
        return self._child.connection

    def _over_s(self) -> float:
        """When no look is waited for any more, for the watch is over; a model is always loaded."""
        least_s = self._clock.monotonic_s() + _LAST_LOOK_S
        return max(self._end_s, least_s) if self._is_ready else math.inf

    def _answers(self, connection: Link, limit_s: float, over_s: float = math.inf) -> bool:
        """Whether an answer comes in time; False at once when interrupted, or over.

        Counted in glances: time for which the machine itself was asleep makes nothing late.
        """
        for _ in range(math.ceil(limit_s / _GLANCE_S)):
            if connection.poll(_GLANCE_S):
                return True
            if self._is_interrupted or self._clock.monotonic_s() >= over_s:
                break
        return False

    def _lives(self) -> bool:
        """Whether the process, if there is one, answers; one that does not is ended."""
        if self._child is None:
            return True
        connection, how = self._child.connection, "hung between looks"
        try:
            connection.send(CHECK)
            if self._answers(connection, self._config.camera_process.look_timeout_s):
                connection.recv()
                return True
        except (EOFError, OSError):
            how = "ended between looks"
        if not self._is_interrupted:
            self._lost(how)
        return False

    def _lost(self, how: str) -> Observation:
        """Write down what became of the process, and give it up."""
        pid, code = self.pid, self._stop(farewell_s=0.0)
        _log.warning("the camera's process %s %s (%s)", pid, how, _ending(code))
        return Observation(self._clock.monotonic_s(), Condition.HUNG)

    def _stop(self, farewell_s: float = FAREWELL_S) -> int | None:
        """Closing the pipe asks it to leave; its exit code."""
        child, self._child = self._child, None
        if child is None:
            return None
        code = child.end(farewell_s)
        self.stats.process_ended()
        return code


def _ending(code: int | None) -> str:
    """An exit code in words: 3, or the name of the signal that ended it."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"by {signal.Signals(-code).name}"
    return f"exit code {code}"
