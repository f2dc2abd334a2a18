"""A share of the nudges is withheld by chance, and all goes on as if it had been shown."""

import pytest
from msgspec.structs import replace

from posture.core.events import Cause, Nudge, Withheld
from posture.core.nudges.breaks import StillSitting
from posture.core.reasons import EpisodeEnd
from tests.support.nudging import POLICY, Run, ended, started

TRIAL = replace(POLICY, silent_share=0.25)


def test_a_nudge_that_is_due_is_withheld_with_the_chance_that_is_set():
    for chance, said in ((0.24, Withheld), (0.25, Nudge), (0.9, Nudge)):
        (event,) = Run(TRIAL).at(0, started(), chance=chance)
        assert type(event) is said
        assert (event.at_s, event.cause) == (0, Cause.SLUMPED)
        assert event.silent_share == 0.25, "recorded with those that were shown too"


def test_without_a_share_none_is_and_none_is_part_of_a_trial():
    (nudge,) = Run().at(0, started(), chance=0.0)
    assert isinstance(nudge, Nudge)
    assert nudge.silent_share is None


def test_one_withheld_is_drawn_once_and_followed_by_the_same_pause():
    shown, withheld = Run(TRIAL), Run(TRIAL)
    shown.at(0, started(), chance=1.0)
    withheld.at(0, started(), chance=0.0)
    for run in (shown, withheld):
        run.ticks(1, 2000, chance=1.0)
    first, *later = withheld.said
    assert isinstance(first, Withheld)
    assert all(isinstance(nudge, Nudge) for nudge in later)
    # One shown and ignored makes the next pause no longer; the second in a row would.
    assert later[0].at_s == shown.nudges[1].at_s >= TRIAL.cooldown_s


@pytest.mark.parametrize("reason", [EpisodeEnd.CORRECTED, EpisodeEnd.LEFT])
def test_one_withheld_is_neither_followed_nor_ignored_nor_praised(reason):
    run = Run(replace(TRIAL, praise=True))
    run.at(0, started(), chance=0.0)
    run.at(60, ended(60, reason))
    assert not [said for said in run.said if not isinstance(said, Withheld)]
    run = Run(TRIAL)
    for start in (0, 3000, 6000, 9000):
        run.at(start, started(start), chance=0.0)
        run.ticks(start + 1, start + 400, every_s=50, chance=0.0)
        run.at(start + 500, ended(start + 500, EpisodeEnd.LEFT))
    assert run.state.ignored == 0


def test_one_withheld_has_a_number_of_its_own_and_belongs_to_its_episode():
    run = Run(TRIAL)
    run.at(0, started(), chance=0.0)
    run.ticks(1, 2000, chance=1.0)
    assert [nudge.id for nudge in run.nudges] == [2, 3]
    assert run.state.episode.nudge_ids == {1, 2, 3}
    assert run.state.episode.since_s == -30


def test_a_break_is_never_withheld():
    (nudge,) = Run(TRIAL).at(0, StillSitting(0, 3000), chance=0.0)
    assert (nudge.cause, nudge.silent_share) == (Cause.SITTING_LONG, None)


def test_one_withheld_that_nothing_followed_stays_the_last_one_and_is_closed():
    run = Run(TRIAL)
    run.at(0, started(), chance=0.0)
    run.ticks(1, 302, chance=1.0)
    assert run.state.last is not None
    assert (run.state.last.id, run.state.last.is_withheld, run.state.last.is_open) == (
        1,
        True,
        False,
    )
