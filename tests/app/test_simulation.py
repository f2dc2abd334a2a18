"""Made-up weeks through the real monitor, schedule, episodes, breaks and nudge policy."""

import json
from functools import cache

import pytest

from posture.app.simulation.life import SimulatedPerson
from posture.app.simulation.week import simulate
from posture.config import load_config

CONFIG = load_config()


@cache
def working_week(seed, person):
    return simulate(5, seed, CONFIG, person)


@pytest.mark.parametrize("person", list(SimulatedPerson))
@pytest.mark.parametrize("seed", [1])
def test_a_week_brings_at_most_three_nudges_an_hour_and_none_in_calls(seed, person):
    week = working_week(seed, person)
    assert week.most_in_an_hour <= 3
    assert week.nudges_in_calls == 0
    assert 40 < week.watched_s / 3600 < 50


def test_somebody_who_slouches_in_bouts_shorter_than_the_hold_is_never_nudged_about_it():
    told = working_week(1, SimulatedPerson.FIDGETY).as_json()
    assert (told["episodes"], told["nudges"]) == (0, 0)


def test_nudges_and_break_reminders_are_counted_apart_everywhere():
    told = working_week(1, SimulatedPerson.STUBBORN).as_json()
    assert sum(told["nudges_by_cause"].values()) == told["nudges"]
    assert "sitting still too long" not in told["nudges_by_cause"]
    assert told["break_reminders"] > 0
    fidgety = working_week(1, SimulatedPerson.FIDGETY).as_json()
    assert (fidgety["nudges"], fidgety["max_nudges_in_an_hour"], fidgety["nudges_by_cause"]) == (
        0,
        0,
        {},
    )
    assert fidgety["break_reminders"] > 0
    assert fidgety["max_messages_in_an_hour"] >= 1


def test_calls_do_hold_nudges_back_and_that_is_counted():
    week = working_week(1, SimulatedPerson.STUBBORN)
    assert week.held_back["call"] > 0
    assert week.as_json()["held_back"] == sum(week.held_back.values())


def test_somebody_who_follows_no_nudge_is_nudged_less_often_for_it_than_the_limits_allow():
    often = ("nudges.max_per_hour=60", "nudges.cooldown_s=300", "breaks.plan=off")
    free = load_config([*often, "nudges.backoff_factor=1"])
    wary = load_config([*often, "nudges.backoff_factor=4"])
    assert sum(map(len, simulate(2, 1, wary, SimulatedPerson.STUBBORN).nudge_s)) < sum(
        map(len, simulate(2, 1, free, SimulatedPerson.STUBBORN).nudge_s)
    )


def test_the_same_seed_gives_the_same_week_and_another_seed_another(posture):
    first, again, other = (
        json.loads(posture("simulate", "--days", 1, "--seed", seed, "--json").stdout)
        for seed in (1, 1, 2)
    )
    assert first == again != other
    assert set(first) >= {
        "max_nudges_in_an_hour",
        "nudges_in_calls",
        "held_back",
        "episodes_by_cause",
    }


@pytest.mark.parametrize("seed", [1])
def test_a_typical_day_has_at_most_eight_interruptions_and_long_slouches_are_told(seed):
    told = working_week(seed, SimulatedPerson.TYPICAL).as_json()
    assert told["messages_a_day"] <= 8
    assert told["nudges"] + told["break_reminders"] <= 8 * told["days"]
    assert told["long_slouches"] > 0
    assert told["long_slouches_nudged"] >= 0.9 * told["long_slouches"]
