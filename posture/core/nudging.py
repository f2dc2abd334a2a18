"""Whether to speak, when, and how loudly: rarely, at a good moment, less when it is not heeded.

Theory of operation
-------------------
``decide`` is fed everything that bears on nudging, and a ``Tick`` now and then. Two things can be
due:

    an episode   from EpisodeStarted on (the hold has passed by then), until EpisodeEnded; once
                 told, again for as long as it lasts, after the pause between nudges and answer_s
                 without an answer. Only while the posture is poor: whoever has just sat up, or
                 turned away, hears nothing, though the episode is not over yet
    a break      from StillSitting on, until Rested

What is due is sent at once unless something holds it back; each reason is reported once per due
nudge as ``HeldBack``, and the nudge is sent when the last reason has passed, if it is still due.

    reason                                            passes
    the desktop's: call, full screen, locked, ...     when Moment.busy no longer names it
    snoozed, focus mode, relief, ...                  at Quieten.until_s, or with Resume
    quiet hours                                       at the end of the span
    cooldown                                          the pause after the last nudge of any kind
    hourly limit                                      max_per_hour in any 3600 s

A nudge is *heeded* when the episode ends in a corrected posture within answer_s, or is answered
"useful"; *ignored* when answer_s passes with neither. From the second ignored in a row on the
pause grows by backoff_factor each time; heeding resets it. Ignored nudges also go one step up the
user's own list of steps; heeding goes back to the mildest. An answer "false alarm" ends what is due
for this episode.
"""

from dataclasses import dataclass, replace

from posture.core.advice import EVERYDAY, Advice, Kind
from posture.core.breaks import Rested, StillSitting
from posture.core.events import (
    Cause,
    EpisodeEnded,
    EpisodeStarted,
    HeldBack,
    Notice,
    Nudge,
    Step,
)
from posture.core.happenings import (
    Answer,
    AnswerKind,
    Happening,
    Moment,
    Quieten,
    Resume,
    Tick,
)

HOUR_S = 3600.0
DAY_MINUTES = 1440
TIPS_REMEMBERED = 400


@dataclass(frozen=True, slots=True)
class NudgePolicy:
    """config/default.toml [nudges].

    quiet_minutes: (start, end) minutes of the local day; a span whose end is not after its start
    runs over midnight. steps: mildest first; empty: never speak.
    """

    cooldown_s: float
    max_per_hour: int
    answer_s: float
    backoff_factor: float
    backoff_max: float
    snooze_s: float
    quiet_minutes: tuple[tuple[int, int], ...] = ()
    steps: tuple[Step, ...] = (Step.TOAST,)
    praise: bool = False


Said = Nudge | HeldBack | Notice


@dataclass(frozen=True, slots=True)
class Due:
    """A nudge that wants to be sent. held: the reasons reported for it.

    is_again: the episode was told before; it is due only once the pause is over, and the time to
    answer.
    """

    cause: Cause
    kinds: frozenset[Kind] = EVERYDAY
    held: frozenset[str] = frozenset()
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The last nudge about an episode. is_open: neither heeded, ignored nor answered so far."""

    at_s: float
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class NudgingState:
    """The whole memory.

    sent_at_s: of the last hour; used: tips shown, oldest first. To go on after a restart, begin
    with those two from the record.
    """

    episode: Due | None = None
    sitting: Due | None = None
    last: Sent | None = None
    sent_at_s: tuple[float, ...] = ()
    used: tuple[str, ...] = ()
    ignored: int = 0
    step: int = 0
    quiet: Quieten | None = None


def decide(
    state: NudgingState,
    now: Moment,
    happening: Happening,
    policy: NudgePolicy,
    advice: Advice,
) -> tuple[NudgingState, tuple[Said, ...]]:
    """What to say now, if anything. Times must not run backwards. See the module's top."""
    state = _forget(state, now, policy)
    was_open = state.last is not None and state.last.is_open
    state = _take_in(state, now, happening, policy)
    said: list[Said] = []
    if isinstance(happening, EpisodeEnded) and was_open and policy.praise:
        said += _praise(state, now, happening, policy, advice)
    if state.episode is not None and now.is_poor and not (
        state.episode.is_again and (_is_pausing(state, now, policy) or _may_still_answer(state))
    ):
        state, words = _speak(state, now, state.episode, policy, advice)
        said += words
    if state.sitting is not None:
        state, words = _speak(state, now, state.sitting, policy, advice)
        said += words
    return state, tuple(said)


def pause_s(state: NudgingState, policy: NudgePolicy) -> float:
    """Seconds that must pass after the last nudge, given how many in a row were ignored."""
    growth = policy.backoff_factor ** max(0, state.ignored - 1)
    return policy.cooldown_s * min(policy.backoff_max, growth)


def is_quiet(minute: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether a minute of the local day lies in a span; spans may run over midnight."""
    return any(
        start <= minute < end if start < end else minute >= start or minute < end
        for start, end in spans
    )


def _forget(state: NudgingState, now: Moment, policy: NudgePolicy) -> NudgingState:
    """Let what has passed pass: the hour, a snooze, the time to answer."""
    sent = tuple(at_s for at_s in state.sent_at_s if now.at_s - at_s < HOUR_S)
    quiet = state.quiet
    if quiet is not None and quiet.until_s is not None and now.at_s >= quiet.until_s:
        quiet = None
    state = replace(state, sent_at_s=sent or state.sent_at_s[-1:], quiet=quiet)
    if state.last is not None and now.at_s - state.last.at_s > policy.answer_s:
        state = _ignored(state, policy)
    return state


def _take_in(
    state: NudgingState, now: Moment, happening: Happening, policy: NudgePolicy
) -> NudgingState:
    match happening:
        case EpisodeStarted(causes=causes):
            state = replace(state, episode=Due(causes[0] if causes else Cause.HEAD_FORWARD))
        case EpisodeEnded():
            state = _ended(replace(state, episode=None), happening)
        case StillSitting(ask=ask):
            kinds = EVERYDAY if ask is Kind.MOVE else frozenset({ask})
            held = state.sitting.held if state.sitting else frozenset()
            state = replace(state, sitting=Due(Cause.SITTING_LONG, kinds, held))
        case Rested():
            state = replace(state, sitting=None)
        case Answer():
            state = _answered(state, now, happening, policy)
        case Quieten():
            state = replace(state, quiet=happening)
        case Resume():
            state = replace(state, quiet=None)
        case Tick():
            pass
    return state


def _ended(state: NudgingState, ended: EpisodeEnded) -> NudgingState:
    if state.last is None or not state.last.is_open:
        return state
    state = replace(state, last=replace(state.last, is_open=False))
    return _heeded(state) if ended.reason == "corrected" else state


def _answered(
    state: NudgingState, now: Moment, answer: Answer, policy: NudgePolicy
) -> NudgingState:
    if state.last is not None:
        state = replace(state, last=replace(state.last, is_open=False))
    match answer.kind:
        case AnswerKind.USEFUL:
            return _heeded(state)
        case AnswerKind.FALSE_ALARM:
            return replace(state, episode=None)
        case AnswerKind.SNOOZE:
            length_s = policy.snooze_s if answer.snooze_s is None else answer.snooze_s
            return replace(state, quiet=Quieten(now.at_s + length_s, "snoozed"))
        case AnswerKind.PAUSE:
            return state


def _heeded(state: NudgingState) -> NudgingState:
    return replace(state, ignored=0, step=0)


def _ignored(state: NudgingState, policy: NudgePolicy) -> NudgingState:
    if state.last is None or not state.last.is_open:
        return state
    return replace(
        state,
        last=replace(state.last, is_open=False),
        ignored=state.ignored + 1,
        step=min(state.step + 1, max(0, len(policy.steps) - 1)),
    )


def _held_by(state: NudgingState, now: Moment, policy: NudgePolicy) -> str | None:
    """The reason not to speak now: the user's wish, the desktop's state, then our own limits."""
    reasons = (
        (not policy.steps, "nudges are off"),
        (bool(now.busy), min(now.busy, default="")),
        (state.quiet is not None, state.quiet.reason if state.quiet else ""),
        (is_quiet(now.local_minute_of_day, policy.quiet_minutes), "quiet hours"),
        (_is_pausing(state, now, policy), "cooldown"),
        (_in_the_hour(state, now) >= policy.max_per_hour, "hourly limit"),
    )
    return next((reason for holds, reason in reasons if holds), None)


def _in_the_hour(state: NudgingState, now: Moment) -> int:
    return sum(now.at_s - at_s < HOUR_S for at_s in state.sent_at_s)


def _is_pausing(state: NudgingState, now: Moment, policy: NudgePolicy) -> bool:
    return bool(state.sent_at_s) and now.at_s - state.sent_at_s[-1] < pause_s(state, policy)


def _may_still_answer(state: NudgingState) -> bool:
    return state.last is not None and state.last.is_open


def _speak(
    state: NudgingState, now: Moment, due: Due, policy: NudgePolicy, advice: Advice
) -> tuple[NudgingState, tuple[Nudge | HeldBack, ...]]:
    """Send what is due, or report what holds it back, once per reason."""
    reason = _held_by(state, now, policy)
    if reason is None:
        state, nudge = _send(state, now, due, policy, advice)
        return state, (nudge,)
    if reason in due.held:
        return state, ()
    held = replace(due, held=due.held | {reason})
    is_episode = due is state.episode
    state = replace(state, episode=held) if is_episode else replace(state, sitting=held)
    return state, (HeldBack(now.at_s, due.cause, reason),)


def _send(
    state: NudgingState, now: Moment, due: Due, policy: NudgePolicy, advice: Advice
) -> tuple[NudgingState, Nudge]:
    if due is state.episode:
        again = Due(due.cause, is_again=True)
        state = replace(state, last=Sent(now.at_s), episode=again)
    else:
        state = replace(state, sitting=None)
    tip = advice.pick(due.cause, state.used, turn=now.local_minute_of_day, kinds=due.kinds)
    step = policy.steps[min(state.step, len(policy.steps) - 1)]
    return replace(
        state,
        sent_at_s=(*state.sent_at_s, now.at_s),
        used=(*state.used, tip.id)[-TIPS_REMEMBERED:],
    ), Nudge(now.at_s, due.cause, tip.id, tip.text, step)


def _praise(
    state: NudgingState,
    now: Moment,
    ended: EpisodeEnded,
    policy: NudgePolicy,
    advice: Advice,
) -> tuple[Notice, ...]:
    """A kind word for a posture corrected after a nudge, when only the limits speak against it."""
    if ended.reason != "corrected" or not advice.praise:
        return ()
    if _held_by(state, now, policy) not in {None, "cooldown", "hourly limit"}:
        return ()
    text = advice.praise[len(state.used) % len(advice.praise)]
    return (Notice(now.at_s, "praise", text),)
