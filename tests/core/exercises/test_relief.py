"""The guided session: warning signs before anything, and a way out at every step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.exercises.guide import WarningSigns
from posture.core.exercises.relief import (
    Ending,
    Relief,
    Stage,
    advance,
    screen,
)
from posture.core.exercises.relief_script import ReliefError, load_script

SIGNS = WarningSigns(
    emergency=("numb legs", "a crash"),
    emergency_advice="Call for help now.",
    doctor=("a fever",),
    doctor_advice="See a doctor soon.",
)
CONTENT = {
    "opening": "Sorry that it hurts.",
    "signs_question": "Does any of this apply?",
    "unsure": "Not being sure is a good reason to ask.",
    "closing": "Go gently today.",
    "worse": "Please stop here.",
    **{
        name: {"title": f"The page {name}", "lines": [f"What to do: {name}."]}
        for name in ("rest", "warmth", "heat", "cold", "pause")
    },
    "movement": [
        {"title": f"The movement {n}", "lines": ["Slowly, a few times."]} for n in range(3)
    ],
}
SCRIPT = load_script(CONTENT, SIGNS, timer_s=900, pause_min=240)
MOVES = ["next"] * len(SCRIPT.movements)


def play(*answers):
    state = Relief()
    for answer in answers:
        state = advance(state, answer, SCRIPT)
    return state


def test_the_emergency_signs_come_first_then_those_for_a_doctor():
    assert screen(Relief(), SCRIPT).page.lines == SIGNS.emergency
    assert screen(play("no"), SCRIPT).page.lines == SIGNS.doctor


@pytest.mark.parametrize(
    ("answers", "ending", "advice"),
    [
        (["yes"], Ending.EMERGENCY, SIGNS.emergency_advice),
        (["unsure"], Ending.EMERGENCY, SIGNS.emergency_advice),
        (["no", "yes"], Ending.DOCTOR, SIGNS.doctor_advice),
        (["no", "unsure"], Ending.DOCTOR, SIGNS.doctor_advice),
    ],
)
def test_a_warning_sign_ends_the_session_with_where_to_go_and_nothing_else(answers, ending, advice):
    state = play(*answers)
    assert (state.stage, state.ending) == (Stage.END, ending)
    shown = screen(state, SCRIPT)
    assert shown.page.title == advice
    assert shown.page.lines == ((SCRIPT.unsure,) if "unsure" in answers else ())
    assert shown.options is None
    for word in ("heat", "warmth", "cold", "movement"):
        assert word not in " ".join((shown.page.title, *shown.page.lines)).lower()
    with pytest.raises(ReliefError):
        advance(state, "next", SCRIPT)


@pytest.mark.parametrize("warmth", ["heat", "cold"])
def test_the_whole_way_rest_then_warmth_or_cold_with_a_timer_then_movement(warmth):
    state = play("no", "no")
    assert screen(state, SCRIPT).page == SCRIPT.pages["rest"]
    state = play("no", "no", "next", warmth)
    shown = screen(state, SCRIPT)
    assert (shown.page, shown.timer_s) == (SCRIPT.pages[warmth], 900)
    state = play("no", "no", "next", warmth, "next")
    assert screen(state, SCRIPT).page == SCRIPT.movements[0]
    state = play("no", "no", "next", warmth, "next", *MOVES)
    assert state.stage is Stage.PAUSE
    done = advance(state, "90", SCRIPT)
    assert (done.ending, done.pause_min) == (Ending.DONE, 90)
    assert screen(done, SCRIPT).page.title == SCRIPT.closing


def test_neither_warmth_nor_cold_goes_on_to_movement_and_movement_can_be_skipped():
    assert play("no", "no", "next", "neither").stage is Stage.MOVE
    assert play("no", "no", "next", "neither", "skip").stage is Stage.PAUSE


@pytest.mark.parametrize(
    "way", [[], ["next"], ["next", "heat"], ["next", "neither"], ["next", "cold", "next", "next"]]
)
def test_getting_worse_stops_at_every_step(way):
    state = play("no", "no", *way, "worse")
    assert (state.stage, state.ending) == (Stage.END, Ending.WORSE)
    assert screen(state, SCRIPT).page.title == SCRIPT.worse


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [("", 240), ("0", 0), (" 30 ", 30), ("1440", 1440), ("1h30m", 90), ("24 h", 1440)],
)
def test_nudges_pause_for_as_long_as_the_user_says(answer, minutes):
    state = play("no", "no", "next", "neither", "skip", answer)
    assert state.pause_min == minutes


@pytest.mark.parametrize("answers", [["yes"], ["no", "yes"], ["no", "no", "worse"]])
def test_an_early_end_pauses_nudges_too(answers):
    assert play(*answers).pause_min == SCRIPT.pause_min


@pytest.mark.parametrize("answer", ["-5", "1441", "25h", "soon", "²"])
def test_a_pause_that_is_no_duration_is_asked_again(answer):
    with pytest.raises(ReliefError, match="minutes"):
        play("no", "no", "next", "neither", "skip", answer)


@pytest.mark.parametrize("answer", ["", "maybe", "next", "skip"])
def test_a_warning_sign_question_cannot_be_passed_over(answer):
    with pytest.raises(ReliefError, match="yes, no, unsure"):
        play(answer)


@given(
    st.lists(
        st.sampled_from(
            [
                "yes",
                "no",
                "unsure",
                "next",
                "heat",
                "cold",
                "neither",
                "skip",
                "worse",
                "45",
                "",
                "x",
            ]
        ),
        max_size=30,
    )
)
def test_no_order_of_answers_reaches_advice_without_both_noes(answers):
    state, given_to_signs = Relief(), []
    for answer in answers:
        if state.stage is Stage.END:
            break
        try:
            following = advance(state, answer, SCRIPT)
        except ReliefError:
            continue
        if state.stage in {Stage.EMERGENCY, Stage.DOCTOR}:
            given_to_signs.append(answer)
        state = following
        screen(state, SCRIPT)
        if state.stage not in {Stage.EMERGENCY, Stage.DOCTOR, Stage.END}:
            assert given_to_signs == ["no", "no"]
    if state.stage is Stage.END:
        assert state.ending is not None
        assert state.pause_min is not None


@pytest.mark.parametrize("key", ["opening", "closing", "rest", "pause", "movement"])
def test_a_script_with_something_missing_is_refused_by_name(key):
    content = {name: value for name, value in CONTENT.items() if name != key}
    with pytest.raises(ReliefError, match=key):
        load_script(content, SIGNS, timer_s=1, pause_min=1)
