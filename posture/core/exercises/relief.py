"""A guided session for somebody whose back is in spasm now.

Theory of operation
-------------------
``screen`` says what to show in a state, ``advance`` takes the answer to it:

    EMERGENCY  --yes or unsure--> END "emergency"   call for help, and nothing else
    EMERGENCY  --no-->            DOCTOR
    DOCTOR     --yes or unsure--> END "doctor"      see a doctor, and nothing else
    DOCTOR     --no-->            REST --next--> WARMTH --heat, cold--> TIMER --next--> MOVE
                                                 WARMTH --neither----------------------> MOVE
    MOVE       --next, for each movement; skip--> PAUSE --minutes--> END "done"
    REST, WARMTH, TIMER, MOVE --worse-->          END "worse"       stop

From the first screen on posture nudges are to be silent; ``pause_min`` says for how long after the
session: as long as the user says, or the default where the session ends before the question.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from posture.core.duration import DAY_S, MINUTE_S, in_words, parse_duration_s
from posture.core.exercises.relief_script import Page, ReliefError, Script


class Stage(StrEnum):
    """Which screen is shown."""

    EMERGENCY = "emergency"
    DOCTOR = "doctor"
    REST = "rest"
    WARMTH = "warmth"
    TIMER = "timer"
    MOVE = "move"
    PAUSE = "pause"
    END = "end"


class Ending(StrEnum):
    """How the session ended; all but DONE say what the warning signs or the pain call for."""

    EMERGENCY = "emergency"
    DOCTOR = "doctor"
    WORSE = "worse"
    DONE = "done"


class Choice(StrEnum):
    """What may be answered; which of these a screen offers stands in its options."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NEXT = "next"
    HEAT = "heat"
    COLD = "cold"
    NEITHER = "neither"
    SKIP = "skip"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Relief:
    """Where the session is. movement: index of the movement shown; was_unsure: of a sign."""

    stage: Stage = Stage.EMERGENCY
    warmth: str = ""
    movement: int = 0
    was_unsure: bool = False
    ending: Ending | None = None
    pause_min: float | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """What to show. options: answer -> what it means; free_duration: a duration is an answer.

    timer_s: count down this long before asking; None: ask at once.
    """

    page: Page
    question: str = ""
    options: Mapping[Choice, str] | None = None
    timer_s: float | None = None
    free_duration: bool = False


SIGNS = {Choice.YES: "yes", Choice.NO: "no", Choice.UNSURE: "unsure"}


_ENDS = {
    (Stage.EMERGENCY, Choice.YES): Ending.EMERGENCY,
    (Stage.EMERGENCY, Choice.UNSURE): Ending.EMERGENCY,
    (Stage.DOCTOR, Choice.YES): Ending.DOCTOR,
    (Stage.DOCTOR, Choice.UNSURE): Ending.DOCTOR,
}
_NEXT = {
    (Stage.EMERGENCY, Choice.NO): Stage.DOCTOR,
    (Stage.DOCTOR, Choice.NO): Stage.REST,
    (Stage.REST, Choice.NEXT): Stage.WARMTH,
    (Stage.WARMTH, Choice.HEAT): Stage.TIMER,
    (Stage.WARMTH, Choice.COLD): Stage.TIMER,
    (Stage.WARMTH, Choice.NEITHER): Stage.MOVE,
    (Stage.TIMER, Choice.NEXT): Stage.MOVE,
    (Stage.MOVE, Choice.NEXT): Stage.MOVE,
    (Stage.MOVE, Choice.SKIP): Stage.PAUSE,
}


def screen(state: Relief, script: Script) -> Screen:
    """What the state shows; at the END its page is the last word and there is no question."""
    worse = {Choice.WORSE: "worse"}
    onward = {Choice.NEXT: "go on"} | worse
    match state.stage:
        case Stage.EMERGENCY:
            page = Page(script.opening, script.signs.emergency)
            shown = Screen(page, script.signs_question, SIGNS)
        case Stage.DOCTOR:
            shown = Screen(Page("", script.signs.doctor), script.signs_question, SIGNS)
        case Stage.REST:
            shown = Screen(script.pages["rest"], "Comfortable?", onward)
        case Stage.WARMTH:
            options = {
                Choice.HEAT: "warmth",
                Choice.COLD: "cold",
                Choice.NEITHER: "neither",
            } | worse
            shown = Screen(script.pages["warmth"], "Which one?", options)
        case Stage.TIMER:
            page = script.pages[state.warmth]
            shown = Screen(page, "How is it?", onward, timer_s=script.timer_s)
        case Stage.MOVE:
            options = {Choice.NEXT: "done", Choice.SKIP: "skip the rest"} | worse
            shown = Screen(script.movements[state.movement], "How was that?", options)
        case Stage.PAUSE:
            usual = in_words(script.pause_min * MINUTE_S)
            question = f"How long, e.g. 30m or 2h (Enter for {usual})"
            shown = Screen(script.pages["pause"], question, free_duration=True)
        case Stage.END:
            shown = Screen(_last_word(state, script))
    return shown


def advance(state: Relief, answer: str, script: Script) -> Relief:
    """The state after an answer. Raises ReliefError, naming the choices, for any other answer."""
    shown = screen(state, script)
    if shown.free_duration:
        minutes = _minutes(answer, script)
        return replace(state, stage=Stage.END, ending=Ending.DONE, pause_min=minutes)
    if answer not in (shown.options or {}):
        raise ReliefError(f"Please answer one of: {', '.join((shown.options or {}).values())}.")
    reply = Choice(answer)
    ending = Ending.WORSE if reply is Choice.WORSE else _ENDS.get((state.stage, reply))
    if ending is not None:
        unsure = reply is Choice.UNSURE
        return replace(
            state, stage=Stage.END, ending=ending, was_unsure=unsure, pause_min=script.pause_min
        )
    following = _NEXT[state.stage, reply]
    if following is state.stage is Stage.MOVE:
        following = Stage.MOVE if state.movement + 1 < len(script.movements) else Stage.PAUSE
        return replace(state, stage=following, movement=state.movement + 1)
    warmth = reply if following is Stage.TIMER else state.warmth
    return replace(state, stage=following, warmth=warmth)


def _last_word(state: Relief, script: Script) -> Page:
    unsure = (script.unsure,) if state.was_unsure else ()
    match state.ending:
        case Ending.EMERGENCY:
            return Page(script.signs.emergency_advice, unsure)
        case Ending.DOCTOR:
            return Page(script.signs.doctor_advice, unsure)
        case Ending.WORSE:
            return Page(script.worse, ())
        case _:
            return Page(script.closing, ())


def _minutes(answer: str, script: Script) -> float:
    if not answer.strip():
        return script.pause_min
    try:
        pause_s = parse_duration_s(answer)
    except ValueError:
        pause_s = math.inf
    if pause_s > DAY_S:
        raise ReliefError(
            "Please enter a time from 0 to 24 h, such as 30 minutes or 2h, or press Enter."
        )
    return pause_s / MINUTE_S
