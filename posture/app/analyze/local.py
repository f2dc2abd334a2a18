"""Workers on this machine: a process each, started when there is work and replaced when lost."""

from multiprocessing.connection import wait
from typing import Protocol

from posture.app.analyze.tasks import AnalysisFailed, AnalysisTask, TaskResult
from posture.errors import PostureError
from posture.monitor.spawn import Child, Link

_MODULE = "posture.app.analyze.worker"
# A recording that takes its process along is tried once more: it may have been the system's doing.
_TRIES = 2

Done = tuple[AnalysisTask, TaskResult]


class Workers(Protocol):
    """Whoever does tasks. room: how many they can take now. many: how many they are."""

    @property
    def room(self) -> int: ...
    @property
    def many(self) -> int: ...
    def submit(self, task: AnalysisTask) -> None: ...
    def finished(self, timeout_s: float) -> list[Done]: ...
    def close(self) -> None: ...


class LocalWorkers:
    """So many processes at most. Closing them ends whatever they do."""

    def __init__(self, jobs: int) -> None:
        self.many = jobs
        self._idle: list[Child] = []
        self._busy: dict[Link, tuple[Child, AnalysisTask]] = {}
        self._lost: dict[int, int] = {}

    @property
    def room(self) -> int:
        return self.many - len(self._busy)

    def submit(self, task: AnalysisTask) -> None:
        child = self._idle.pop() if self._idle else Child(_MODULE)
        self._busy[child.connection] = (child, task)
        try:
            child.connection.send(task)
        except OSError:  # it has gone already: found where its answer is waited for
            return

    def finished(self, timeout_s: float) -> list[Done]:
        """What was done by now; raises what no worker can do anything about."""
        found: list[Done] = []
        for connection in wait(list(self._busy), timeout_s):
            child, task = self._busy.pop(connection)  # type: ignore[call-overload]
            try:
                answer = child.connection.recv()
            except (EOFError, OSError):
                child.end()
                found += self._lost_with(task, child.process.returncode)
                continue
            if isinstance(answer, PostureError):
                child.end()
                raise answer
            self._idle.append(child)
            found.append((task, answer))
        return found

    def close(self) -> None:
        for child, _ in self._busy.values():
            child.process.kill()
        for child in (*self._idle, *(child for child, _ in self._busy.values())):
            child.end()
        self._idle, self._busy = [], {}

    def _lost_with(self, task: AnalysisTask, code: int | None) -> list[Done]:
        tries = self._lost[task.number] = self._lost.get(task.number, 0) + 1
        if tries < _TRIES:
            self.submit(task)
            return []
        problem = (
            f"The process that read it ended unexpectedly, {tries} times (code {code}). "
            "Convert it with another program, or use fewer --jobs if memory is short."
        )
        return [(task, AnalysisFailed(problem))]
