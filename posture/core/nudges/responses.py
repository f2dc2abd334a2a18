"""How what happens changes the memory of nudges: what is due, was followed or was ignored."""

from dataclasses import replace

from posture.core.duration import HOUR_S
from posture.core.events import Cause, EpisodeEnded, EpisodeStarted
from posture.core.nudges.breaks import Rested, StillSitting
from posture.core.nudges.inputs import (
    Answer,
    AnswerKind,
    NudgeContext,
    NudgeInput,
    Quieten,
    Resume,
    Tick,
)
from posture.core.nudges.suppression import Due, NudgingState
from posture.core.nudges.tips import EVERYDAY, TipKind
from posture.core.policies.nudges import NudgePolicy
from posture.core.reasons import EpisodeEnd


def expire(state: NudgingState, now: NudgeContext, policy: NudgePolicy) -> NudgingState:
    """Let what has passed pass: the hour, a snooze, the time to answer."""
    sent = tuple(at_s for at_s in state.sent_at_s if now.at_s - at_s < HOUR_S)
    quiet = state.quiet
    if quiet is not None and quiet.until_s is not None and now.at_s >= quiet.until_s:
        quiet = None
    state = replace(state, sent_at_s=sent or state.sent_at_s[-1:], quiet=quiet)
    if state.last is not None and now.at_s - state.last.at_s > policy.answer_s:
        state = _ignored(state, policy)
    return state


def apply(state: NudgingState, nudge_input: NudgeInput) -> NudgingState:
    """The memory after what happened, before anything is said about it."""
    match nudge_input:
        case EpisodeStarted(causes=causes, since_s=since_s):
            cause = causes[0] if causes else Cause.HEAD_FORWARD
            state = replace(state, episode=Due(cause, since_s=since_s))
        case EpisodeEnded():
            state = _ended(replace(state, episode=None), nudge_input)
        case StillSitting(ask=ask):
            kinds = EVERYDAY if ask is TipKind.MOVE else frozenset({ask})
            held = state.sitting.held if state.sitting else frozenset()
            state = replace(state, sitting=Due(Cause.SITTING_LONG, kinds, held))
        case Rested():
            state = replace(state, sitting=None)
        case Answer():
            state = _answered(state, nudge_input)
        case Quieten():
            state = replace(state, quiet=nudge_input)
        case Resume():
            state = replace(state, quiet=None)
        case Tick():
            pass
    return state


def _ended(state: NudgingState, ended: EpisodeEnded) -> NudgingState:
    if state.last is None or not state.last.is_open:
        return state
    is_followed = ended.reason is EpisodeEnd.CORRECTED and not state.last.is_withheld
    state = replace(state, last=replace(state.last, is_open=False))
    return _followed(state) if is_followed else state


def _answered(state: NudgingState, answer: Answer) -> NudgingState:
    """Only the nudge it answers is closed; a false alarm ends the episode that nudge was about."""
    if state.last is not None and state.last.id == answer.nudge_id:
        state = replace(state, last=replace(state.last, is_open=False))
    match answer.kind:
        case AnswerKind.USEFUL:
            return _followed(state)
        case AnswerKind.FALSE_ALARM:
            is_its_own = state.episode is not None and answer.nudge_id in state.episode.nudge_ids
            return replace(state, episode=None) if is_its_own else state
        case AnswerKind.SNOOZE | AnswerKind.PAUSE:
            return state


def _followed(state: NudgingState) -> NudgingState:
    return replace(state, ignored=0, step=0)


def _ignored(state: NudgingState, policy: NudgePolicy) -> NudgingState:
    if state.last is None or not state.last.is_open:
        return state
    if state.last.is_withheld:
        return replace(state, last=replace(state.last, is_open=False))
    return replace(
        state,
        last=replace(state.last, is_open=False),
        ignored=state.ignored + 1,
        step=min(state.step + 1, max(0, len(policy.steps) - 1)),
    )
