"""Workers of a Dask scheduler, or of one made here for as long as needed.

A worker takes part once it has shown that it has the model, and the versions that we have: the
same job must give the same bits. One that joins later is asked then; one that leaves has its tasks
done by others, which is Dask's own doing.
"""

import logging
import time
import warnings
from typing import Any

from posture.app.analyze.job import program_fingerprint
from posture.app.analyze.local import Done
from posture.app.analyze.progress import RecordingsProgress
from posture.app.analyze.tasks import (
    AnalysisFailed,
    AnalysisTask,
    TaskResult,
    done,
    worker_fingerprint,
)
from posture.core.duration import in_words
from posture.errors import InputError, PostureError
from posture.system.core_dumps import forbid_core_files

_CONNECT_S = 20.0
# How often it is looked at who has come and gone.
_CHECK_S = 1.0
# Tasks a thread: one to do, one that waits for it.
_AHEAD = 2


class ClusterWorkers:
    """scheduler: its address, or "local" for one with so many workers here.

    model: which pose model they need. Raises InputError when it cannot be reached.
    """

    def __init__(self, scheduler: str, jobs: int, model: str, progress: RecordingsProgress) -> None:
        distributed = _distributed()
        self._distributed, self._model, self._progress = distributed, model, progress
        self._cluster = _made_here(distributed, jobs) if scheduler == "local" else None
        self._client = _client(distributed, self._cluster or scheduler)
        self._name = scheduler
        self._threads: dict[str, int] = {}  # of the workers that take part
        self._refused: dict[str, str] = {}
        self._running: dict[Any, tuple[AnalysisTask, frozenset[str]]] = {}
        self._checked_s = self._waiting_since_s = time.monotonic()
        self._has_reported_waiting = False
        try:
            self._check_workers()
        except InputError:
            self.close()
            raise

    @property
    def many(self) -> int:
        return sum(self._threads.values())

    @property
    def room(self) -> int:
        return max(0, _AHEAD * self.many - len(self._running))

    def submit(self, task: AnalysisTask) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pieces are large, and sent but once
            future = self._client.submit(
                done_quietly, task, pure=False, workers=list(self._threads), priority=-task.number
            )
        self._running[future] = task, frozenset(self._threads)

    def finished(self, timeout_s: float) -> list[Done]:
        """What was done by now; raises InputError when nobody can do the rest."""
        if time.monotonic() - self._checked_s >= _CHECK_S:
            self._check_workers()
        if not self._running:
            time.sleep(timeout_s)
            return []
        try:
            with self._client.as_current():
                ready = self._distributed.wait(
                    list(self._running), timeout_s, return_when="FIRST_COMPLETED"
                ).done
        except TimeoutError:
            return []
        return [(self._running.pop(future)[0], self._result(future)) for future in ready]

    def close(self) -> None:
        for future in self._running:
            future.cancel(force=True)
        self._client.close(timeout=2)
        if self._cluster is not None:
            self._cluster.close(timeout=5)

    def _result(self, future: Any) -> TaskResult:  # noqa: ANN401 - Dask carries no types
        if future.status == "finished":
            result: TaskResult = future.result()
            return result
        error = future.exception() if future.status == "error" else None
        if isinstance(error, PostureError):
            raise error
        if isinstance(error, self._distributed.KilledWorker):
            return AnalysisFailed(
                "Every worker that read it ended unexpectedly. Convert it with another program, or "
                "give the workers more memory."
            )
        if error is None:
            raise InputError(
                f"The scheduler {self._name} is gone.", "Start it again, then repeat the command."
            )
        why = (str(error).splitlines() or [""])[0]
        return AnalysisFailed(f"The worker failed: {type(error).__name__}: {why}")

    def _check_workers(self) -> None:
        """Who is there, and may take part; what only those who have left might do is given anew."""
        self._checked_s = time.monotonic()
        there = self._client.scheduler_info(n_workers=-1)["workers"]
        self._threads = {who: many for who, many in self._threads.items() if who in there}
        for address, about in there.items():
            if address in self._threads or address in self._refused:
                continue
            why = self._unfit(address)
            if why is None:
                self._threads[address] = int(about["nthreads"])
            elif why:
                self._refused[address] = why
                self._progress.say(f"The worker {address} is refused: {why}")
        self._say_who_works(len(there))
        for future, (task, allowed) in list(self._running.items()):
            if self._threads and not allowed & self._threads.keys() and not future.done():
                del self._running[future]
                future.cancel(force=True)
                self.submit(task)

    def _say_who_works(self, there: int) -> None:
        if self._threads:
            self._progress.describe(f"Analysing ({len(self._threads)} workers)")
            self._waiting_since_s = self._checked_s
            return
        if there and not set(self._client.scheduler_info(n_workers=-1)["workers"]) - set(
            self._refused
        ):
            why = next(iter(self._refused.values()))
            raise InputError(
                f"No worker of {self._name} can take part: {why}",
                "Install this version of posture on the workers, then repeat the command.",
            )
        self._progress.describe("Waiting for workers")
        if not self._has_reported_waiting and self._checked_s - self._waiting_since_s >= _CONNECT_S:
            self._has_reported_waiting = True
            self._progress.say(f"No workers for {in_words(_CONNECT_S)}; waiting for some.")

    def _unfit(self, address: str) -> str | None:
        """Why a worker cannot take part; None if it can, "" if it has gone meanwhile."""
        try:
            answer = self._client.run(worker_fingerprint, self._model, workers=[address])[address]
        except (OSError, KeyError):
            return ""
        except ImportError as error:
            return f"posture cannot be imported there ({error})."
        except Exception as error:  # noqa: BLE001 - whatever it is, it is that worker's
            return f"it fails to answer ({type(error).__name__}: {error})."
        if answer["model"] != "ok":
            return str(answer["model"])
        for name, ours in program_fingerprint().items():
            if answer.get(name) != ours:
                return f"it has {name} {answer.get(name)}, here it is {ours}."
        return None


def done_quietly(task: AnalysisTask) -> TaskResult:
    """On a worker: do it; the worker leaves no core file, which would hold pictures."""
    forbid_core_files()
    return done(task)


def _distributed() -> Any:  # noqa: ANN401 - Dask carries no types
    try:
        import distributed  # noqa: PLC0415 - heavy, and an extra
    except ImportError:
        raise InputError(
            "--scheduler needs Dask.", "Install posture-monitor with the extra `cluster`."
        ) from None
    for name in ("distributed", "asyncio", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return distributed


def _made_here(distributed: Any, jobs: int) -> Any:  # noqa: ANN401 - Dask carries no types
    return distributed.LocalCluster(
        n_workers=jobs,
        threads_per_worker=1,
        host="127.0.0.1",
        # No page to look at; its server takes a free port, since another cluster may run here.
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        silence_logs=logging.CRITICAL,
        memory_limit=None,
    )


def _client(distributed: Any, scheduler: Any) -> Any:  # noqa: ANN401 - Dask carries no types
    try:
        return distributed.Client(scheduler, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError):
        raise InputError(
            f"{scheduler}: no Dask scheduler answers there.",
            "Check the address, or use --scheduler local.",
        ) from None
    except ValueError as error:
        raise InputError(
            f"--scheduler {scheduler}: not an address ({error}).",
            "Use one such as tcp://host:8786, or local.",
        ) from None
