"""Whether to speak, when, and how loudly: rarely, at a good moment, less when it is not followed.

Theory of operation
-------------------
``advance`` is fed everything that bears on nudging, and a ``Tick`` now and then. Two things can be
due:

    an episode   from EpisodeStarted on (the hold has passed by then), until EpisodeEnded; once
                 sent, again for as long as it lasts, after the pause between nudges and answer_s
                 without an answer. Only while the posture is poor: whoever has just sat up, or
                 turned away, hears nothing, though the episode is not over yet
    a break      from StillSitting on, until Rested

What is due is sent at once unless something holds it back; each reason is reported once per due
nudge as ``HeldBack``, and the nudge is sent when the last reason has passed, if it is still due.

    reason                                            passes
    the desktop's: call, full screen, locked, ...     when NudgeContext.busy no longer names it
    snoozed, focus mode, relief, ...                  at Quieten.until_s, or with Resume
    quiet hours                                       at the end of the span
    cooldown                                          the pause after the last nudge of any kind; a
                                                      shorter one for the first word on a slouch
                                                      that has lasted long_s
    hourly limit                                      max_per_hour in any 3600 s

A nudge is *followed* when the episode ends in a corrected posture within answer_s, or is answered
"useful"; *ignored* when answer_s passes with neither. From the second ignored in a row on the
pause grows by backoff_factor each time; a followed one resets it. Ignored nudges also go one step
up the user's own list of steps; a followed one goes back to the mildest. An answer "false alarm"
ends what is due for this episode.

In a trial (``silent_share``) a nudge about posture that is due is withheld by chance instead, as
``Withheld``. What follows is as after a nudge, but it is neither followed nor ignored.

The limits and the memory stand in suppression.py, what an event or an answer does to that memory
in responses.py.
"""

from dataclasses import replace

from posture.core.events import EpisodeEnded, HeldBack, Notice, Nudge, Withheld
from posture.core.nudges.inputs import NudgeContext, NudgeInput
from posture.core.nudges.responses import apply, expire
from posture.core.nudges.suppression import (
    Due,
    NudgingState,
    Sent,
    held_by,
    is_pausing,
    may_still_answer,
)
from posture.core.nudges.tips import Advice
from posture.core.policies.nudges import NudgePolicy
from posture.core.reasons import EpisodeEnd, HeldBy, NoticeKind

_TIPS_REMEMBERED = 400

NudgeOutput = Nudge | Withheld | HeldBack | Notice


def advance(
    state: NudgingState,
    now: NudgeContext,
    nudge_input: NudgeInput,
    policy: NudgePolicy,
    advice: Advice,
) -> tuple[NudgingState, tuple[NudgeOutput, ...]]:
    """What to say now, if anything. Times must not run backwards. See the module's top."""
    state = expire(state, now, policy)
    was_open = state.last is not None and state.last.is_open and not state.last.is_withheld
    state = apply(state, nudge_input)
    said: list[NudgeOutput] = []
    if isinstance(nudge_input, EpisodeEnded) and was_open and policy.praise:
        said += _praise(state, now, nudge_input, policy, advice)
    if (
        state.episode is not None
        and now.is_poor
        and not (
            state.episode.nudge_ids
            and (is_pausing(state, now, policy, state.episode) or may_still_answer(state))
        )
    ):
        state, words = _speak(state, now, state.episode, policy, advice)
        said += words
    if state.sitting is not None:
        state, words = _speak(state, now, state.sitting, policy, advice)
        said += words
    return state, tuple(said)


def _speak(
    state: NudgingState, now: NudgeContext, due: Due, policy: NudgePolicy, advice: Advice
) -> tuple[NudgingState, tuple[NudgeOutput, ...]]:
    """Send what is due, or report what holds it back, once per reason."""
    reason = held_by(state, now, policy, due)
    if reason is None and due is state.episode and now.chance < policy.silent_share:
        return _withhold(state, now, due), (Withheld(now.at_s, due.cause, policy.silent_share),)
    if reason is None:
        state, nudge = _send(state, now, due, policy, advice)
        return state, (nudge,)
    if reason in due.held:
        return state, ()
    held = replace(due, held=due.held | {reason})
    is_episode = due is state.episode
    state = replace(state, episode=held) if is_episode else replace(state, sitting=held)
    return state, (HeldBack(now.at_s, due.cause, reason),)


def _withhold(state: NudgingState, now: NudgeContext, due: Due) -> NudgingState:
    """As after a nudge, but that nobody has heard it."""
    nudge_id = state.count + 1
    return replace(
        state,
        last=Sent(now.at_s, nudge_id, is_withheld=True),
        episode=Due(due.cause, nudge_ids=due.nudge_ids | {nudge_id}, since_s=due.since_s),
        sent_at_s=(*state.sent_at_s, now.at_s),
        count=nudge_id,
    )


def _send(
    state: NudgingState, now: NudgeContext, due: Due, policy: NudgePolicy, advice: Advice
) -> tuple[NudgingState, Nudge]:
    nudge_id = state.count + 1
    is_episode = due is state.episode
    if is_episode:
        again = Due(due.cause, nudge_ids=due.nudge_ids | {nudge_id}, since_s=due.since_s)
        state = replace(state, last=Sent(now.at_s, nudge_id), episode=again)
    else:
        state = replace(state, sitting=None)
    tip = advice.pick(due.cause, state.used, turn=now.local_minute_of_day, kinds=due.kinds)
    step = policy.steps[min(state.step, len(policy.steps) - 1)]
    return replace(
        state,
        sent_at_s=(*state.sent_at_s, now.at_s),
        used=(*state.used, tip.id)[-_TIPS_REMEMBERED:],
        count=nudge_id,
    ), Nudge(
        now.at_s,
        due.cause,
        tip.id,
        tip.text,
        step,
        title=advice.title(due.cause, tip),
        silent_share=(policy.silent_share or None) if is_episode else None,
        id=nudge_id,
    )


def _praise(
    state: NudgingState,
    now: NudgeContext,
    ended: EpisodeEnded,
    policy: NudgePolicy,
    advice: Advice,
) -> tuple[Notice, ...]:
    """A kind word for a posture corrected after a nudge, when only the limits speak against it."""
    if ended.reason is not EpisodeEnd.CORRECTED or not advice.praise:
        return ()
    if held_by(state, now, policy) not in {None, HeldBy.COOLDOWN, HeldBy.HOURLY_LIMIT}:
        return ()
    text = advice.praise[len(state.used) % len(advice.praise)]
    return (Notice(now.at_s, NoticeKind.PRAISE, text),)
