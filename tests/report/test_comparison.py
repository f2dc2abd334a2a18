"""Many recordings on one page: whole, safe, and with the figures that were given."""

import html
import re
from datetime import UTC, datetime

import pytest

from posture.app.analyze.sums import RecordingSums
from posture.config import load_config
from posture.core.angles.angles import Angles
from posture.core.credit import CreditedTime
from posture.core.events import Assessment, Sample, Verdict
from posture.core.pose.view import View
from posture.core.states import WatchState
from posture.monitor.loop import Tally
from posture.report.comparison import MOST_BARS, MOST_LINES, comparison_page
from tests.report.test_html import Page

CONFIG = load_config(())
NASTY = '<script>alert(1)</script>" onload="x'


def summary(poor_s=0, upright_s=0, neck_deg=5.0):
    """As of a recording that was first upright, then poor, a look a second."""
    sums = RecordingSums(CONFIG, datetime(2000, 1, 1, tzinfo=UTC))
    tally = Tally(CreditedTime(3.0), 30.0)
    angles = Angles(View.FRONTAL, 1.0, neck_deg=neck_deg, torso_deg=25.0)
    for second in range(upright_s + poor_s + 1):
        is_poor = second >= upright_s
        verdict = Assessment(Verdict.POOR if is_poor else Verdict.GOOD, 1.0)
        state = WatchState.POOR if is_poor else WatchState.UPRIGHT
        sample = Sample(float(second), state, 1.0, verdict, angles)
        sums(sample)
        tally.count(sample)
    return sums.row(tally)


def row(name, group, **more):
    return {"recording": name, "group": group, **summary(**more)}


def page_of(rows, failures=()):
    text = comparison_page(rows, failures, CONFIG)
    page = Page(text)
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object", "image", "use"} & set(page.tags)
    assert not [value for _, name, value in page.attributes if name in ("href", "src")]
    return text, page


def test_the_sums_are_those_of_the_looks():
    found = summary(poor_s=30, upright_s=60, neck_deg=12.0)
    assert (found["judged_s"], found["poor_s"], found["poor_share"]) == (90, 30, 0.3333)
    assert (found["neck_10_20_s"], found["torso_20_60_s"]) == (90, 90)
    assert found["neck_0_10_s"] == found["neck_from_20_s"] == found["torso_0_20_s"] == 0
    assert (found["longest_still_s"], found["neck_median_deg"]) == (90, 12.0)


def test_people_are_compared_by_what_all_their_recordings_come_to():
    rows = [
        row("ann_1.mp4", "ann", poor_s=30, upright_s=60),
        row("ann_2.mp4", "ann", poor_s=0, upright_s=90),
        row("bob.mp4", "bob", poor_s=60, upright_s=30),
    ]
    text, _ = page_of(rows, [("broken.mp4", "an empty file.")])
    words = re.sub(r"<[^>]*>|\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))
    assert "3 recordings of 2 people or groups: 33% of the judged time slouched" in words
    assert "ann: 17% slouched" in words
    assert "bob: 67% slouched" in words
    assert words.index("bob: 67% slouched") < words.index("ann: 17% slouched")
    assert "broken.mp4" in words
    assert "1 could not be analysed" in words


@pytest.mark.parametrize("rows", [[], [row("nobody.mp4", "")]], ids=["none", "nobody judged"])
def test_without_anything_to_compare_the_page_says_so(rows):
    text, page = page_of(rows)
    assert "could be judged" in text
    assert "bars" not in [value for _, name, value in page.attributes if name == "class"]


def test_a_name_is_shown_and_does_nothing():
    text, page = page_of([row(NASTY, NASTY, upright_s=9)], [(NASTY, NASTY)])
    assert NASTY not in text
    assert NASTY in html.unescape(text)
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]


def test_of_very_many_the_page_shows_the_worst_and_says_where_the_rest_is():
    rows = [row("x", "x", upright_s=3)] * (MOST_LINES + 7)
    rows = [{**each, "recording": f"r{n}", "group": f"g{n}"} for n, each in enumerate(rows)]
    text, page = page_of(rows)
    assert text.count(" 7 more are in recordings.csv") == 1
    assert text.count(f"{MOST_LINES + 7 - MOST_BARS} more are in recordings.csv") == 4
    assert page.tags.count("svg") < 20
