"""A hand-made month gives exactly its totals, from the store and in every format."""

import csv
import io
import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from posture.config import default_config
from posture.core.day.records import EpisodeRecord, SampleRecord
from posture.core.events import Cause, Verdict
from posture.core.period.calendar import days_between, month_of, week_of, year_of
from posture.core.spreadsheet import cell_of, text_of
from posture.core.states import WatchState
from posture.report.formats import PeriodReport
from posture.report.period_html import render_period
from posture.report.periods import JudgedDays, period_summary
from posture.report.publish import Publisher
from posture.report.write import day_summary
from posture.store.sqlite import open_store
from tests.support.periods import stretch, summed
from tests.support.stores import SETTINGS

ZONE = ZoneInfo("Europe/Berlin")
DAY = date(2026, 10, 20)
MONTH, TODAY = month_of(DAY), date(2026, 11, 28)
# One working day: 3 h 20 min upright, 45 min slouched, 10 min away, 5 min of a covered lens.
PLAN = (
    (120, WatchState.UPRIGHT, None),
    (30, WatchState.POOR, Cause.SLUMPED),
    (10, WatchState.AWAY, None),
    (80, WatchState.UPRIGHT, None),
    (15, WatchState.POOR, Cause.HEAD_FORWARD),
    (5, WatchState.COVERED, None),
)
WORKDAYS = 22  # of October 2026; on the 25th the clocks go back
UPRIGHT_S, POOR_S, WATCHED_S = WORKDAYS * 12_000.0, WORKDAYS * 2_700.0, WORKDAYS * 15_600.0
NASTY = "=HYPERLINK(1)"
VERDICTS = {WatchState.UPRIGHT: Verdict.GOOD, WatchState.POOR: Verdict.POOR}


def test_a_week_in_which_nothing_was_judged_gives_no_figures_of_nothing():
    week = week_of(DAY)
    at = datetime(2026, 10, 19, 9, tzinfo=ZONE)
    page = render_period(summed(week, [stretch(at, 200, WatchState.AWAY)]))
    row = page.split('<tr id="2026-10-19">')[1].split("</tr>")[0]
    assert re.sub(r"<[^>]+>|\s", "", row) == "Mon19Oct-Judged-Longestsitting-Breaks-"
    assert row.count('none"') == 4  # left out on a phone
    assert "1 of 7 days has a record" in page
    assert "judged time; there was none." in page.replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"\.cal \.few \{ border: 1px", page), "the table's own would take its foot"


def looks(day):
    at = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
    for minutes, state, cause in PLAN:
        for _ in range(minutes):
            verdict = VERDICTS.get(state, Verdict.UNKNOWN)
            yield SampleRecord(at, 60.0, state, verdict, cause=cause, profile=NASTY)
            at += timedelta(minutes=1)
    yield SampleRecord(at, 60.0, WatchState.GAP)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "posture.db"
    settings = replace(SETTINGS, busy_wait_s=30.0)
    with closing(open_store(path, settings)) as opened:
        for day in MONTH.days:
            if day.weekday() < 5:
                opened.add_samples(list(looks(day)))
                start = datetime(day.year, day.month, day.day, 11, tzinfo=ZONE)
                end = start + timedelta(minutes=30)
                opened.add_episode(EpisodeRecord(start, end, (Cause.SLUMPED,), 1.5, "corrected"))
        yield opened


@pytest.fixture(scope="module")
def config():
    return default_config()


@pytest.fixture(scope="module")
def month(store, config):
    return PeriodReport(period_summary(store, MONTH, ZONE, config, TODAY), ZONE)


def test_json_has_exactly_the_totals(month):
    told = json.loads(json.dumps(month.json()))
    assert (told["upright_s"], told["poor_s"]) == (UPRIGHT_S, POOR_S)
    assert told["judged_s"] == UPRIGHT_S + POOR_S
    assert told["watched_s"] == WATCHED_S
    assert told["by_cause_s"] == {
        "slumped torso": WORKDAYS * 1800.0,
        "head forward": WORKDAYS * 900.0,
    }
    assert (told["days_recorded"], told["breaks"], told["episodes"]) == (WORKDAYS,) * 3
    assert told["longest_sitting"]["sat_s"] == 9000.0
    assert sum(day["poor_s"] for day in told["days"]) == POOR_S
    assert sum(hour["poor_s"] for hour in told["weekday_hours"]) == POOR_S
    assert {hour["hour"] for hour in told["weekday_hours"]} == {9, 10, 11, 12, 13}


def test_csv_has_exactly_the_totals_and_nothing_a_spreadsheet_runs(month):
    table = month.csv()
    assert table.count("\r\n") == WORKDAYS + 1
    assert "\n" not in table.replace("\r\n", "")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    for name, total in (("upright_s", UPRIGHT_S), ("poor_s", POOR_S), ("watched_s", WATCHED_S)):
        assert sum(float(row[name]) for row in rows) == total
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert text_of(rows[0]["profiles"]) == NASTY


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", "''=1", "it's", "", "'"])
def test_a_cell_is_no_formula_and_gives_its_text_back(text):
    assert not cell_of(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert text_of(cell_of(text)) == text


def test_page_markdown_and_terminal_say_the_same_totals(month):
    console = Console(file=io.StringIO(), width=100, record=True)
    console.print(month.terminal())
    page = re.sub(r"<[^>]+>", " ", month.html(())).replace("\N{NO-BREAK SPACE}", " ")
    for text in (month.markdown(), console.export_text(), page):
        flat = " ".join(text.split())
        assert "73 h 20 min of the 89 h 50 min" in flat
        assert "82%" in flat
        assert "2 h 30 min" in flat  # the longest sitting
    assert "95 h 20 min watched" in " ".join(page.split())


def test_a_year_a_week_and_any_span_hold_the_same_days(store, config):
    def told(period):
        return period_summary(store, period, ZONE, config, TODAY)

    assert told(year_of(DAY)).poor_s == POOR_S
    assert told(week_of(DAY)).poor_s == 5 * 2700.0
    span = told(days_between(date(2026, 10, 23), date(2026, 10, 26)))
    assert (span.poor_s, span.recorded_days) == (2 * 2700.0, 2)
    assert span.earlier.days == 4


def test_a_period_is_what_its_days_reports_say(store, config, month):
    day = day_summary(store, DAY, ZONE, config)
    same = next(each for each in month.period.days if each.day == DAY)
    assert same.by_state == day.by_state
    assert same.by_cause == day.by_cause
    assert same.episodes == len(day.episodes)


def test_pages_lead_to_one_another_and_to_nothing_that_is_not_there(store, config, tmp_path):
    publisher = Publisher(store, ZONE, config, tmp_path, TODAY)
    week = publisher.period(period_summary(store, week_of(DAY), ZONE, config, TODAY))
    day = publisher.day(day_summary(store, DAY, ZONE, config))
    assert (week.name, day.name) == ("2026-W43.html", "2026-10-20.html")
    pages = {page.name: page.read_text("utf-8") for page in tmp_path.glob("*.html")}
    for name, text in pages.items():
        for href in re.findall(r'href="([^"]+)"', text):
            if href.startswith("#"):
                assert f'id="{href[1:]}"' in text, (name, href)
            else:
                assert href in pages, (name, href)
        assert name == "index.html" or "index.html" in text
    assert {"2026-10.html", "2026-W43.html", "2026-10-19.html", "index.html"} <= set(pages)
    assert 'href="2026-10-20.html"' in pages["2026-W43.html"]
    assert 'href="2026-10.html"' in pages["2026-10-20.html"]
    assert 'href="2026-10-21.html"' in pages["2026-10-20.html"]
    assert {f'href="{name}"' for name in pages} - {'href="index.html"'} <= set(
        re.findall(r'href="[^"]+"', pages["index.html"])
    )


@pytest.mark.parametrize(
    ("span_of_day", "beside", "parts"),
    [
        (week_of, {"2026-10", "index"}, {f"2026-10-{day}" for day in range(19, 24)}),
        (year_of, {"index"}, {"2026-10"}),
    ],
    ids=["week", "year"],
)
def test_parts_are_pages_once_somebody_looks_at_the_whole(
    store, config, tmp_path, span_of_day, beside, parts
):
    whole = period_summary(store, span_of_day(DAY), ZONE, config, TODAY)
    for with_parts, written in ((False, beside), (True, beside | parts)):
        page = Publisher(store, ZONE, config, tmp_path, TODAY, with_parts=with_parts).period(whole)
        assert {path.stem for path in tmp_path.iterdir()} == {page.stem, *written}
        leads_to = {href[:-5] for href in re.findall(r'href="([^"#]+)"', page.read_text("utf-8"))}
        assert leads_to == written


def test_what_was_judged_is_looked_back_for_from_any_day_and_over_empty_months(config, tmp_path):
    with closing(open_store(tmp_path / "posture.db", SETTINGS)) as store:
        for day in (date(2026, 5, 6), date(2026, 9, 30), date(2026, 10, 1), DAY):
            at = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
            looks = (at + timedelta(seconds=30 * number) for number in range(60 + day.day))
            store.add_samples([SampleRecord(each, 30.0, WatchState.UPRIGHT) for each in looks])
        gap_intervals = config.monitor.gap_intervals
        judged = store.judged_by_day(store.days(ZONE), ZONE, gap_intervals)
        together = JudgedDays(store, ZONE, gap_intervals)
        for day in (date(2026, 12, 1), DAY, date(2026, 10, 1), date(2026, 5, 6)):
            earlier = [judged[each] for each in sorted(judged, reverse=True) if each < day]
            assert list(together.before(day)) == earlier
        assert list(together.before(date(2026, 10, 1)))
