"""The day for programs and for the terminal."""

import csv
import json
import re
from datetime import date, datetime
from io import StringIO

import pytest
from rich.console import Console

from posture.core.day.records import DayRecords
from posture.core.day.summary import summarise
from posture.report.data import jsonable, write_csv
from posture.report.terminal import render
from tests.support.days import AWAY_DAY, LIMITS, SHORT_DAY, ZONE, a_day, judged_on

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def day():
    return summarise(DAY, ZONE, a_day(DAY), LIMITS)


def printed(day, width=100):
    console = Console(file=StringIO(), width=width)
    console.print(render(day))
    return console.file.getvalue()


def test_json_holds_plain_values_whose_sums_agree(day):
    data = json.loads(json.dumps(jsonable(day), allow_nan=False))
    assert data["watched_s"] == pytest.approx(sum(data["by_state_s"].values()), abs=1)
    assert data["judged_s"] == pytest.approx(data["upright_s"] + data["poor_s"], abs=0.2)
    assert sum(data["by_cause_s"].values()) == pytest.approx(data["poor_s"], abs=1)
    assert len(data["episodes"]) == len(day.episodes)
    assert datetime.fromisoformat(data["episodes"][0]["started"]) == day.episodes[0].started
    assert data["findings"]


@pytest.mark.parametrize("plan", [SHORT_DAY, AWAY_DAY, ()], ids=["3 minutes", "away", "nothing"])
def test_json_of_a_poor_day_is_whole_too(plan):
    records = a_day(DAY, plan=plan) if plan else DayRecords()
    data = json.loads(json.dumps(jsonable(summarise(DAY, ZONE, records, LIMITS))))
    assert data["enough_data"] is False
    assert data["headline"]


def test_the_table_of_hours_adds_up_to_the_day(day):
    file = StringIO()
    write_csv(day, file)
    rows = list(csv.DictReader(StringIO(file.getvalue())))
    assert sum(float(row["poor_s"]) for row in rows) == pytest.approx(day.poor_s, abs=1)
    assert sum(float(row["upright_s"]) for row in rows) == pytest.approx(day.upright_s, abs=1)
    assert all(0 <= float(row["poor_share"]) <= 1 for row in rows if row["poor_share"])
    assert "set_up_changed_s" in rows[0]


def test_the_terminal_tells_the_headline_the_hours_and_the_causes(day):
    text = printed(day)
    assert "Friday 20 November 2026" in text
    assert "You sat upright most of the time" in text
    assert "09:00" in text
    assert "Holding the head forward" in text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_terminal_summary_keeps_within_any_width(day, width):
    text = printed(day, width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text
    assert re.search(r"^09:00 .*█.* \d+% .*min", text, re.MULTILINE)


def test_days_compared_with_need_not_be_the_day_before():
    before = date(2026, 11, 16)  # a Monday; the day told of is a Friday
    earlier = [judged_on(before, a_day(before).samples)]
    text = printed(summarise(DAY, ZONE, a_day(DAY), LIMITS, earlier))
    assert "the day watched before" in text


def test_the_terminal_gives_no_share_of_too_little():
    day = summarise(DAY, ZONE, a_day(DAY, plan=SHORT_DAY), LIMITS)
    assert "too little to draw conclusions" in printed(day)
