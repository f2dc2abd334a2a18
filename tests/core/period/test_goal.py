"""Days met and days in a row; nobody is scolded."""

from datetime import date

from posture.core.day.model import JudgedTime
from posture.core.period.goal import goal_figures
from posture.core.period.insights import goal_in_words

ENOUGH = 600.0
MET, MISSED, TOO_LITTLE = JudgedTime(8000, 1000), JudgedTime(5000, 5000), JudgedTime(60, 0)


def goal(*days, earlier=(), share=0.8):
    dated = [(date(2026, 11, 16 + i), time) for i, time in enumerate(days)]
    return goal_figures(dated, earlier, share, ENOUGH)


def test_no_goal_is_set_until_somebody_sets_one():
    assert goal(MET, share=0.0) is None


def test_days_met_are_counted_of_those_with_enough_to_judge():
    told = goal(MET, MISSED, TOO_LITTLE, MET)
    assert (told.met, told.judged, told.streak) == (2, 3, 1)


def test_a_row_of_days_reaches_back_and_days_without_enough_break_none():
    assert goal(MET, TOO_LITTLE, MET, earlier=[MET, TOO_LITTLE, MET, MISSED, MET]).streak == 4
    assert goal(MISSED, MET, earlier=[MET]).streak == 1


def test_a_week_without_a_day_met_names_the_one_that_came_nearest():
    told = goal_in_words(goal(MISSED, JudgedTime(7000, 3000)))
    assert "Tuesday 17 November came nearest with 70%" in told
    assert "fail" not in told
    assert "was met on 1 of 2 days" in goal_in_words(goal(MET, MISSED))
