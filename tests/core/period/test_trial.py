"""Nudges withheld by chance tell whether nudges help, and say so only when they can."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from posture.core.day.records import Delivery, EpisodeRecord, NudgeRecord
from posture.core.events import Cause
from posture.core.period.trial import (
    Decision,
    compare,
    decisions_of,
    read_trial,
    restricted_means,
)
from posture.core.period.trial_result import Effect, trial_in_words

HORIZON_S, LEAST = 300.0, 10
NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def person(factor, seed, nudges=200, silent_share=0.25):
    """Somebody whose time to sitting up a nudge multiplies by a factor; some leave before."""
    rng = np.random.default_rng(seed)
    is_withheld = rng.random(nudges) < silent_share
    times_s = rng.lognormal(np.log(60), 0.8, nudges) * np.where(is_withheld, 1.0, factor)
    leaves_s = rng.exponential(900, nudges)
    return [
        Decision(n, bool(withheld), float(min(time, leaves)), bool(time <= leaves))
        for n, (withheld, time, leaves) in enumerate(
            zip(is_withheld, times_s, leaves_s, strict=True)
        )
    ]


@pytest.mark.parametrize("people", [30, pytest.param(100, marks=pytest.mark.costly)])
@pytest.mark.parametrize(
    ("factor", "effect"),
    [(0.5, Effect.HELPS), (1.0, Effect.UNKNOWN), (2.0, Effect.DELAYS)],
    ids=["half", "none", "double"],
)
def test_a_known_effect_is_told_right_of_at_least_nine_people_in_ten(factor, effect, people):
    right = sum(
        compare(person(factor, seed), HORIZON_S, LEAST, np.random.default_rng(seed)).effect
        is effect
        for seed in range(people)
    )
    assert right >= 0.9 * people


def test_the_mean_is_that_of_the_times_and_one_who_left_only_took_longer():
    times, weights = np.array([10.0, 50.0, 400.0]), np.ones((1, 3))
    every = np.array([True, True, True])
    assert restricted_means(times, every, weights, 300.0)[0] == pytest.approx((10 + 50 + 300) / 3)
    left = np.array([True, False, True])  # after 10 s two thirds are left, and stay so
    assert restricted_means(times, left, weights, 300.0)[0] == pytest.approx(10 + 290 * 2 / 3)
    twice = np.array([[2.0, 0.0, 1.0]])
    assert restricted_means(times, every, twice, 300.0)[0] == pytest.approx((10 + 10 + 300) / 3)
    assert np.isnan(restricted_means(times, every, np.zeros((1, 3)), 300.0)[0])


def test_too_few_tell_nothing_and_none_at_all_is_no_trial():
    few = person(0.1, 1, nudges=20)
    comparison = read_trial(few, HORIZON_S, LEAST).overall
    assert (comparison.effect, comparison.interval_s) == (Effect.UNKNOWN, None)
    assert comparison.shown + comparison.withheld == 20
    assert read_trial([], HORIZON_S, LEAST) is None


def test_causes_and_times_of_day_are_told_apart():
    helped = [
        Decision(n, one.is_withheld, one.time_s, one.is_corrected, Cause.SLUMPED, 9)
        for n, one in enumerate(person(0.3, 2))
    ]
    not_helped = [
        Decision(1000 + n, one.is_withheld, one.time_s, one.is_corrected, Cause.HEAD_DOWN, 20)
        for n, one in enumerate(person(1.0, 3))
    ]
    trial = read_trial(helped + not_helped, HORIZON_S, LEAST)
    assert {cause: one.effect for cause, one in trial.by_cause.items()} == {
        Cause.SLUMPED: Effect.HELPS,
        Cause.HEAD_DOWN: Effect.UNKNOWN,
    }
    assert {time: one.effect for time, one in trial.by_time.items()} == {
        "morning": Effect.HELPS,
        "evening": Effect.UNKNOWN,
    }


def test_the_words_say_cannot_tell_yet_until_there_is_a_difference():
    (words,) = trial_in_words(read_trial(person(1.0, 4), HORIZON_S, LEAST))
    assert "cannot tell yet" in words
    words = list(trial_in_words(read_trial(person(0.5, 4), HORIZON_S, LEAST)))
    assert words[0].startswith("With a nudge you sat up sooner than without (")
    assert "95%" in words[0]


def test_each_nudge_of_a_trial_is_matched_with_its_slouch():
    def at(seconds):
        return NINE + timedelta(seconds=seconds)

    def nudge(seconds, outcome, share=0.25):
        return NudgeRecord(at(seconds), Cause.SLUMPED, "", "", outcome, silent_share=share)

    bouts = [
        EpisodeRecord(at(start), at(end), (Cause.SLUMPED,), 1.5, reason)
        for start, end, reason in [(0, 100, "corrected"), (200, 400, "left")]
    ]
    nudges = [
        nudge(40, Delivery.DELIVERED),
        nudge(240, Delivery.WITHHELD),
        nudge(250, Delivery.DELIVERED, None),  # before the trial began
        nudge(260, Delivery.HELD_BACK),
        nudge(900, Delivery.WITHHELD),  # its slouch is not over yet
    ]
    shown, withheld = decisions_of(nudges, bouts)
    assert (shown.is_withheld, shown.time_s, shown.is_corrected) == (False, 60.0, True)
    assert (withheld.is_withheld, withheld.time_s, withheld.is_corrected) == (True, 160.0, False)
    assert withheld.hour == 9
