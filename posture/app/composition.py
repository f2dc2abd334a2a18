"""Where the rooms are put together: configuration and profile in, a ready judge or watch out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import asdict

from posture.app.annotating import annotating
from posture.config import Config, load_config, read_toml
from posture.core.angles.angles import Angles, measure_angles
from posture.core.angles.baseline import Baseline, PersonalThresholds, with_head_height
from posture.core.angles.calibration import CalibrationLimits
from posture.core.angles.fitted import AngleModel
from posture.core.angles.head_height import HeightPolicy
from posture.core.angles.quality import AngleLimits
from posture.core.angles.smoothing import AngleSmoother
from posture.core.day.summary import SummaryLimits
from posture.core.events import Assessment, Cause, Verdict
from posture.core.judge import Judge, Policy
from posture.core.nudges.breaks import BreakPlan, plan_named
from posture.core.nudges.feedback import FeedbackPolicy
from posture.core.nudges.suppression import NudgePolicy
from posture.core.nudges.tips import Advice, load_advice
from posture.core.pose.view import ViewLimits
from posture.core.verdict.assessor import Learning, PoseAssessor
from posture.core.verdict.episodes import EpisodePolicy
from posture.core.verdict.provisional import ProvisionalPolicy
from posture.core.verdict.rules import RulesPolicy, assess
from posture.core.verdict.schedule import SchedulePolicy
from posture.core.verdict.setup_change import SetupPolicy
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
Made = TypeVar("Made")


def angle_model(config: Config) -> AngleModel:
    """The fitted numbers the program ships with, under the limits of the configuration."""
    return _angle_model(*angle_limits(config))


def angle_limits(config: Config) -> tuple[AngleLimits, ViewLimits]:
    """The limits of [angles] and [view]."""
    return _from(AngleLimits, config.angles), _from(ViewLimits, config.view)


@cache
def _angle_model(limits: AngleLimits, view_limits: ViewLimits) -> AngleModel:
    text = resource("models/angles.json").read_text(encoding="utf-8")
    return AngleModel.from_json(text, limits, view_limits)


@cache
def advice() -> Advice:
    """Every tip of config/advice.toml."""
    return load_advice(read_toml(resource("config/advice.toml")))


def rules_policy(config: Config) -> RulesPolicy:
    """The limits of [rules], sensitivities by cause."""
    rules = config.rules
    sensitivity = {
        cause: 1.0 if cause is Cause.SITTING_LONG else getattr(rules, _sensitivity_of(cause))
        for cause in Cause
    }
    return _from(RulesPolicy, rules, sensitivity=sensitivity)


def _sensitivity_of(cause: Cause) -> str:
    """The setting's name: that of the cause, where it is not longer than need be."""
    name = "too close" if cause is Cause.TOO_CLOSE else cause.value
    return f"sensitivity_{name.replace(' ', '_')}"


def policy(config: Config) -> Policy:
    """Every limit the judge works by, out of the configuration."""
    return Policy(
        episodes=_from(EpisodePolicy, config.rules, gap_intervals=config.monitor.gap_intervals),
        nudges=nudge_policy(config),
        breaks=break_plan(config),
        schedule=_from(SchedulePolicy, config.monitor),
        advice=advice(),
        askew_s=config.monitor.askew_s,
        remind_s=config.monitor.remind_s,
    )


def feedback_policy(config: Config) -> FeedbackPolicy:
    return _from(FeedbackPolicy, config.feedback)


def nudge_policy(config: Config) -> NudgePolicy:
    return _from(NudgePolicy, config.nudges)


def break_plan(config: Config) -> BreakPlan:
    breaks = config.breaks
    return plan_named(
        breaks.plan,
        sit_s=breaks.hourly_sit_s,
        rest_s=breaks.hourly_rest_s,
        min_rest_s=breaks.min_rest_s,
        repeat_s=breaks.repeat_s,
        gap_intervals=config.monitor.gap_intervals,
    )


def calibration_limits(config: Config) -> CalibrationLimits:
    return _from(CalibrationLimits, config.calibration, heights=height_policy(config))


def height_policy(config: Config) -> HeightPolicy:
    return _from(HeightPolicy, config.head_height)


def summary_limits(config: Config) -> SummaryLimits:
    return _from(
        SummaryLimits,
        config.report,
        gap_intervals=config.monitor.gap_intervals,
        merge_s=config.rules.merge_s,
    )


def make_judge(config: Config, profile: Profile | None) -> Judge:
    """A judge with nothing seen yet. profile: whose upright to judge by, None for anybody's."""
    return Judge(make_assessor(config, profile), policy(config))


def make_assessor(config: Config, profile: Profile | None) -> PoseAssessor:
    """The judge's eyes: what the angles of one look are worth."""
    if profile is None:
        learning = Learning(
            _from(ProvisionalPolicy, config.provisional), calibration_limits(config)
        )
        return assessor_by(config, angle_model(config), learning=learning)
    baseline = with_head_height(profile.baseline, height_policy(config))
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
        rules_policy(config),
        _from(SetupPolicy, config.setup_change),
        AngleSmoother(**asdict(config.smoothing)),
        baseline,
        thresholds,
        learning,
    )


@contextmanager
def still_judge(profile_name: str | None, overrides: Sequence[str]) -> Iterator[StillJudge]:
    """A function that judges one picture on its own, with no memory of the one before.

    Without a profile name the picture is judged by the population's limits: a still may be anybody.
    """
    config = load_config(overrides)
    profile = load_profile(profile_name) if profile_name is not None else None
    rules = rules_policy(config)
    baseline = with_head_height(profile.baseline, height_policy(config)) if profile else None
    personal = profile.thresholds if profile else None
    model = angle_model(config)
    turned = orientation(config)
    with closing(augmented_estimator(config)) as landmarker:

        def judge(frame: Frame) -> tuple[Angles | None, Assessment]:
            poses = landmarker.estimate(turned.upright_frame(frame))
            if not poses:
                return None, Assessment(Verdict.UNKNOWN, None)
            angles = measure_angles(poses[0], model, baseline)
            return angles, assess(angles, rules, personal)

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
            gap_intervals=config.monitor.gap_intervals,
            merge_s=config.rules.merge_s,
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


def _from(made: type[Made], section: object, **more: object) -> Made:
    """A core dataclass out of the fields of the same name in a section of the configuration."""
    names = {field.name for field in fields(made)}  # type: ignore[arg-type]
    taken = {name: getattr(section, name) for name in names if hasattr(section, name)}
    return made(**taken, **more)
