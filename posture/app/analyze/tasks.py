"""What a worker does, on this machine or another: one task after the other, each by itself."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.app.analyze.calibrating import own_profile
from posture.app.analyze.job import Job, program_fingerprint
from posture.app.analyze.judging import Draw, JudgedRecording, judged
from posture.app.analyze.looking import Piece, PieceSpan, RecordingLooks, joined, spans
from posture.app.analyze.remote import on_this_machine
from posture.errors import ModelError, PostureError
from posture.monitor.sources import estimator, watched_recording
from posture.protocols import PoseEstimator

if TYPE_CHECKING:
    from posture.capture.recording import ReelRecording

_own = threading.local()


@dataclass(frozen=True, slots=True, eq=False)
class AnalysisTask:
    """One thing to do for a recording: analyse it; look at a piece of it; judge its pieces.

    number: the recording's.
    """

    number: int
    job: Job
    span: PieceSpan | None = None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """It is long: to be looked at in pieces."""

    spans: tuple[PieceSpan, ...]


@dataclass(frozen=True, slots=True)
class AnalysisFailed:
    """Why a recording has no result, in one line with what to do."""

    problem: str


TaskResult = JudgedRecording | Piece | Cut | AnalysisFailed


def done(task: AnalysisTask) -> TaskResult:
    """Do it. What goes wrong with the recording is an answer; a worker without a model raises."""
    try:
        return _done(task)
    except ModelError:
        raise
    except PostureError as error:
        return AnalysisFailed(str(error))
    except MemoryError:
        return AnalysisFailed("It takes more memory than there is. Use fewer --jobs.")
    except Exception as error:  # noqa: BLE001 - one recording must not end the work on the others
        why = (str(error).splitlines() or [""])[0]
        return AnalysisFailed(f"An internal error: {type(error).__name__}: {why}")


def _done(task: AnalysisTask) -> TaskResult:
    job = task.job
    model = _estimator(job)
    with _opened(job) as recording:
        if task.span is not None:
            return RecordingLooks(recording, job, model, task.span).piece()
        if job.may_cut and not task.pieces:
            with closing(recording.reel()) as reel:
                cut = spans(job, reel.claimed_s) if reel.is_timed else []
            if len(cut) > 1:
                return Cut(tuple(cut))
        profile = job.profile
        if job.calibrate_s is not None:
            profile = own_profile(recording, job, job.calibrate_s, model)
        looks = joined(task.pieces) if task.pieces else None
        if looks is not None:
            return judged(job, ((look, None) for look in looks), profile)
        with _drawing(job) as draw, closing(iter(RecordingLooks(recording, job, model))) as seen:
            return judged(job, seen, profile, draw)


@contextmanager
def _opened(job: Job) -> "Iterator[ReelRecording]":
    with on_this_machine(job.address) as path:
        yield watched_recording(path, job.config)


@contextmanager
def _drawing(job: Job) -> Iterator[Draw | None]:
    if job.annotated is None:
        yield None
        return
    from posture.drawing.video import AnnotatedVideo  # noqa: PLC0415 - only then

    with AnnotatedVideo(job.annotated, job.config.analyze.fps) as video:
        yield video.add


def _estimator(job: Job) -> PoseEstimator:
    """One a thread, for good: each creation of one leaks some memory."""
    vision = job.config.vision
    key = vision.model, vision.min_shoulder_contrast
    if getattr(_own, "key", None) != key:
        _own.estimator, _own.key = estimator(job.config), key
    made: PoseEstimator = _own.estimator
    return made


def worker_fingerprint(model: str) -> dict[str, str]:
    """Which program, libraries and model a worker would use; "model" says what is wrong with it."""
    from posture.vision.models import verified_model  # noqa: PLC0415 - heavy

    try:
        verified_model(model)
    except ModelError as error:
        return {**program_fingerprint(), "model": error.problem}
    return {**program_fingerprint(), "model": "ok"}
