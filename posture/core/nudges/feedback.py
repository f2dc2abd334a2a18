"""Learning from "false alarm": small, bounded, reported, and taken back at a word.

Every ``false_alarms`` of them on one cause, with no "useful" between, loosen that cause by one
step: its limit grows by ``step`` of itself, at most ``max_steps`` times. Nothing else ever moves a
limit, and nothing tightens one: that is the user's to say (posture profiles reset).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from posture.core.events import Cause
from posture.core.nudges.inputs import AnswerKind
from posture.core.policies.nudges import FeedbackPolicy
from posture.core.policies.verdict import RulesPolicy
from posture.core.verdict.rules import widened


@dataclass(frozen=True, slots=True)
class Leniency:
    """What was learned about one cause. false_alarms: since the last step or "useful"."""

    steps: int = 0
    false_alarms: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """Everything learned; causes not in it are as configured."""

    causes: Mapping[Cause, Leniency] = field(default_factory=dict)

    def factor(self, cause: Cause, policy: FeedbackPolicy) -> float:
        """What the cause's limit is multiplied by: 1 or more."""
        steps = min(self.causes.get(cause, Leniency()).steps, policy.max_steps)
        return 1.0 + policy.step * steps

    def loosened(self, policy: FeedbackPolicy) -> dict[Cause, float]:
        """The factors above 1, by cause."""
        factors = {cause: self.factor(cause, policy) for cause in self.causes}
        return {cause: factor for cause, factor in factors.items() if factor > 1.0}

    def to_dict(self) -> dict[str, dict[str, int]]:
        return {
            str(cause): {"steps": one.steps, "false_alarms": one.false_alarms}
            for cause, one in self.causes.items()
        }


@dataclass(frozen=True, slots=True)
class Loosened:
    """A cause was loosened by a step; factor: what its limit is multiplied by now."""

    cause: Cause
    factor: float


def learn(
    feedback: Feedback, cause: Cause, answer: AnswerKind, policy: FeedbackPolicy
) -> tuple[Feedback, Loosened | None]:
    """Take in an answer to a nudge about a cause. Snooze and pause say nothing about the limit."""
    one = feedback.causes.get(cause, Leniency())
    loosened = None
    match answer:
        case AnswerKind.USEFUL:
            one = replace(one, false_alarms=0)
        case AnswerKind.FALSE_ALARM:
            one = replace(one, false_alarms=one.false_alarms + 1)
            if one.false_alarms >= policy.false_alarms:
                may = one.steps < policy.max_steps
                one = Leniency(one.steps + 1 if may else one.steps)
                if may:
                    loosened = Loosened(cause, 1.0 + policy.step * one.steps)
        case _:
            return feedback, None
    return Feedback({**feedback.causes, cause: one}), loosened


def lenient(rules: RulesPolicy, feedback: Feedback, policy: FeedbackPolicy) -> RulesPolicy:
    """The rules with what was learned: a cause loosened by a factor weighs that much less."""
    return widened(rules, feedback.loosened(policy))
