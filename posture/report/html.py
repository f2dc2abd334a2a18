"""The day as one HTML page that needs nothing else: no script, no font, no picture, no network."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import jinja2

from posture import __version__
from posture.core.day.insights import CAUSE_WORDS, UNJUDGED_WORDS, findings, headline, percent
from posture.core.day.model import DaySummary
from posture.core.day.records import EpisodeRecord
from posture.core.duration import in_words
from posture.core.events import Cause, WatchState
from posture.core.nudges.tips import Tip
from posture.core.wording import why_ended
from posture.report.angle_chart import angle_chart
from posture.report.charts import band, bars, marks, shown_hours, ticks

ALL_BOUTS = 12  # up to this many bouts the table shows them all
LONGEST_BOUTS = 8  # of more it shows the longest, and folds the whole list away


def render(
    day: DaySummary,
    *,
    tips: Sequence[tuple[Cause, Tip]] = (),
    notices: Sequence[str] = (),
    made_at: datetime | None = None,
) -> str:
    """A complete HTML document.

    tips: advice for each main cause of the day. notices: what the reader must know first, such as
    a record that was restored from a backup. made_at: printed in the footer.
    """
    hours = shown_hours(day)
    shares = {
        hour.start: percent(hour.poor_s / hour.judged_s)
        for hour in hours
        if hour.judged_s >= day.limits.min_judged_s / 2
    }
    return page_template("day.html.j2").render(
        day=day,
        title=f"{day.day:%A} {day.day.day} {day.day:%B %Y}",
        headline=headline(day),
        findings=findings(day),
        hours=hours,
        ticks=ticks(hours),
        band=band(day, hours),
        marks=marks(day, hours),
        bars=bars(hours, shares),
        causes=_causes(day),
        unjudged=_unjudged(day),
        bouts=_bouts(day),
        folded=day.episodes if len(day.episodes) > ALL_BOUTS else (),
        angles=angle_chart(day.upright_angles, day.poor_angles),
        tips=tips,
        notices=notices,
        made_at=made_at,
        version=__version__,
    )


@cache
def page_template(name: str) -> jinja2.Template:
    """A page of templates/, with the filters that all of them share."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["time"] = lambda seconds: _unbroken(in_words(seconds))
    environment.filters["unbroken"] = _unbroken
    environment.filters["clock"] = lambda at: f"{at:%H:%M}"
    environment.filters["pct"] = lambda share: _unbroken(percent(share))
    environment.filters["cause"] = lambda cause: CAUSE_WORDS[cause]
    environment.filters["ending"] = why_ended
    return environment.get_template(name)


def _unbroken(text: str) -> str:
    """Keep a number and its unit on one line."""
    return re.sub(r"(?<=\d) (?=(?:s|min|h)\b|%)|(?<=\d h) (?=\d)", "\N{NO-BREAK SPACE}", text)


def _causes(day: DaySummary) -> list[tuple[str, float, float]]:
    """(words, seconds, share of the slouching), longest first."""
    if not day.poor_s:
        return []
    return [(CAUSE_WORDS[c], seconds, seconds / day.poor_s) for c, seconds in day.by_cause.items()]


def _unjudged(day: DaySummary) -> list[tuple[str, float]]:
    """(words, seconds) of what was watched and not judged, and of pauses, longest first."""
    found = [
        (UNJUDGED_WORDS[state], seconds)
        for state, seconds in day.by_state.items()
        if state in UNJUDGED_WORDS
    ]
    if day.paused_s:
        found.append((str(WatchState.PAUSED), day.paused_s))
    return sorted(found, key=lambda pair: -pair[1])


def _bouts(day: DaySummary) -> list[EpisodeRecord]:
    """The bouts worth a line, in order of time."""
    if len(day.episodes) <= ALL_BOUTS:
        return list(day.episodes)
    longest = sorted(day.episodes, key=lambda episode: -episode.duration_s)[:LONGEST_BOUTS]
    return [episode for episode in day.episodes if episode in longest]
