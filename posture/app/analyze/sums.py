"""What the looks at one recording come to, taken in one after the other."""

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from posture.core.credit import credited_s
from posture.core.day.angle_bands import AngleBands
from posture.core.day.records import SampleRecord
from posture.core.day.stillness import JUDGED, LongestStill
from posture.core.day.timeline import Credit
from posture.core.day.totals import AngleTotals
from posture.core.events import EpisodeEnded, Event, Sample
from posture.core.states import WatchState
from posture.monitor.loop import Tally

if TYPE_CHECKING:
    from posture.config import Config

_MICROSECOND = timedelta(microseconds=1)
# Why somebody who is there was not judged, or nobody could be seen.
_UNJUDGED = (
    WatchState.AWAY,
    WatchState.TURNED,
    WatchState.UNRELIABLE,
    WatchState.COVERED,
    WatchState.SETUP_CHANGED,
    WatchState.GAP,
)


class RecordingSums:
    """Listens to a watch over one recording. start: the moment of its first second."""

    def __init__(self, config: "Config", start: datetime) -> None:
        self._start, self._gap_intervals = start, config.monitor.gap_intervals
        self._still = LongestStill(config.report.still_deg, config.report.bridge_s)
        self._angles = AngleTotals()
        settings = config.analyze
        self._neck = AngleBands("neck", settings.neck_bands_deg)
        self._torso = AngleBands("torso", settings.torso_bands_deg)
        self._causes: Counter[str] = Counter()
        self._last: SampleRecord | None = None
        self._longest_s = 0.0

    def __call__(self, event: Event) -> None:
        match event:
            case Sample():
                at = self._start + timedelta(seconds=event.at_s)
                record = SampleRecord.of(event, at)
                if self._last is not None:
                    self._credit(self._last, record.at)
                self._last = record
            case EpisodeEnded():
                self._longest_s = max(self._longest_s, event.until_s - event.since_s)
            case _:
                pass

    def _credit(self, sample: SampleRecord, until: datetime) -> None:
        lasting = until - sample.at
        seconds = credited_s(lasting.total_seconds(), sample.interval_s, self._gap_intervals)
        if seconds is None or lasting <= timedelta(0):
            return
        stretch = Credit(sample, sample.at, until)
        self._still.add(stretch)
        if sample.state is WatchState.POOR and sample.cause is not None:
            self._causes[sample.cause.value] += round(lasting / _MICROSECOND)
        if sample.state in JUDGED:
            self._angles.add(stretch)
            self._neck.add(sample.neck_deg, seconds)
            self._torso.add(sample.torso_deg, seconds)

    def row(self, tally: Tally) -> dict[str, Any]:
        """Seconds of recorded time, shares of 1, degrees; None where nothing was seen."""
        by_state = tally.credited.by_state
        medians = self._angles.medians()
        still = self._still.longest()
        causes = self._causes.most_common(1)
        share = tally.credited.poor_share
        return {
            "looks": tally.looks,
            "watched_s": _seconds(sum(by_state.values())),
            "judged_s": _seconds(tally.credited.judged_s),
            "upright_s": _seconds(tally.credited.upright_s),
            "poor_s": _seconds(tally.credited.poor_s),
            "poor_share": None if share is None else round(share, 4),
            **{
                f"{state.value.replace(' ', '_').replace('-', '_')}_s": _seconds(
                    by_state.get(state, 0.0)
                )
                for state in _UNJUDGED
            },
            "episodes": tally.episodes,
            "longest_episode_s": _seconds(self._longest_s),
            "main_cause": causes[0][0] if causes else "",
            "longest_still_s": _seconds((still[1] - still[0]).total_seconds() if still else 0.0),
            "neck_median_deg": medians.neck_deg,
            "torso_median_deg": medians.torso_deg,
            **self._neck.row(),
            **self._torso.row(),
        }


def _seconds(value: float) -> float:
    return round(value, 2)
