"""Where the rooms are put together: configuration and profile in, a ready judge or watch out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from posture.app.annotating import annotating
from posture.config import Config, load_config, read_toml
from posture.core.angles.angles import Angles, measure_angles
from posture.core.angles.baseline import Baseline, PersonalThresholds, with_head_height
from posture.core.angles.fitted import AngleModel
from posture.core.angles.smoothing import AngleSmoother
from posture.core.events import Assessment, Verdict
from posture.core.judge import Judge, Policy
from posture.core.nudges.breaks import plan_of
from posture.core.nudges.tips import Advice, load_advice
from posture.core.policies.angles import AngleLimits
from posture.core.policies.pose import ViewLimits
from posture.core.verdict.assessor import PoseAssessor
from posture.core.verdict.provisional import Learning
from posture.core.verdict.refinement import Refining
from posture.core.verdict.rules import assess
from posture.monitor.loop import Listener, Monitor, Tally
from posture.monitor.sources import (
    augmented_estimator,
    orientation,
    watch_source,
    watched_recording,
)
from posture.protocols import Frame
from posture.store.profiles import Profile, load_profile
from posture.system.clock import VirtualClock
from posture.system.paths import resource

StillJudge = Callable[[Frame], tuple[Angles | None, Assessment]]


def angle_model(config: Config) -> AngleModel:
    """The fitted numbers the program ships with, under the limits of the configuration."""
    return _angle_model(config.angles, config.view, auto_framing=config.camera.auto_framing)


@cache
def _angle_model(limits: AngleLimits, view_limits: ViewLimits, *, auto_framing: bool) -> AngleModel:
    text = resource("models/angles.json").read_text(encoding="utf-8")
    fitted = AngleModel.from_json(text, limits, view_limits)
    return replace(fitted, auto_framing=auto_framing)


@cache
def advice() -> Advice:
    """Every tip of config/advice.toml."""
    return load_advice(read_toml(resource("config/advice.toml")))


def policy(config: Config) -> Policy:
    """Every limit the judge works by, out of the configuration."""
    return Policy(
        episodes=config.rules,
        nudges=config.nudges,
        breaks=plan_of(config.breaks, config.monitor.gap_intervals),
        monitor=config.monitor,
        advice=advice(),
    )


def make_judge(config: Config, profile: Profile | None) -> Judge:
    """A judge with nothing seen yet. profile: whose upright to judge by, None for anybody's."""
    return Judge(make_assessor(config, profile), policy(config))


def make_assessor(config: Config, profile: Profile | None) -> PoseAssessor:
    """The judge's eyes: what the angles of one look are worth."""
    if profile is None:
        learning = Learning(config.provisional, config.calibration_limits)
        return assessor_by(config, angle_model(config), learning=learning)
    baseline = with_head_height(profile.baseline, config.head_height)
    return assessor_by(config, angle_model(config), baseline, profile.thresholds)


def assessor_by(
    config: Config,
    model: AngleModel,
    baseline: Baseline | None = None,
    thresholds: PersonalThresholds | None = None,
    learning: Learning | None = None,
) -> PoseAssessor:
    """The same by any fitted numbers and any calibration, as the evaluation needs it."""
    return PoseAssessor(
        model,
        config.rules,
        config.setup_change,
        config.auto_framing,
        AngleSmoother(config.smoothing),
        baseline,
        thresholds,
        learning,
        Refining(config.head_height, config.refinement),
    )


@contextmanager
def still_judge(profile_name: str | None, overrides: Sequence[str]) -> Iterator[StillJudge]:
    """A function that judges one picture on its own, with no memory of the one before.

    Without a profile name the picture is judged by the population's limits: a still may be anybody.
    """
    config = load_config(overrides)
    profile = load_profile(profile_name) if profile_name is not None else None
    baseline = with_head_height(profile.baseline, config.head_height) if profile else None
    personal = profile.thresholds if profile else None
    model = angle_model(config)
    turned = orientation(config)
    with closing(augmented_estimator(config)) as landmarker:

        def judge(frame: Frame) -> tuple[Angles | None, Assessment]:
            poses = landmarker.estimate(turned.upright_frame(frame))
            if not poses:
                return None, Assessment(Verdict.UNKNOWN, None)
            angles = measure_angles(poses[0], model, baseline)
            return angles, assess(angles, config.rules, personal)

        yield judge


def replayed(
    path: Path,
    fps: float | None,
    profile_name: str | None,
    overrides: Sequence[str],
    listeners: Sequence[Listener],
    annotated: Path | None = None,
) -> dict[str, Any]:
    """Run the monitor over a recording with a virtual clock; the summary as JSON-able values.

    annotated: where a copy is written that shows every look, held until the next one.
    """
    from posture.capture import Paced  # noqa: PLC0415 - heavy

    config = load_config(overrides)
    profile = load_profile(profile_name) if profile_name is not None else None
    played = watched_recording(path, config, fps)
    clock = VirtualClock(datetime.now(UTC))
    source = Paced(played, clock, loop=False)
    with (
        closing(watch_source(config, source, clock)) as observer,
        annotating(annotated, config.analyze.fps, source, observer) as (seen, drawing),
    ):
        tally = Monitor(
            seen,
            make_judge(config, profile),
            clock,
            [*listeners, *drawing],
        ).run()
    return {"path": str(path), "profile": profile.name if profile else None, **tally_json(tally)}


def tally_json(tally: Tally) -> dict[str, Any]:
    share, by_state = tally.credited.poor_share, tally.credited.by_state
    return {
        "looks": tally.looks,
        "duration_s": round(tally.duration_s, 1),
        "state_s": {str(state): round(seconds, 1) for state, seconds in by_state.items()},
        "poor_share": None if share is None else round(share, 3),
        "episodes": tally.episodes,
        "episodes_by_cause": {str(c): n for c, n in tally.cause_episodes.items()},
        "nudges": tally.nudges,
        "break_reminders": tally.break_reminders,
        "held_back": tally.held_back,
        "break_reminders_held_back": tally.breaks_held_back,
    }
