"""What holds a nudge back: the policy's limits, and the memory they are measured against."""

from dataclasses import dataclass

from posture.core.duration import HOUR_S
from posture.core.events import Cause
from posture.core.nudges.inputs import NudgeContext, Quieten
from posture.core.nudges.tips import EVERYDAY, TipKind
from posture.core.policies.nudges import NudgePolicy
from posture.core.reasons import HeldBy


@dataclass(frozen=True, slots=True)
class Due:
    """A nudge that wants to be sent. held: the reasons reported for it.

    nudge_ids: of the nudges sent about this episode before; then it is due only once the pause is
    over, and the time to answer. since_s: when the posture turned poor; None for a break.
    """

    cause: Cause
    kinds: frozenset[TipKind] = EVERYDAY
    held: frozenset[str] = frozenset()
    nudge_ids: frozenset[int] = frozenset()
    since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The last nudge about an episode. is_open: neither followed, ignored nor answered so far.

    is_withheld: nobody has heard it.
    """

    at_s: float
    id: int
    is_open: bool = True
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class NudgingState:
    """The whole memory.

    sent_at_s: of the last hour; used: tips shown, oldest first. To go on after a restart, begin
    with those two from the record. count: nudges sent in this watch.
    """

    episode: Due | None = None
    sitting: Due | None = None
    last: Sent | None = None
    sent_at_s: tuple[float, ...] = ()
    used: tuple[str, ...] = ()
    ignored: int = 0
    step: int = 0
    quiet: Quieten | None = None
    count: int = 0


def held_by(
    state: NudgingState, now: NudgeContext, policy: NudgePolicy, due: Due | None = None
) -> str | None:
    """The reason not to speak now: the user's wish, the desktop's state, then our own limits."""
    reasons = (
        (not policy.steps, HeldBy.OFF),
        (bool(now.busy), min(now.busy, default="")),
        (state.quiet is not None, state.quiet.reason if state.quiet else ""),
        (is_quiet(now.local_minute_of_day, policy.quiet_minutes), HeldBy.QUIET_HOURS),
        (is_pausing(state, now, policy, due), HeldBy.COOLDOWN),
        (_in_the_hour(state, now) >= policy.max_per_hour, HeldBy.HOURLY_LIMIT),
    )
    return next((reason for holds, reason in reasons if holds), None)


def pause_s(state: NudgingState, policy: NudgePolicy, *, is_long: bool = False) -> float:
    """Seconds that must pass after the last nudge, given how many in a row were ignored.

    is_long: before the first word on a slouch that has lasted long_s.
    """
    growth = policy.backoff_factor ** max(0, state.ignored - 1)
    usual_s = min(policy.cooldown_s, policy.long_cooldown_s) if is_long else policy.cooldown_s
    return usual_s * min(policy.backoff_max, growth)


def is_pausing(
    state: NudgingState, now: NudgeContext, policy: NudgePolicy, due: Due | None = None
) -> bool:
    """Whether the pause after the last nudge, of whatever kind, is not over for what is due."""
    if not state.sent_at_s:
        return False
    since_s = None if due is None or due.nudge_ids else due.since_s
    is_long = since_s is not None and now.at_s - since_s >= policy.long_s
    return now.at_s - state.sent_at_s[-1] < pause_s(state, policy, is_long=is_long)


def is_quiet(minute: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether a minute of the local day lies in a span; spans may run over midnight."""
    return any(
        start <= minute < end if start < end else minute >= start or minute < end
        for start, end in spans
    )


def may_still_answer(state: NudgingState) -> bool:
    """Whether the last nudge is neither followed, ignored nor answered so far."""
    return state.last is not None and state.last.is_open


def _in_the_hour(state: NudgingState, now: NudgeContext) -> int:
    return sum(now.at_s - at_s < HOUR_S for at_s in state.sent_at_s)
