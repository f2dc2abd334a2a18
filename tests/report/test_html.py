"""The page: whole, safe, self-contained, and the same in a real browser."""

import html
import json
import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from posture.core.day.records import DayRecords, EpisodeRecord
from posture.core.day.summary import summarise
from posture.core.events import Cause
from posture.core.nudges.tips import Tip
from posture.core.states import WatchState
from posture.report.charts import BINS, band, shown_hours
from posture.report.html import render
from posture.report.write import tips_for
from tests.support.browser import DARK, LIGHT, chromium, needs_chromium
from tests.support.days import AWAY_DAY, LIMITS, SHORT_DAY, ZONE, a_day

DAY = date(2026, 11, 20)
NASTY = '<script>alert(1)</script>" onload="x'


def summed(records, day=DAY, tz=ZONE):
    return summarise(day, tz, records, LIMITS)


def covered_day():
    records = a_day(DAY, plan=AWAY_DAY)
    return replace(
        records,
        samples=tuple(replace(sample, state=WatchState.COVERED) for sample in records.samples),
    )


DAYS = {
    "a working day": a_day(DAY),
    "three minutes": a_day(DAY, plan=SHORT_DAY),
    "only away": a_day(DAY, plan=AWAY_DAY),
    "only covered": covered_day(),
    "nothing": DayRecords(),
}


class Page(HTMLParser):
    """Tags and attributes of a page; fails on a tag that is closed and was not opened."""

    VOID = frozenset({"meta", "br", "img", "link", "input"})

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.extend((tag, name, value or "") for name, value in attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.extend((tag, name, value or "") for name, value in attrs)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, self.getpos()


@pytest.mark.parametrize("records", DAYS.values(), ids=DAYS)
def test_the_page_is_well_formed_and_refers_to_nothing_outside(records):
    text = render(summed(records))
    page = Page(text)
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object", "image", "use"} & set(page.tags)
    for tag, name, value in page.attributes:
        assert name not in {"src", "href", "xlink:href", "srcset", "action", "background"}, tag
        assert not name.startswith("on"), (tag, name)
        assert "://" not in value
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_names_and_texts_of_others_are_shown_not_run():
    records = a_day(DAY)
    records = replace(
        records,
        samples=tuple(replace(sample, profile=NASTY) for sample in records.samples),
        nudges=tuple(replace(n, why=NASTY, answer=NASTY, tip=NASTY) for n in records.nudges),
    )
    tip = Tip(NASTY, (Cause.SLUMPED,), NASTY, NASTY)
    text = render(summed(records), tips=[(Cause.SLUMPED, tip)], notices=[NASTY])
    page = Page(text)
    assert "script" not in page.tags
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4


def test_the_page_says_what_its_figures_cannot():
    text = render(summed(a_day(DAY)))
    assert "not a medical measurement" in text
    assert not re.search(r"craniovertebral|\bCVA\b|kyphosis|diagnos|syndrome", text, re.IGNORECASE)


def test_too_little_data_is_given_no_share():
    text = render(summed(a_day(DAY, plan=SHORT_DAY)))
    body = text.split("</style>")[1]
    assert "too little to draw conclusions" in body
    assert "% of" not in body
    assert "Hour by hour" not in body


def test_a_command_in_a_sentence_is_shown_as_one():
    text = render(summed(a_day(DAY)), notices=["Run `posture doctor` <b>now</b>."])
    assert "Run <code>posture doctor</code> &lt;b&gt;now&lt;/b&gt;." in text
    assert "<code>posture doctor</code> suggests fixes" in text
    assert "`" not in text.split("</style>")[1]


def test_held_back_and_failed_nudges_are_on_the_page_with_their_reasons():
    body = render(summed(a_day(DAY)))
    assert "Held back: a call" in body
    assert "Could not be shown: no notification service" in body


def test_tips_fit_the_days_causes_and_repeat_none_of_the_day():
    day = summed(a_day(DAY))
    tips = tips_for(day)
    assert [cause for cause, _ in tips] == list(day.by_cause)[:3]
    assert all(cause in tip.causes for cause, tip in tips)
    assert not {tip.id for _, tip in tips} & {nudge.tip for nudge in day.nudges}
    assert tips_for(summed(a_day(DAY, plan=SHORT_DAY))) == []


def test_a_day_of_hundreds_of_bouts_stays_a_small_page():
    at = datetime(2026, 11, 20, 9, tzinfo=ZONE)
    episodes = tuple(EpisodeRecord(at, at, (Cause.SLUMPED,), 1.0, "corrected") for _ in range(400))
    text = render(summed(replace(a_day(DAY), episodes=episodes)))
    assert len(text) < 300_000


def test_the_band_covers_each_moment_once():
    day = summed(a_day(DAY))
    blocks = band(day, shown_hours(day))
    assert all(block.width > 0 for block in blocks)
    for one, other in pairwise(blocks):
        assert one.left + one.width <= other.left + 1e-9
    slouched = sum(block.width for block in blocks if block.kind == "poor")
    hours = len(shown_hours(day))
    assert slouched / 100 * hours * 3600 == pytest.approx(day.poor_s, rel=0.15)
    assert len(blocks) < BINS


def test_the_day_the_clocks_go_back_shows_its_hour_twice():
    tz = ZoneInfo("Europe/Berlin")
    day = date(2026, 10, 25)
    hours = summed(a_day(day, zone=tz), day, tz).hours
    assert [f"{hour.start:%H}" for hour in hours].count("02") == 2


MEASURE = """<script>
addEventListener("load", () => {
  const wide = [...document.querySelectorAll("body *")]
    .filter(e => !e.closest(".scroll") && !e.closest("svg"))
    .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)
    .map(e => e.tagName + "." + e.className);
  const texts = [...document.querySelectorAll("h1, h2, p, td, li, dd")]
    .filter(e => e.innerText.trim());
  parent.postMessage(JSON.stringify({
    innerWidth, scrollWidth: document.documentElement.scrollWidth, wide, texts: texts.length,
    background: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.body).color,
    headline: document.querySelector("h1").innerText,
    least: Math.min(...texts.map(e => parseFloat(getComputedStyle(e).fontSize))),
    network: performance.getEntriesByType("resource").length,
  }), "*");
});
</script>"""


FRAME = """<!doctype html><body><script>
addEventListener("message", (e) => { document.body.dataset.measured = e.data; });
</script><iframe src="page.html" style="width:WIDTHpx;height:800px;border:0"></iframe>"""


def measured(text, folder, width=1280, scheme=LIGHT):
    """What a browser makes of the page, in a frame: a window is never narrower than 500 pixels.

    The copy it sees lets the measuring script run.
    """
    copy = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", text)
    page, frame = folder / "page.html", folder / "frame.html"
    page.write_text(copy.replace("</body>", MEASURE + "</body>"), encoding="utf-8")
    frame.write_text(FRAME.replace("WIDTH", str(width)), encoding="utf-8")
    dom, console = chromium(frame, "--dump-dom", scheme=scheme, width=1400)
    assert console == []
    found = re.search(r'data-measured="([^"]*)"', dom)
    assert found, dom[:2000]
    return json.loads(html.unescape(found[1]))


def brightness(colour):
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@needs_chromium
@pytest.mark.parametrize("records", DAYS.values(), ids=DAYS)
def test_a_phone_shows_every_page_without_sideways_scrolling(records, tmp_path):
    page = render(summed(records), tips=tips_for(summed(records)))
    seen = measured(page, tmp_path, width=390)
    assert seen["innerWidth"] == 390
    assert seen["scrollWidth"] == 390
    assert seen["wide"] == []
    assert seen["least"] >= 13
    assert seen["texts"] >= 3
    assert seen["network"] == 0


@needs_chromium
def test_the_page_follows_the_readers_light_or_dark(tmp_path):
    page = render(summed(a_day(DAY)))
    light = measured(page, tmp_path, scheme=LIGHT)
    dark = measured(page, tmp_path, scheme=DARK)
    assert brightness(light["background"]) > 220
    assert brightness(light["ink"]) < 60
    assert brightness(dark["background"]) < 40
    assert brightness(dark["ink"]) > 200
    assert light["headline"].startswith("You sat upright")


@needs_chromium
def test_the_page_as_written_opens_without_a_console_message(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(render(summed(a_day(DAY)), notices=[NASTY]), encoding="utf-8")
    dom, console = chromium(path, "--dump-dom")
    assert console == []
    assert "Through the day" in dom
    assert "<script>alert" not in dom


def contrast(one, other):
    """WCAG 2.2 contrast ratio of two #rrggbb colours."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_and_charts_stand_out_from_their_ground(scheme):
    css = render(summed(DayRecords())).split("<style>")[1]
    root = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", root))
    for text in ("ink", "soft", "faint", "poor-ink"):
        for ground in ("card", "page"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["upright"], colours["wash"]) >= 4.5
    for shape in ("upright", "poor", "other"):
        assert contrast(colours[shape], colours["card"]) >= 3, shape
