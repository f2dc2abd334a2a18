"""The whole of it: find the recordings, skip what is done, hand out the rest, write the tables."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from posture.app.analyze.inputs import RecordingInput
from posture.app.analyze.job import Job, settings_fingerprint
from posture.app.analyze.judging import JudgedRecording
from posture.app.analyze.local import Workers
from posture.app.analyze.looking import Piece
from posture.app.analyze.progress import RecordingsProgress
from posture.app.analyze.remote import content_fingerprint
from posture.app.analyze.results import Analyzed, ResultsFolder
from posture.app.analyze.tasks import AnalysisFailed, AnalysisTask, Cut, TaskResult
from posture.errors import PostureError

# How long to wait for a worker before looking around again.
_WAIT_S = 0.5


@dataclass(frozen=True, slots=True)
class AnalysisOutcome:
    """What a run came to. known: how many were done before. is_broken_off: by Ctrl-C."""

    analyzed: tuple[tuple[RecordingInput, Analyzed], ...]
    failed: tuple[tuple[RecordingInput, str], ...]
    known: int
    is_broken_off: bool = False


@dataclass(slots=True)
class _Cutting:
    """A recording that is looked at in pieces. many: how many there will be."""

    many: int
    pieces: list[Piece] = field(default_factory=list)


class Analysis:
    """One run over some recordings. job: what all of them have in common."""

    def __init__(
        self,
        recordings: Sequence[RecordingInput],
        job: Job,
        folder: ResultsFolder,
        *,
        is_annotated: bool,
    ) -> None:
        self._recordings, self._job, self._folder = recordings, job, folder
        self._is_annotated = is_annotated
        self._settings = settings_fingerprint(job)
        self._fingerprints: dict[int, str] = {}
        self._analyzed: dict[int, Analyzed] = {}
        self._failed: dict[int, str] = {}
        self._known = 0
        self._cut: dict[int, _Cutting] = {}
        self._more: deque[AnalysisTask] = deque()

    def run(self, workers: Callable[[], Workers], progress: RecordingsProgress) -> AnalysisOutcome:
        """Do what is left. workers: makes them, once it is known that there is work.

        Ctrl-C ends the work and keeps what is done; the outcome says so.
        """
        is_broken_off = False
        try:
            self._work(workers, progress)
        except KeyboardInterrupt:
            is_broken_off = True
        order = range(len(self._recordings))
        return AnalysisOutcome(
            tuple((self._recordings[n], self._analyzed[n]) for n in order if n in self._analyzed),
            tuple((self._recordings[n], self._failed[n]) for n in order if n in self._failed),
            self._known,
            is_broken_off,
        )

    def _work(self, make: Callable[[], Workers], progress: RecordingsProgress) -> None:
        left = self._left(progress)
        following = next(left, None)
        if following is None:
            return
        under_way = 0
        with closing(make()) as workers:
            while under_way or self._more or following is not None:
                while workers.room > 0 and (self._more or following is not None):
                    if self._more:
                        task = self._more.popleft()
                    else:
                        assert following is not None  # noqa: S101 - the loop's condition
                        task = self._whole(following, workers.many)
                        following = next(left, None)
                    workers.submit(task)
                    under_way += 1
                for task, result in workers.finished(_WAIT_S):
                    under_way -= 1
                    self._take(task, result, progress)

    def _left(self, progress: RecordingsProgress) -> Iterator[int]:
        """The recordings that have no result yet, found out one by one, as workers take them."""
        for number, recording in enumerate(self._recordings):
            try:
                fingerprint = f"{content_fingerprint(recording.address)[:32]}-{self._settings[:32]}"
            except PostureError as error:
                self._fail(number, str(error), progress)
                continue
            self._fingerprints[number] = fingerprint
            found = self._folder.known(fingerprint, recording)
            copy = self._folder.annotated_file(recording.file_name)
            if found is None or (self._is_annotated and not copy.is_file()):
                yield number
                continue
            self._analyzed[number] = found
            self._known += 1
            progress.skipped()

    def _whole(self, number: int, workers: int) -> AnalysisTask:
        recording = self._recordings[number]
        annotated = None
        if self._is_annotated:
            annotated = str(self._folder.annotated_file(recording.file_name).absolute())
        # While there are recordings enough for all, cutting would only cost.
        waiting = len(self._recordings) - number
        return AnalysisTask(
            number,
            replace(
                self._job,
                address=recording.address,
                may_cut=annotated is None and workers > 1 and waiting < 2 * workers,
                annotated=annotated,
            ),
        )

    def _take(self, task: AnalysisTask, result: TaskResult, progress: RecordingsProgress) -> None:
        number = task.number
        if number in self._failed:
            return  # another piece has failed
        match result:
            case AnalysisFailed():
                self._more = deque(each for each in self._more if each.number != number)
                self._fail(number, result.problem, progress)
            case Cut():
                self._cut[number] = _Cutting(len(result.spans))
                self._more.extend(AnalysisTask(number, task.job, span) for span in result.spans)
            case Piece():
                cutting = self._cut[number]
                cutting.pieces.append(result)
                progress.advanced(1 / (cutting.many + 1))
                if len(cutting.pieces) == cutting.many:
                    del self._cut[number]
                    pieces = tuple(cutting.pieces)
                    self._more.appendleft(AnalysisTask(number, task.job, pieces=pieces))
            case JudgedRecording():
                recording = self._recordings[number]
                kept = self._folder.keep(self._fingerprints[number], recording, result)
                self._analyzed[number] = kept
                progress.advanced(1 / (len(task.pieces) + 1))

    def _fail(self, number: int, problem: str, progress: RecordingsProgress) -> None:
        self._failed[number] = problem
        progress.say(f"{self._recordings[number].name}: {problem}")
        progress.advanced()
