"""Break reminders: due after real sitting, never after a break taken unasked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from posture.core.events import Assessment, Sample, Verdict
from posture.core.nudges.breaks import BreakState, Rested, StillSitting, advance, plan_of
from posture.core.nudges.tips import TipKind
from posture.core.policies.nudges import BreakPolicy
from posture.core.states import WatchState

POLICY = BreakPolicy(
    plan="hourly", hourly_sit_s=3000, hourly_rest_s=300, min_rest_s=60, repeat_s=1200
)
UNKNOWN = Assessment(Verdict.UNKNOWN, None)
SEATED, AWAY, COVERED = WatchState.UPRIGHT, WatchState.AWAY, WatchState.COVERED


def play(name, spells, every_s=5.0):
    """spells: (state, minutes); state None: no looks at all. Answers every reminder and rest."""
    plan, state, at_s, told = plan_of(replace(POLICY, plan=name), 3.0), BreakState(), 0.0, []
    for seen, minutes in spells:
        end_s = at_s + minutes * 60
        while seen is not None and at_s < end_s:
            state, said = advance(state, Sample(at_s, seen, every_s, UNKNOWN), plan)
            told += said
            at_s += every_s
        at_s = end_s
    state, said = advance(state, Sample(at_s, SEATED, every_s, UNKNOWN), plan)
    return told + list(said)


def asks(told):
    return [(round(t.at_s / 60), t.ask) for t in told if isinstance(t, StillSitting)]


def test_fifty_minutes_at_the_desk_bring_a_reminder_and_again_until_a_break_is_taken():
    told = play("hourly", [(SEATED, 95), (AWAY, 6), (SEATED, 49)])
    assert asks(told) == [(50, TipKind.MOVE), (70, TipKind.MOVE), (90, TipKind.MOVE)]
    (rested,) = [t for t in told if isinstance(t, Rested)]
    assert rested.at_s / 60 == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(
    "breaks",
    [
        [(AWAY, 6)],
        [(AWAY, 2), (SEATED, 10), (AWAY, 3.1)],
        [(None, 30)],
        [(WatchState.PAUSED, 6)],
    ],
    ids=["one walk", "two short walks", "the machine slept", "paused or locked"],
)
def test_a_break_taken_unasked_is_credited(breaks):
    told = play("hourly", [(SEATED, 35), *breaks, (SEATED, 45)])
    assert asks(told) == []
    assert len(told) == 1


def test_reaching_for_the_printer_is_no_break():
    told = play("hourly", [(SEATED, 10), *[(AWAY, 0.8), (SEATED, 5)] * 8])
    assert len(asks(told)) == 1


def test_a_covered_lens_stops_the_clock_and_is_no_rest():
    told = play("hourly", [(SEATED, 40), (COVERED, 30), (SEATED, 9)])
    assert told == []
    told = play("hourly", [(SEATED, 40), (COVERED, 30), (SEATED, 11)])
    assert asks(told) == [(80, TipKind.MOVE)]


def test_one_long_absence_is_one_rest():
    told = play("hourly", [(SEATED, 10), (AWAY, 90), (SEATED, 10)])
    assert [type(t) for t in told] == [Rested]


def test_20_8_2_asks_to_stand_then_to_move_and_begins_anew_each_half_hour():
    told = play("20-8-2", [(SEATED, 61)])
    assert asks(told) == [
        (20, TipKind.STAND),
        (28, TipKind.MOVE),
        (50, TipKind.STAND),
        (58, TipKind.MOVE),
    ]


def test_20_20_20_rests_the_eyes_every_twenty_minutes_unless_they_were_away():
    told = play("20-20-20", [(SEATED, 41), (AWAY, 0.5), (SEATED, 19)])
    assert asks(told) == [(20, TipKind.EYES), (40, TipKind.EYES)]


@pytest.mark.parametrize(
    ("name", "rest_s", "cycle_s"),
    [("hourly", 300.0, None), ("20-8-2", 120.0, 1800.0), ("20-20-20", 20.0, 1220.0)],
)
def test_a_plan_is_as_long_as_its_name_says(name, rest_s, cycle_s):
    plan = plan_of(replace(POLICY, plan=name), 3.0)
    assert (plan.rest_s, plan.cycle_s) == (rest_s, cycle_s)


def test_20_20_20_begins_anew_after_each_look_away_that_nobody_saw():
    told = play("20-20-20", [(SEATED, 62)])
    assert [round(one.at_s) for one in told] == [1200, 2420, 3640], "20 min, and 20 s, and so on"


def test_two_looks_at_once_are_one():
    plan = plan_of(POLICY, 3.0)
    seen = [Sample(at_s, SEATED, 5.0, UNKNOWN) for at_s in (0.0, 0.5, 0.5, 0.25, 1.0)]
    state = BreakState()
    for one in seen:
        state, _ = advance(state, one, plan)
    assert (state.sitting_s, state.last) == (1.0, seen[-1])


def test_a_rest_of_just_the_length_it_takes_is_one_and_goes_on_as_one():
    plan = plan_of(POLICY, 3.0)
    state, told = BreakState(sitting_s=900.0), []
    for at_s in range(0, 606, 5):
        state, said = advance(state, Sample(float(at_s), AWAY, 5.0, UNKNOWN), plan)
        told += said
    assert [(one.at_s, one.rested_s) for one in told] == [(300.0, 300.0)]
    assert (state.sitting_s, state.min_rest_s, state.last.at_s) == (0.0, 605.0, 605.0)


def test_sitting_on_past_a_cycle_counts_for_the_next():
    plan = plan_of(replace(POLICY, plan="20-8-2"), 3.0)
    state = BreakState(sitting_s=1795.0, asked=2, last=Sample(0.0, SEATED, 7.0, UNKNOWN))
    state, said = advance(state, Sample(7.0, SEATED, 7.0, UNKNOWN), plan)
    assert (said, state.sitting_s, state.asked, state.last.at_s) == ((), 2.0, 0, 7.0)


def test_a_cycle_ends_at_just_its_length():
    plan = plan_of(replace(POLICY, plan="20-8-2"), 3.0)
    state = BreakState(sitting_s=1795.0, asked=2, last=Sample(0.0, SEATED, 5.0, UNKNOWN))
    state, _ = advance(state, Sample(5.0, SEATED, 5.0, UNKNOWN), plan)
    assert (state.sitting_s, state.asked) == (0.0, 0)


def test_a_rest_a_second_too_short_is_none_however_often_it_comes():
    plan, state = plan_of(POLICY, 3.0), BreakState()
    for minute in range(10):
        for second, seen in ((0, AWAY), (30, AWAY), (59, SEATED)):
            look = Sample(100.0 * minute + second, seen, 60.0, UNKNOWN)
            state, _ = advance(state, look, plan)
    assert state.rested_s == 0.0


def test_off_never_asks():
    assert asks(play("off", [(SEATED, 600)])) == []


STATES = st.sampled_from(list(WatchState))


@given(
    name=st.sampled_from(["hourly", "20-8-2", "20-20-20"]),
    spells=st.lists(st.tuples(STATES, st.floats(0.1, 60)), max_size=12),
)
def test_a_reminder_always_follows_as_much_sitting_as_the_plan_says(name, spells):
    told = play(name, spells, every_s=10.0)
    seated_s = sum(minutes * 60 for state, minutes in spells if state not in {AWAY, COVERED})
    first = plan_of(replace(POLICY, plan=name), 3.0).asks[0].after_s
    for t in told:
        if isinstance(t, StillSitting):
            assert first <= t.sitting_s <= seated_s + 20 * len(spells)
        else:
            assert t.rested_s > 0
