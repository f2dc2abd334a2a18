"""The whole judgement, one look at a time: pose -> angles -> verdict -> episodes -> nudges.

The judge remembers, but touches nothing: the same observations at the same moments give the same
events, whether they come from a webcam, a recording or a test.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from posture.core import episodes as episodes_
from posture.core import nudging as nudging_
from posture.core.advice import Advice
from posture.core.anglemodel import AngleModel
from posture.core.angles import Angles, View, measure_angles
from posture.core.breaks import BreakPlan, Sitting, sit
from posture.core.calibration import Baseline, PersonalThresholds
from posture.core.episodes import EpisodePolicy, Episodes
from posture.core.events import (
    Assessment,
    Condition,
    EpisodeEnded,
    EpisodeStarted,
    Event,
    Notice,
    Nudge,
    Observation,
    Posture,
    Sample,
    StateChanged,
    WatchState,
)
from posture.core.happenings import Happening, Moment, Tick
from posture.core.nudging import NudgePolicy, NudgingState
from posture.core.rules import RulesPolicy, assess, is_reliable, is_turned
from posture.core.schedule import SchedulePolicy, next_interval_s
from posture.core.setup import Setup, SetupPolicy
from posture.core.setup import advance as advance_setup
from posture.core.smoothing import AngleSmoother
from posture.core.view import estimate_view

_UNKNOWN = Assessment(Posture.UNKNOWN, None)

_STATE_OF = {
    Condition.AWAY: WatchState.AWAY,
    Condition.COVERED: WatchState.COVERED,
    Condition.STALE: WatchState.STALE,
    Condition.DAMAGED: WatchState.UNRELIABLE,
    Condition.NO_CAMERA: WatchState.NO_CAMERA,
    Condition.UNPLUGGED: WatchState.NO_CAMERA,
    Condition.HUNG: WatchState.NO_CAMERA,
    Condition.DENIED: WatchState.DENIED,
    Condition.BUSY: WatchState.BUSY,
    Condition.PAUSED: WatchState.PAUSED,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Every limit the judge works by."""

    rules: RulesPolicy
    episodes: EpisodePolicy
    nudges: NudgePolicy
    breaks: BreakPlan
    schedule: SchedulePolicy
    setup: SetupPolicy
    advice: Advice


class Judge:
    """Feed it observations in order of time; it answers with events, a Sample first."""

    def __init__(
        self,
        model: AngleModel,
        policy: Policy,
        smoother: AngleSmoother,
        baseline: Baseline | None = None,
        personal: PersonalThresholds | None = None,
        nudging: NudgingState | None = None,
    ) -> None:
        self._model = model
        self._policy = policy
        self._smoother = smoother
        self._baseline = baseline
        self._personal = personal
        self._nudging = nudging or NudgingState()
        self._episodes = Episodes()
        self._setup = Setup()
        self._sitting = Sitting()
        self._view: View | None = None
        self._state: WatchState | None = None
        self._verdict = _UNKNOWN
        self._nudged_at_s: float | None = None

    def look(self, observation: Observation, moment: Moment) -> tuple[Event, ...]:
        """Judge one observation. moment: the same instant, as the nudge policy needs to know it."""
        return tuple(self._look(observation, moment))

    def hear(self, happening: Happening, moment: Moment) -> tuple[Event, ...]:
        """The user's or the desktop's word: an answer to a nudge, a snooze, its end."""
        return tuple(self._told((happening,), moment))

    def finish(self, at_s: float, moment: Moment) -> tuple[Event, ...]:
        """The watch ends: close what is open."""
        self._episodes, happened = episodes_.finish(self._episodes, at_s)
        return tuple(self._told(happened, moment))

    def _look(self, observation: Observation, moment: Moment) -> Iterator[Event]:
        angles, verdict, state = self._judge(observation)
        has_just_changed = self._check_setup(observation.at_s, angles)
        if self._setup.is_changed and angles is not None:
            verdict, state = replace(_UNKNOWN, severity=verdict.severity), WatchState.SETUP_CHANGED
        sample = Sample(
            observation.at_s,
            state,
            next_interval_s(
                state,
                observation.condition,
                verdict.severity,
                is_deciding=self._episodes.is_deciding,
                factor=moment.interval_factor,
                policy=self._policy.schedule,
            ),
            verdict,
            angles,
        )
        yield sample
        if state is not self._state:
            yield StateChanged(observation.at_s, state, self._state)
        if has_just_changed:
            yield Notice(
                observation.at_s,
                "recalibrate",
                "Your set-up looks different (camera, chair or person). Nothing is judged until "
                "you calibrate again: posture calibrate",
            )
        self._verdict, self._state = verdict, state
        self._episodes, happened = episodes_.advance(self._episodes, sample, self._policy.episodes)
        self._sitting, pauses = sit(self._sitting, sample, self._policy.breaks)
        yield from self._told((*happened, *pauses), moment)

    def _check_setup(self, at_s: float, angles: Angles | None) -> bool:
        """Whether this look made it certain that the set-up is no longer the calibrated one."""
        if self._baseline is None or angles is None:
            return False
        self._setup, has_just_changed = advance_setup(self._setup, at_s, angles, self._policy.setup)
        return has_just_changed

    def _judge(self, observation: Observation) -> tuple[Angles | None, Assessment, WatchState]:
        pose = observation.pose
        if observation.condition is not Condition.SEEN:
            return None, _UNKNOWN, _STATE_OF[observation.condition]
        if pose is None:
            return None, _UNKNOWN, WatchState.AWAY
        if pose.is_finite:
            self._view = estimate_view(pose, self._view)
        angles = self._smoother.smooth(
            observation.at_s, measure_angles(pose, self._model, self._baseline, self._view)
        )
        rules = self._policy.rules
        was_poor = self._verdict.posture is Posture.POOR
        verdict = assess(angles, rules, self._personal, was_poor=was_poor)
        if verdict.posture is Posture.UNKNOWN:
            turned = is_turned(angles, rules) and is_reliable(angles, rules)
            return angles, verdict, WatchState.TURNED if turned else WatchState.UNRELIABLE
        poor = verdict.posture is Posture.POOR
        return angles, verdict, WatchState.POOR if poor else WatchState.UPRIGHT

    def _told(self, happened: tuple[Happening, ...], moment: Moment) -> Iterator[Event]:
        """What happened, with the nudges it brings; a quiet look still ticks the nudge policy."""
        for event in happened or (Tick(),):
            if isinstance(event, EpisodeStarted):
                self._nudged_at_s = None
                yield event
            elif isinstance(event, EpisodeEnded):
                yield replace(event, nudged_at_s=self._nudged_at_s)
            self._nudging, answers = nudging_.decide(
                self._nudging, moment, event, self._policy.nudges, self._policy.advice
            )
            for answer in answers:
                if isinstance(answer, Nudge) and self._nudged_at_s is None:
                    self._nudged_at_s = answer.at_s
                yield answer
