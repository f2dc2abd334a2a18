"""Episodes: when poor posture lasts.

Theory of operation
-------------------
The machine is fed one ``Sample`` per look, in order of time, and is in one of three states (an
episode is a bout that has ``started``):

    Idle     --poor-->                           Bout     the clock starts
    Bout     --poor for the hold-->              Episode  EpisodeStarted, since the bout began
    Bout     --good for recovery_s-->            Idle     a fidget or a glance: nothing is told
    Bout     --unseen for unseen_s, or a gap-->  Idle
    Episode  --good for recovery_s-->            Idle     "corrected", until it turned good
    Episode  --unseen for unseen_s-->            Idle     "left" or "unseen", until last seen poor
    Episode  --gap-->                            Idle     "gap", until last seen poor

A bout begins midway between the last good look and the first poor one. From then on the clock
counts only the time between two poor looks that follow each other. While the posture is unknown
(turned, away, covered) it stops and nothing is counted; a gap (a look far later than planned, as
after sleep) is never credited.

The hold is longer just over the threshold and ``hold_s`` further off: ISO 11226 lets a static
posture last the shorter the further it is from the reference. After an episode, the part of the
hold that was not recovered is carried into the next bout, so that recovery counts only when it
lasts as long as the hold (ISO 11226 again).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from posture.core.credit import credited_s
from posture.core.events import Cause, EpisodeEnded, EpisodeStarted, Sample, Verdict
from posture.core.policies.verdict import EpisodePolicy
from posture.core.reasons import EpisodeEnd
from posture.core.states import WatchState


@dataclass(frozen=True, slots=True)
class Idle:
    """No bout. ended_s: when the last episode turned good, None when there was none."""

    ended_s: float | None = None


@dataclass(frozen=True, slots=True)
class Bout:
    """Poor posture that may become an episode, or has (``started``).

    poor_s: credited seconds. carried_s: strain left over from the last episode.
    """

    since_s: float
    last_poor_s: float
    poor_s: float = 0.0
    carried_s: float = 0.0
    severity_s: float = 0.0
    worst_severity: float = 0.0
    cause_s: dict[Cause, float] = field(default_factory=dict)
    good_since_s: float | None = None
    unseen_since_s: float | None = None
    started: bool = False

    @property
    def severity(self) -> float:
        """Mean over the credited time; the worst before any is credited."""
        return self.severity_s / self.poor_s if self.poor_s else self.worst_severity

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Longest first."""
        return tuple(sorted(self.cause_s, key=lambda cause: -self.cause_s[cause]))


@dataclass(frozen=True, slots=True)
class Episodes:
    """The machine's whole memory."""

    state: Idle | Bout = Idle()
    last: Sample | None = None

    @property
    def is_deciding(self) -> bool:
        return isinstance(self.state, Bout)


EpisodeEvents = tuple[EpisodeStarted | EpisodeEnded, ...]


def is_one_bout(
    before: Sequence[Cause], after: Sequence[Cause], apart_s: float, merge_s: float
) -> bool:
    """Whether an episode goes on from the one before: the same main cause, less than merge_s later.

    before, after: their causes, the main one first.
    """
    return 0.0 <= apart_s < merge_s and before[:1] == after[:1]


def advance(
    episodes: Episodes, seen: Sample, policy: EpisodePolicy, gap_intervals: float
) -> tuple[Episodes, EpisodeEvents]:
    """Feed one look; looks not later than the last are ignored. See the module's top.

    gap_intervals: see ``credited_s``.
    """
    last = episodes.last
    if last is not None and seen.at_s <= last.at_s:
        return episodes, ()
    happened: EpisodeEvents = ()
    state = episodes.state
    if last is not None and (
        credited_s(seen.at_s - last.at_s, last.interval_s, gap_intervals) is None
    ):
        state, happened = _close(state, seen.at_s, EpisodeEnd.GAP)
        last = None
    state, more = _step(state, seen, last, policy)
    return Episodes(state, seen), happened + more


def finish(episodes: Episodes, at_s: float) -> tuple[Episodes, EpisodeEvents]:
    """The watch ends: an open episode is closed at the last poor look, reason "stopped"."""
    state, happened = _close(episodes.state, at_s, EpisodeEnd.STOPPED)
    return Episodes(state, None), happened


def _step(
    state: Idle | Bout, seen: Sample, last: Sample | None, policy: EpisodePolicy
) -> tuple[Idle | Bout, EpisodeEvents]:
    match state, seen.assessment.posture:
        case Idle(), Verdict.POOR:
            return _poor(_open(state, seen, last, policy), seen, None, policy)
        case Idle(), _:
            return state, ()
        case Bout(), Verdict.POOR:
            return _poor(state, seen, last, policy)
        case Bout(), Verdict.GOOD:
            good_since_s = seen.at_s if state.good_since_s is None else state.good_since_s
            state = replace(state, good_since_s=good_since_s, unseen_since_s=None)
            if seen.at_s - good_since_s >= policy.recovery_s:
                return _close(state, seen.at_s, EpisodeEnd.CORRECTED)
            return state, ()
        case Bout(), _:
            unseen_since_s = seen.at_s if state.unseen_since_s is None else state.unseen_since_s
            state = replace(state, unseen_since_s=unseen_since_s)
            if seen.at_s - unseen_since_s >= policy.unseen_s:
                reason = EpisodeEnd.LEFT if seen.state is WatchState.AWAY else EpisodeEnd.UNSEEN
                return _close(state, seen.at_s, reason)
            return state, ()
    raise AssertionError(state)


def _open(idle: Idle, seen: Sample, last: Sample | None, policy: EpisodePolicy) -> Bout:
    """The posture turned poor somewhere between a good look and this one: take the middle."""
    was_good = last is not None and last.assessment.posture is Verdict.GOOD
    since_s = (last.at_s + seen.at_s) / 2 if last is not None and was_good else seen.at_s
    carried_s = 0.0
    if idle.ended_s is not None:
        carried_s = max(0.0, policy.hold_s - (since_s - idle.ended_s))
    severity = seen.assessment.severity or 0.0
    poor_s = seen.at_s - since_s
    return Bout(
        since_s=since_s,
        last_poor_s=seen.at_s,
        poor_s=poor_s,
        carried_s=carried_s,
        severity_s=severity * poor_s,
    )


def _poor(
    bout: Bout, seen: Sample, last: Sample | None, policy: EpisodePolicy
) -> tuple[Bout, EpisodeEvents]:
    follows = last is not None and last.assessment.posture is Verdict.POOR
    poor_s = seen.at_s - bout.last_poor_s if follows else 0.0
    severity = seen.assessment.severity or 0.0
    cause_s = dict(bout.cause_s)
    for cause in seen.assessment.causes:
        cause_s[cause] = cause_s.get(cause, 0.0) + poor_s
    bout = replace(
        bout,
        last_poor_s=seen.at_s,
        poor_s=bout.poor_s + poor_s,
        severity_s=bout.severity_s + severity * poor_s,
        worst_severity=max(bout.worst_severity, severity),
        cause_s=cause_s,
        good_since_s=None,
        unseen_since_s=None,
    )
    if not bout.started and bout.poor_s + bout.carried_s >= policy.hold_at(bout.severity):
        bout = replace(bout, started=True)
        return bout, (EpisodeStarted(seen.at_s, bout.since_s, bout.causes),)
    return bout, ()


def _close(state: Idle | Bout, at_s: float, reason: EpisodeEnd) -> tuple[Idle, EpisodeEvents]:
    if isinstance(state, Idle):
        return state, ()
    if not state.started:
        return Idle(), ()
    corrected = reason is EpisodeEnd.CORRECTED and state.good_since_s is not None
    until_s = state.good_since_s if corrected else state.last_poor_s
    assert until_s is not None  # noqa: S101 - narrowed by `corrected` above
    ended = EpisodeEnded(at_s, state.since_s, until_s, state.causes, state.worst_severity, reason)
    return Idle(ended_s=until_s), (ended,)
