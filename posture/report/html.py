"""The day as one HTML page that needs nothing else: no script, no font, no picture, no network."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from posture import __version__
from posture.core.day.insights import CAUSE_WORDS, UNJUDGED_WORDS, findings, headline
from posture.core.day.model import DaySummary
from posture.core.day.records import EpisodeRecord
from posture.core.events import Cause
from posture.core.nudges.tips import Tip
from posture.core.share import short_percent
from posture.core.states import WatchState
from posture.report.angle_chart import angle_chart
from posture.report.charts import band, bars, marks, shown_hours, ticks
from posture.report.templating import Link, page_template

ALL_BOUTS = 12  # up to this many bouts the table shows them all
LONGEST_BOUTS = 8  # of more it shows the longest, and folds the whole list away


def render(
    day: DaySummary,
    *,
    tips: Sequence[tuple[Cause, Tip]] = (),
    notices: Sequence[str] = (),
    made_at: datetime | None = None,
    links: Sequence[Link] = (),
) -> str:
    """A complete HTML document.

    tips: advice for each main cause of the day. notices: what the reader must know first, such as
    a record that was restored from a backup. made_at: printed in the footer. links: to
    other pages beside it.
    """
    hours = shown_hours(day)
    shares = {
        hour.start: short_percent(hour.poor_s / hour.judged_s).removesuffix("%")
        for hour in hours
        if hour.judged_s >= day.limits.min_judged_s / 2
    }
    return page_template("day.html.j2").render(
        day=day,
        zone=day.zone,
        profiles=day.profiles,
        links=links,
        title=f"{day.day:%A} {day.day.day} {day.day:%B %Y}",
        headline=headline(day),
        findings=findings(day),
        hours=hours,
        ticks=ticks(hours),
        band=band(day, hours),
        marks=marks(day, hours),
        bars=bars(hours, shares),
        causes=_causes(day),
        unjudged=unjudged(day.by_state, day.paused_s),
        bouts=_bouts(day),
        folded=day.episodes if len(day.episodes) > ALL_BOUTS else (),
        angles=angle_chart(day.upright_angles, day.poor_angles),
        tips=tips,
        notices=notices,
        made_at=made_at,
        version=__version__,
    )


def _causes(day: DaySummary) -> list[tuple[str, float, float]]:
    """(words, seconds, share of the slouching), longest first."""
    if not day.poor_s:
        return []
    return [(CAUSE_WORDS[c], seconds, seconds / day.poor_s) for c, seconds in day.by_cause.items()]


def unjudged(
    by_state: Mapping[WatchState, float], paused_s: float, unwatched_s: float = 0.0
) -> list[tuple[str, float]]:
    """(words, seconds) of what was watched and not judged, of pauses and gaps, longest first."""
    found = [
        (UNJUDGED_WORDS[state], seconds)
        for state, seconds in by_state.items()
        if state in UNJUDGED_WORDS
    ]
    if paused_s:
        found.append((str(WatchState.PAUSED), paused_s))
    if unwatched_s:
        found.append(("not watched between a day's first and last look", unwatched_s))
    return sorted(found, key=lambda pair: -pair[1])


def _bouts(day: DaySummary) -> list[EpisodeRecord]:
    """The bouts worth a line, in order of time."""
    if len(day.episodes) <= ALL_BOUTS:
        return list(day.episodes)
    longest = sorted(day.episodes, key=lambda episode: -episode.duration_s)[:LONGEST_BOUTS]
    return [episode for episode in day.episodes if episode in longest]
