"""Weeks, months, years and spans: their days, names and neighbours."""

from datetime import date

import pytest

from posture.core.period.calendar import (
    days_between,
    month_of,
    period_named,
    week_of,
    year_of,
)

PERIODS = [
    (week_of(date(2026, 11, 22)), "2026-W47", "Week 47, 16 to 22 November 2026"),
    (week_of(date(2027, 1, 1)), "2026-W53", "Week 53, 28 December 2026 to 3 January 2027"),
    (week_of(date(2026, 4, 1)), "2026-W14", "Week 14, 30 March to 5 April 2026"),
    (month_of(date(2028, 2, 9)), "2028-02", "February 2028"),
    (year_of(date(2026, 6, 1)), "2026", "2026"),
    (
        days_between(date(2026, 11, 3), date(2026, 11, 9)),
        "2026-11-03_2026-11-09",
        "3 to 9 November 2026",
    ),
]


@pytest.mark.parametrize(("period", "name", "title"), PERIODS, ids=[p[1] for p in PERIODS])
def test_a_period_has_a_name_that_leads_back_to_it_and_a_title(period, name, title):
    assert (period.name, period.title) == (name, title)
    assert period_named(name) == period


@pytest.mark.parametrize("period", [p[0] for p in PERIODS], ids=[p[1] for p in PERIODS])
def test_periods_follow_one_another_without_a_gap(period):
    assert period.before().last.toordinal() + 1 == period.first.toordinal()
    assert period.last.toordinal() + 1 == period.after().first.toordinal()
    assert period.before().after() == period
    assert len(period.days) == (period.last - period.first).days + 1


@pytest.mark.parametrize("name", ["2026-W54", "2026-13", "index", "2026-11-31", "26", "posture"])
def test_what_is_no_name_names_nothing(name):
    assert period_named(name) is None
