"""Each recording by its own upright: ``--calibrate first:16s``."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from posture.app.analyze.job import Job
from posture.app.analyze.looking import due_frames
from posture.app.calibrate import calibration_of
from posture.app.person_seen import PersonSeen
from posture.core.duration import in_words
from posture.protocols import Frame, PoseEstimator
from posture.store.profiles import Profile

if TYPE_CHECKING:
    from posture.capture.recording import ReelRecording

# When it was made says nothing here, and must not be part of a result.
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def own_profile(
    recording: "ReelRecording", job: Job, seconds: float, estimator: PoseEstimator
) -> Profile:
    """A calibration by the person's first seconds; raises CalibrationError where they make none."""
    frames = _first(recording, job.config.analyze.fps, seconds)
    seen = PersonSeen.of(frames, estimator, job.config.vision)
    made = calibration_of([seen], job.config, seconds)
    name = f"first {in_words(seconds)}"
    return Profile.from_calibration(name, made, recording.name, _MADE)


def _first(recording: "ReelRecording", fps: float, seconds: float) -> Iterator[Frame]:
    with closing(recording.reel()) as reel:
        for _, frame in due_frames(reel, fps):
            if frame.at_s >= seconds:
                return
            yield frame
