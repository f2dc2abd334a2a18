"""Making a calibration: from recordings without a word, or guided before the camera."""

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from posture.app.borrowed_camera import borrowed_camera
from posture.app.composition import angle_model
from posture.app.guided_sitting import SittingGuide
from posture.app.person_seen import PersonSeen, refuse_unseen, spread
from posture.app.profile_choice import desk_at
from posture.config import Config, load_config
from posture.core.angles.calibration import Calibration, calibrate
from posture.core.angles.refusals import CalibrationRefusedError, SlouchRefusedError
from posture.core.reasons import Grade
from posture.errors import CalibrationError
from posture.monitor.sources import (
    augmented_estimator,
    camera_advice,
    estimator,
    recording,
)
from posture.store.profiles import Profile, save_profile
from posture.vision.clothing import colours_apart

if TYPE_CHECKING:
    from posture.capture.recording import ReelRecording

_CROWDED = "Someone else was about as close. Calibrate alone, or with them farther away."


def from_recordings(
    upright: Sequence[Path], slouch: Sequence[Path], overrides: Sequence[str]
) -> tuple[Calibration, str]:
    """The calibration these recordings make, and where it came from. slouch: may be empty.

    Raises SourceError for what cannot be read, CalibrationError for what makes no calibration.
    """
    config = load_config(overrides)
    parts = [[recording(path, config) for path in paths] for paths in (upright, slouch) if paths]
    with closing(augmented_estimator(config)) as landmarker:
        people = config.vision
        seen = [PersonSeen.of(spread(part), landmarker, people) for part in parts]
    return calibration_of(seen, config, _span_s(parts[0])), ", ".join(map(str, upright))


def guided(source: str | None, overrides: Sequence[str]) -> tuple[Calibration, str]:
    """Guide the person in front of the camera: upright, then, if they like, their slouch.

    Raises CalibrationError at once when nobody is there, it is too dark or the upright makes no
    calibration, and CameraError; a slouch that is refused may be shown again.
    """
    config = load_config(overrides)
    console = Console(stderr=True)
    with (
        borrowed_camera(source, config) as (camera, spec),
        closing(estimator(config)) as landmarker,
        SittingGuide(camera, landmarker, config, console) as guide,
    ):
        if advice := camera_advice(spec):
            guide.say(advice)
        guide.say(
            "Sit the way you would like to: upright, back supported, looking at your screen, "
            "head and shoulders in the picture."
        )
        guide.ready("upright")
        upright = guide.hold("upright", config.guide.upright_s)
        refuse_unseen(upright, config)
        made = calibration_of([upright], config, config.guide.upright_s)
        while _wants_slouch(guide):
            try:
                guide.ready("slouched")
                slouch = guide.hold("slouched", config.guide.slouch_s, upright.poses[-1])
                made = _calibrated([upright, slouch], config, config.guide.upright_s)
            except (SlouchRefusedError, CalibrationError) as refused:
                guide.say(f"{refused.problem} {refused.remedy}")
                continue
            except CalibrationRefusedError as refused:
                raise CalibrationError(refused.problem, refused.remedy) from None
            break
    return made, spec


def saved(name: str, calibration: Calibration, source: str) -> tuple[Profile, Path]:
    """Keep the calibration under a name; the profile and its file."""
    now, desk = datetime.now().astimezone(), desk_at(source)
    profile = Profile.from_calibration(name, calibration, source, now, desk.camera, desk.displays)
    return profile, save_profile(profile)


def calibration_of(
    seen: Sequence[PersonSeen], config: Config, span_s: float | None = None
) -> Calibration:
    """Upright and, if there is a second, slouched; raises CalibrationError with what to mend.

    span_s: how long the upright was watched; None when each picture is of a moment of its own.
    """
    try:
        return _calibrated(seen, config, span_s)
    except CalibrationRefusedError as refused:
        raise CalibrationError(refused.problem, refused.remedy) from None


def _calibrated(seen: Sequence[PersonSeen], config: Config, span_s: float | None) -> Calibration:
    upright, slouch = seen[0], seen[1] if len(seen) > 1 else None
    if slouch is not None:
        _refuse_somebody_else(upright, slouch, config)
    made = calibrate(
        upright.poses,
        slouch.poses if slouch else None,
        angle_model(config),
        config.calibration_limits,
        upright.brightness,
        span_s,
        hfov_deg=upright.hfov_deg or config.camera.hfov_deg or None,
    )
    if not any(each.is_crowded for each in seen):
        return made
    quality = Grade.FAIR if made.quality is Grade.GOOD else made.quality
    return replace(made, quality=quality, advice=(*made.advice, _CROWDED))


def _span_s(recordings: "Sequence[ReelRecording]") -> float | None:
    """How long films among them last; still pictures are of moments of their own."""
    from posture.capture.recording import VideoRecording  # noqa: PLC0415 - heavy

    films = [film.length_s() for film in recordings if isinstance(film, VideoRecording)]
    return sum(films) if films else None


def _refuse_somebody_else(upright: PersonSeen, slouch: PersonSeen, config: Config) -> None:
    if upright.clothes is None or slouch.clothes is None:
        return
    if colours_apart(upright.clothes, slouch.clothes) > config.calibration.max_clothes_change:
        raise SlouchRefusedError(
            "Upright and slouch seem to show two people: the colours of their clothes differ.",
            "Use pictures of yourself in the same clothes and light.",
        )


def _wants_slouch(guide: SittingGuide) -> bool:
    if not sys.stdin.isatty():
        return False
    guide.say(
        "Now, if you like, slouch as you usually do, so that the limits fit you.\n"
        "Press Enter to go on, or s and Enter to skip."
    )
    answer = sys.stdin.readline()
    return bool(answer) and not answer.strip().lower().startswith("s")
