"""Every kind of page in Chromium: three widths, light and dark, as axe sees it, printed."""

import re
from datetime import date, datetime, timedelta

import pytest

from posture.core.day.model import JudgedTime
from posture.core.day.summary import summarise
from posture.core.events import Cause
from posture.core.period.calendar import month_of, week_of, year_of
from posture.core.states import WatchState
from posture.report import pdf
from posture.report.html import render
from posture.report.period_html import render_period
from posture.report.shelf import Shelf
from posture.report.write import tips_for
from tests.support.browser import DARK, needs_chromium
from tests.support.days import LIMITS, ZONE, Block, a_day
from tests.support.looked_at import WIDTHS, measured
from tests.support.periods import lived, stretch, summed, with_goal

DAY = date(2026, 11, 19)
AROUND_THE_CLOCK = tuple(Block(hour, "typing", 0.05 + 0.03 * (hour % 7)) for hour in range(24))
SHELF = Shelf(frozenset({"2026-11-18", "2026-11-19", "2026-W46", "2026-W47", "2026-11", "2026"}))
# What the labels' tiers and short forms are for.
CROWDED = re.compile(r'class="(?:never|mid|minor|hours shares dense)"')


def day_page(plan):
    day = summarise(DAY, ZONE, a_day(DAY, plan=plan), LIMITS)
    return render(day, tips=tips_for(day), links=SHELF.links_of_day(DAY))


def period_page(period, **more):
    days = tuple(day for day in period.days if day <= more.get("today", day))
    told = summed(period, *lived(days), before=[JudgedTime(9000.0, 3000.0)], **more)
    links = SHELF.links_of_period(period)
    return render_period(told, pages=SHELF.day_pages(), links=links, notices=("A notice.",))


def gappy_week():
    """Night shifts, two profiles, a journey, hours not watched: what a week may hold."""
    at = datetime(2026, 11, 16, tzinfo=ZONE)
    plan = [
        stretch(
            at + timedelta(hours=h), 50, WatchState.UPRIGHT, profile=f"a desk with a name {h % 2}"
        )
        for h in range(0, 24, 2)
    ]
    plan += [stretch(at + timedelta(days=2, hours=9), 4, WatchState.POOR, Cause.SLUMPED)]
    plan += [stretch(at + timedelta(days=3, hours=9), 90, WatchState.PAUSED)]
    return render_period(summed(week_of(DAY), plan))


@pytest.fixture(scope="module")
def pages():
    return {
        "day": day_page(AROUND_THE_CLOCK),
        "week": period_page(week_of(DAY), today=DAY, limits=with_goal(0.7)),
        "gaps": gappy_week(),
        "nothing": render_period(summed(week_of(DAY), [])),
        "month": period_page(month_of(DAY)),
        "year": period_page(year_of(DAY)),
        "index": SHELF.index(),
    }


@pytest.fixture(scope="module")
def seen(pages, tmp_path_factory):
    crowded = {"crowded": CROWDED.sub("", pages["day"])}
    return measured(pages | crowded, tmp_path_factory.mktemp("light"), axe=(390,))


@needs_chromium
def test_no_text_meets_another_or_leaves_its_place_at_any_width(pages, seen):
    for name in pages:
        for width in WIDTHS:
            page = seen[name, width]
            assert (page["innerWidth"], page["scrollWidth"]) == (width, width), name
            assert page["collisions"] == [], (name, width)
            assert page["out"] == page["cells"] == [], (name, width)
            assert page["texts"] > 10


@needs_chromium
def test_labels_that_do_collide_are_noticed(seen):
    assert seen["crowded", 390]["collisions"]
    assert seen["crowded", 768]["collisions"]


@needs_chromium
def test_axe_finds_nothing_and_no_page_asks_for_anything(pages, seen, tmp_path):
    coloured = {name: pages[name] for name in ("day", "week", "gaps", "month")}
    dark = measured(coloured, tmp_path, widths=(1280,), scheme=DARK, axe=(1280,))
    for page in (*seen.values(), *dark.values()):
        assert page["requested"] == []
        if page["name"][0] in pages:
            assert page["violations"] == [], page["name"]


@needs_chromium
@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_a_month_is_printed_on_the_paper_asked_for(pages, paper):
    printed = pdf.pdf_of(pages["month"], paper)
    assert printed.startswith(b"%PDF-")
    size = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    width, height = (round(float(side)) for side in size.groups())
    assert (width, height) == {"A4": (595, 842), "letter": (612, 792)}[paper]
    assert len(re.findall(rb"/Type ?/Page\b", printed)) == 2


def test_without_a_chromium_that_is_said(monkeypatch):
    monkeypatch.setattr(pdf, "_installed", lambda: iter(()))
    with pytest.raises(pdf.StoreError, match="none of them was found"):
        pdf.pdf_of("<html>", "A4")
