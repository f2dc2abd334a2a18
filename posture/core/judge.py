"""The whole judgement, one look at a time: verdict -> episodes and breaks -> nudges.

The judge remembers, but touches nothing: the same observations at the same moments give the same
events, whether they come from a webcam, a recording, a simulation or a test.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from posture.core.events import (
    Cause,
    EpisodeEnded,
    EpisodeStarted,
    Event,
    LookFailed,
    Notice,
    Nudge,
    Observation,
    Sample,
    StateChanged,
    Verdict,
)
from posture.core.nudges import breaks
from posture.core.nudges import policy as nudge_policy
from posture.core.nudges.breaks import BreakPlan, BreakState
from posture.core.nudges.inputs import NudgeContext, NudgeInput, Tick
from posture.core.nudges.suppression import NudgingState
from posture.core.nudges.tips import Advice
from posture.core.policies.nudges import NudgePolicy
from posture.core.policies.verdict import EpisodePolicy, MonitorPolicy
from posture.core.reasons import NoticeKind, Unjudged
from posture.core.states import WatchState
from posture.core.verdict import episodes as episodes_
from posture.core.verdict.assessor import Assessor
from posture.core.verdict.episodes import Episodes
from posture.core.verdict.schedule import next_interval_s
from posture.core.wording import notice_words

# How a camera may have been put down wrongly.
_ASKEW = {Unjudged.UPSIDE_DOWN, Unjudged.ON_ITS_SIDE}


@dataclass(frozen=True, slots=True)
class Policy:
    """Every limit the judge works by, beyond those of its assessor."""

    episodes: EpisodePolicy
    nudges: NudgePolicy
    breaks: BreakPlan
    monitor: MonitorPolicy
    advice: Advice


class Judge:
    """Feed it observations in order of time; it answers with events, a Sample first."""

    def __init__(
        self, assessor: Assessor, policy: Policy, nudging: NudgingState | None = None
    ) -> None:
        self._assessor = assessor
        self._policy = policy
        self._nudging = nudging or NudgingState()
        self._episodes = Episodes()
        self._breaks = BreakState()
        self._state: WatchState | None = None
        self._nudged_at_s: float | None = None
        self._is_poor = False
        self._askew_since_s: float | None = None
        self._reminded_s: dict[NoticeKind, float] = {}

    @property
    def policy(self) -> Policy:
        """The limits it judges by."""
        return self._policy

    def use_assessor(self, assessor: Assessor) -> None:
        """Assess by this from the next look on: another calibration."""
        self._assessor = assessor

    def use_policy(self, policy: Policy) -> None:
        """Judge by these limits from the next look on; what is remembered stays."""
        self._policy = policy

    def look(self, observation: Observation, context: NudgeContext) -> tuple[Event, ...]:
        """Judge one observation. context: the same instant, as the nudge policy needs it."""
        return tuple(self._look(observation, context))

    def hear(self, nudge_input: NudgeInput, context: NudgeContext) -> tuple[Event, ...]:
        """The user's or the desktop's word: an answer to a nudge, a snooze, its end."""
        return tuple(self._nudged((nudge_input,), replace(context, is_poor=self._is_poor)))

    def finish(self, at_s: float, context: NudgeContext) -> tuple[Event, ...]:
        """The watch ends: close what is open."""
        self._episodes, happened = episodes_.finish(self._episodes, at_s)
        return tuple(self._nudged(happened, context))

    def _look(self, observation: Observation, context: NudgeContext) -> Iterator[Event]:
        at_s = observation.at_s
        seen = self._assessor.assess(observation)
        self._is_poor = seen.verdict.posture is Verdict.POOR
        context = replace(context, is_poor=self._is_poor)
        interval_s = next_interval_s(
            seen.state,
            observation.condition,
            seen.verdict.severity,
            is_deciding=self._episodes.is_deciding,
            factor=context.interval_factor,
            policy=self._policy.monitor,
        )
        sample = Sample(
            at_s, seen.state, interval_s, seen.verdict, seen.angles, seen.unreliable_because
        )
        yield sample
        if seen.failure is not None:
            yield LookFailed(at_s, seen.failure)
        if seen.state is not self._state:
            yield StateChanged(at_s, seen.state, self._state)
            self._state = seen.state
        if seen.has_moved:
            yield Notice(at_s, NoticeKind.RECALIBRATE, notice_words(NoticeKind.RECALIBRATE))
        if seen.is_auto_framed:
            yield Notice(at_s, NoticeKind.AUTO_FRAMED, notice_words(NoticeKind.AUTO_FRAMED))
        if seen.state is WatchState.DENIED:
            yield from self._reminded(at_s, NoticeKind.DENIED)
        yield from self._askew(at_s, seen.angles.unusable_because if seen.angles else None)
        self._episodes, happened = episodes_.advance(
            self._episodes, sample, self._policy.episodes, self._policy.monitor.gap_intervals
        )
        self._breaks, pauses = breaks.advance(self._breaks, sample, self._policy.breaks)
        yield from self._nudged((*happened, *pauses), context)

    def _askew(self, at_s: float, unusable_because: Unjudged | None) -> Iterator[Notice]:
        """A camera that was put down wrongly, once it is certain to stay so."""
        if unusable_because not in _ASKEW:
            self._askew_since_s = None
            return
        if self._askew_since_s is None:
            self._askew_since_s = at_s
        if at_s - self._askew_since_s >= self._policy.monitor.askew_s:
            yield from self._reminded(at_s, NoticeKind.ASKEW, unusable_because)

    def _reminded(
        self, at_s: float, kind: NoticeKind, because: Unjudged | None = None
    ) -> Iterator[Notice]:
        """The notice, unless it was given lately."""
        if at_s - self._reminded_s.get(kind, -math.inf) >= self._policy.monitor.remind_s:
            self._reminded_s[kind] = at_s
            yield Notice(at_s, kind, notice_words(kind, because))

    def _nudged(self, happened: tuple[NudgeInput, ...], context: NudgeContext) -> Iterator[Event]:
        """What happened, with the nudges it brings; a quiet look still ticks the nudge policy."""
        for event in happened or (Tick(),):
            if isinstance(event, EpisodeStarted):
                self._nudged_at_s = None
                yield event
            elif isinstance(event, EpisodeEnded):
                yield replace(event, nudged_at_s=self._nudged_at_s)
            self._nudging, answers = nudge_policy.advance(
                self._nudging, context, event, self._policy.nudges, self._policy.advice
            )
            for answer in answers:
                if isinstance(answer, Nudge) and answer.cause is not Cause.SITTING_LONG:
                    self._nudged_at_s = self._nudged_at_s or answer.at_s
                yield answer
