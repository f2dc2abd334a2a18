"""Which days ``posture report`` is asked for, and mistakes in saying so."""

from datetime import date

import pytest

from posture.cli.report import _chosen
from posture.cli.report_outlets import Outlets
from posture.core.period.calendar import PeriodKind, days_between, month_of, week_of, year_of
from posture.errors import InputError

TODAY = date(2026, 11, 28)
WEEK, MONTH, YEAR = [PeriodKind.WEEK], [PeriodKind.MONTH], [PeriodKind.YEAR]


def chosen(when=None, day=None, kinds=(), first=None, last=None):
    return _chosen(when, day, list(kinds), first, last, TODAY)


@pytest.mark.parametrize(
    ("asked", "means"),
    [
        ({}, TODAY),
        ({"when": "yesterday"}, date(2026, 11, 27)),
        ({"kinds": WEEK}, week_of(TODAY)),
        ({"kinds": WEEK, "when": "2026-11-03"}, week_of(date(2026, 11, 3))),
        ({"kinds": WEEK, "when": "2026-w45"}, week_of(date(2026, 11, 3))),
        ({"kinds": WEEK, "when": "last"}, week_of(date(2026, 11, 20))),
        ({"kinds": MONTH, "when": "2026-10"}, month_of(date(2026, 10, 1))),
        ({"kinds": YEAR, "when": "2025"}, year_of(date(2025, 1, 1))),
        ({"first": "2026-11-02"}, days_between(date(2026, 11, 2), TODAY)),
        (
            {"first": "2026-11-02", "last": "yesterday"},
            days_between(date(2026, 11, 2), date(2026, 11, 27)),
        ),
    ],
)
def test_days_are_asked_for_as_people_type_them(asked, means):
    assert chosen(**asked) == means


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"kinds": WEEK + MONTH}, "--week and --month exclude each other"),
        ({"kinds": WEEK, "day": "today"}, "--week and --day exclude each other"),
        ({"kinds": WEEK, "first": "2026-11-01"}, "--week and --from exclude each other"),
        ({"when": "today", "day": "today"}, "today and --day exclude each other"),
        ({"kinds": WEEK, "when": "2026-W60"}, "not a week"),
        ({"kinds": MONTH, "when": "2026-W47"}, "not a month"),
        ({"kinds": MONTH, "when": "2026-13"}, "not a month"),
        ({"kinds": MONTH, "when": "2027-01"}, "still to come"),
        ({"kinds": YEAR, "when": "1960"}, "no record is that old"),
        ({"last": "2026-11-01"}, "--to needs --from"),
        ({"first": "2026-11-09", "last": "2026-11-01"}, "is before --from"),
        ({"first": "2026-11-09", "last": "2026-12-01"}, "--to 2026-12-01: still to come"),
        ({"when": "soon"}, "not a day"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_is_wrong(asked, says):
    with pytest.raises(InputError, match=says):
        chosen(**asked)


def outlets(as_format=None, *, as_json=False, csv=None, out=None, pdf=None):
    return Outlets.of(as_format, as_json=as_json, csv=csv, out=out, pdf=pdf)


def test_a_format_is_one_that_there_is_and_only_one_thing_is_printed():
    with pytest.raises(InputError, match="xml: not a format"):
        outlets("xml")
    with pytest.raises(InputError, match="exclude each other"):
        outlets("csv", as_json=True)
    assert outlets("json").is_json
    assert outlets("md").printed == "--format"
    assert not outlets("md").wants_page
    assert outlets("html").wants_page
