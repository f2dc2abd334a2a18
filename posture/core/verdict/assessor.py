"""One observation to one verdict: pose -> angles -> calm angles -> posture, or why none."""

from dataclasses import dataclass, replace
from traceback import format_exc
from typing import Protocol

from posture.core.angles.angles import Angles, View, measure_angles
from posture.core.angles.baseline import Baseline, PersonalThresholds
from posture.core.angles.fitted import AngleModel
from posture.core.angles.smoothing import AngleSmoother
from posture.core.events import Assessment, Observation, Verdict
from posture.core.policies.verdict import AutoFramingPolicy, RulesPolicy, SetupPolicy
from posture.core.pose.landmarks import Pose
from posture.core.pose.shape import measure_shape
from posture.core.pose.view import estimate_view
from posture.core.reasons import CalibrationKind, Unjudged
from posture.core.states import Condition, WatchState
from posture.core.verdict import auto_framing, refinement
from posture.core.verdict.auto_framing import AutoFraming
from posture.core.verdict.deviation import change_limits_deg
from posture.core.verdict.provisional import Learning, Provisional
from posture.core.verdict.provisional import advance as advance_provisional
from posture.core.verdict.refinement import Refining
from posture.core.verdict.rules import assess, is_reliable, is_turned
from posture.core.verdict.setup_change import Setup
from posture.core.verdict.setup_change import advance as advance_setup

UNKNOWN = Assessment(Verdict.UNKNOWN, None)


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
class LookResult:
    """What one look says.

    has_moved: it has just become certain that the set-up is another; is_auto_framed: that the
    camera pans and zooms by itself. unreliable_because: why a look that shows somebody was not
    judged. failure: the trace of what went wrong, when judging it did.
    """

    state: WatchState
    verdict: Assessment = UNKNOWN
    angles: Angles | None = None
    has_moved: bool = False
    is_auto_framed: bool = False
    unreliable_because: Unjudged | None = None
    failure: str | None = None


class Assessor(Protocol):
    """Turns observations, fed in order of time, into verdicts."""

    def assess(self, observation: Observation) -> LookResult: ...


class PoseAssessor:
    """The real one. baseline, personal: whose upright to judge by; None for anybody's.

    learning: how an upright is learned while there is no baseline; None: none is. refining: how
    the baseline is completed while watching; None: it stays as it is.
    """

    def __init__(
        self,
        model: AngleModel,
        rules: RulesPolicy,
        setup: SetupPolicy,
        framing: AutoFramingPolicy,
        smoother: AngleSmoother,
        baseline: Baseline | None = None,
        personal: PersonalThresholds | None = None,
        learning: Learning | None = None,
        refining: Refining | None = None,
    ) -> None:
        self._model, self._rules = model, rules
        self._setup_policy, self._framing_policy = setup, framing
        self._smoother = smoother
        self._baseline, self._personal = baseline, personal
        self._learning = learning if baseline is None else None
        self._provisional = Provisional()
        self._refining = refining
        self._refinement = refinement.begin(baseline) if baseline is not None else None
        if personal is not None and self._is_refined:
            # Where a slouch begins was measured against that one moment. The height's limit is
            # refined; no angle's is.
            self._personal = replace(personal, neck_change_deg=None, torso_change_deg=None)
        self._setup, self._framing = Setup(), AutoFraming()
        self._view: View | None = None
        # A pose that still holds, since nothing has moved, is not measured again.
        self._measured: tuple[Pose, Angles] | None = None
        self._was_poor = False
        self._is_misshapen = False

    def assess(self, observation: Observation) -> LookResult:
        """Judge one look; once the set-up has changed nothing is judged until it is back.

        While that is only suspected no posture is called poor.
        """
        try:
            seen = self._judge(observation)
        except Exception:  # noqa: BLE001 - a look that cannot be judged must not end the watch
            self._measured, self._was_poor = None, False
            return LookResult(
                WatchState.UNRELIABLE, unreliable_because=Unjudged.FAULT, failure=format_exc()
            )
        is_poor = self._was_poor = seen.verdict.posture is Verdict.POOR
        if self._is_now_auto_framed(observation):
            return replace(seen, is_auto_framed=True)
        if self._baseline is None or seen.angles is None:
            return seen
        is_misshapen = seen.angles.unusable_because is Unjudged.OTHER_SHAPE
        was_misshapen, self._is_misshapen = self._is_misshapen, is_misshapen
        if is_misshapen:
            is_news = not was_misshapen
            return LookResult(WatchState.SETUP_CHANGED, UNKNOWN, seen.angles, is_news)
        self._setup, has_moved = advance_setup(
            self._setup,
            observation.at_s,
            seen.angles,
            self._setup_policy,
            None if self._model.auto_framing else observation.background,
        )
        verdict = replace(UNKNOWN, severity=seen.verdict.severity)
        if self._setup.is_changed and self._learning is not None:
            # What was learned belongs to the old set-up.
            self._provisional, self._baseline, self._setup = Provisional(), None, Setup()
            self._measured = None
            return LookResult(
                WatchState.UNRELIABLE,
                verdict,
                seen.angles,
                unreliable_because=Unjudged.NEAR_THE_LIMIT,
            )
        if self._setup.is_changed:
            return LookResult(WatchState.SETUP_CHANGED, verdict, seen.angles, has_moved)
        if is_poor and self._setup.is_suspected:
            return LookResult(
                WatchState.UNRELIABLE,
                verdict,
                seen.angles,
                unreliable_because=Unjudged.SETUP_SUSPECTED,
            )
        self._refine(observation.at_s)
        return seen

    @property
    def calibration(self) -> CalibrationKind:
        if self._baseline is None:
            return CalibrationKind.NONE
        is_learned = self._learning is not None
        return CalibrationKind.PROVISIONAL if is_learned else CalibrationKind.OWN

    @property
    def limits_deg(self) -> tuple[float, float]:
        """Where a slouch begins, neck and torso: from the own upright, else from the vertical."""
        if self._baseline is None:
            return self._rules.neck_deg, self._rules.torso_deg
        return change_limits_deg(self._rules, self._personal)

    def use(self, rules: RulesPolicy) -> None:
        """Judge by these limits from the next look on."""
        self._rules = rules

    def _judge(self, observation: Observation) -> LookResult:
        pose = observation.pose
        if observation.condition is not Condition.SEEN:
            is_damaged = observation.condition is Condition.DAMAGED
            why = Unjudged.DAMAGED if is_damaged else None
            return LookResult(_STATE_OF[observation.condition], unreliable_because=why)
        if pose is None:
            return LookResult(WatchState.AWAY)
        if self._measured is None or self._measured[0] is not pose:
            self._view = estimate_view(pose, self._model.view_limits, self._view)
            self._measured = pose, measure_angles(pose, self._model, self._baseline, self._view)
            self._learn(observation.at_s, pose)
        angles = self._smoother.smooth(observation.at_s, self._measured[1])
        verdict = assess(angles, self._rules, self._personal, was_poor=self._was_poor)
        state = self._state(angles, verdict)
        why = self._why_unreliable(angles) if state is WatchState.UNRELIABLE else None
        return LookResult(state, verdict, angles, unreliable_because=why)

    def _learn(self, at_s: float, pose: Pose) -> None:
        """Learn from a look that can be judged, and see by what was learned from this one on."""
        assert self._measured is not None  # noqa: S101 - it was just measured
        angles = self._measured[1]
        if self._learning is None or not is_reliable(angles, self._rules):
            return
        if is_turned(angles, self._rules):
            return
        self._provisional = advance_provisional(
            self._provisional,
            at_s,
            pose,
            angles,
            self._model,
            self._learning,
        )
        if self._provisional.baseline is not self._baseline:
            self._baseline = self._provisional.baseline
            self._measured = pose, measure_angles(pose, self._model, self._baseline, self._view)

    @property
    def _is_refined(self) -> bool:
        """Whether something is left to learn of the calibrated upright."""
        if self._refinement is None or self._refining is None:
            return False
        return not refinement.is_complete(self._refinement, self._refining.policy)

    def _refine(self, at_s: float) -> None:
        """Complete the calibration by a look that could be judged, from the next look on."""
        if not self._is_refined or self._measured is None or self._setup.is_suspected:
            return
        assert self._refinement is not None  # noqa: S101 - it is refined
        assert self._refining is not None  # noqa: S101
        pose, angles = self._measured
        if angles.head_height is None or not is_reliable(angles, self._rules):
            return
        if is_turned(angles, self._rules):
            return
        self._refinement = refinement.advance(
            self._refinement, at_s, angles.head_height, measure_shape(pose), self._refining
        )
        if self._refinement.baseline is not self._baseline:
            self._baseline, self._measured = self._refinement.baseline, None

    def _is_now_auto_framed(self, observation: Observation) -> bool:
        """Whether the camera has just been found to pan and zoom by itself.

        From the next look on, neither the place nor the size in the picture counts for anything.
        """
        pose, background = observation.pose, observation.background
        if self._model.auto_framing or pose is None or background is None:
            return False
        self._framing = auto_framing.advance(
            self._framing,
            observation.at_s,
            auto_framing.framed(pose, background),
            self._framing_policy,
        )
        if self._framing.is_proven:
            self._model = replace(self._model, auto_framing=True)
            self._setup, self._measured = Setup(), None
        return self._framing.is_proven

    def _why_unreliable(self, angles: Angles) -> Unjudged:
        if angles.confidence < self._rules.min_confidence:
            return angles.unusable_because or Unjudged.UNCERTAIN
        return angles.unusable_because or (
            Unjudged.NO_ANGLE if self._baseline else Unjudged.NEAR_THE_LIMIT
        )

    def _state(self, angles: Angles, verdict: Assessment) -> WatchState:
        match verdict.posture:
            case Verdict.GOOD:
                return WatchState.UPRIGHT
            case Verdict.POOR:
                return WatchState.POOR
            case Verdict.UNKNOWN:
                is_turned_away = is_turned(angles, self._rules) and is_reliable(angles, self._rules)
                return WatchState.TURNED if is_turned_away else WatchState.UNRELIABLE
