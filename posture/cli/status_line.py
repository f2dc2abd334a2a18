"""The live line ``posture run`` shows: state, neck, torso, today's share, next look."""

from collections.abc import Callable, Mapping
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from posture.cli.durations import counted
from posture.cli.status import NOT_CALIBRATED, state_words, what_to_do
from posture.core.credit import Judged
from posture.core.duration import in_words
from posture.core.events import (
    EpisodeStarted,
    Event,
    HeldBack,
    Notice,
    Nudge,
    Sample,
    StateChanged,
    Verdict,
)
from posture.core.share import percent, short_percent
from posture.core.states import WatchState
from posture.core.wording import degrees, why_unjudged
from posture.monitor.loop import Tally

_STYLES = {Verdict.GOOD: "green", Verdict.POOR: "yellow", Verdict.UNKNOWN: "dim"}


class StatusLine:
    """A listener. On a terminal one line is kept up to date; elsewhere changes are printed."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._today: Judged | None = None
        self._latest: Sample | None = None
        self._remarks: list[str] = []
        self._is_apart = False
        self._paused: Callable[[], Mapping[str, Any]] = dict
        self._live = Live(console=console, auto_refresh=False, transient=True)

    def remark(self, text: str) -> None:
        """Something to know, printed with the first look: a watch that is refused says only why."""
        self._remarks.append(text)

    def keep_apart(self) -> None:
        """What this watch sees is no part of the day."""
        self._is_apart = True
        self.remark(
            "A recording: what it shows is kept apart from your day (--into-record adds it)."
        )

    def begin(
        self,
        today: Judged,
        paused: Callable[[], Mapping[str, Any]],
        *,
        is_calibrated: bool,
    ) -> None:
        """What is credited to today at any moment, and what to ask why it is paused."""
        if not is_calibrated:
            self.remark(NOT_CALIBRATED)
        self._paused = paused
        self._today = today

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def __call__(self, event: Event) -> None:
        while self._remarks:
            said = self._remarks.pop(0)
            self._console.print(said, highlight=False, soft_wrap=True, markup=False)
        match event:
            case Sample():
                self._latest = event
                if self._console.is_terminal:
                    self._live.update(self._line(event), refresh=True)
            case StateChanged() if not self._console.is_terminal:
                remedy = self._remedy(event.state, self._latest)
                self._console.print(
                    f"state: {self._words(event.state)}" + (f" ({remedy})" if remedy else ""),
                    highlight=False,
                    soft_wrap=True,
                )
            case EpisodeStarted():
                self._console.print(
                    f"slouching: {', '.join(event.causes)}", highlight=False, soft_wrap=True
                )
            case Nudge():
                self._console.print(
                    f"nudge ({event.cause}): {event.text}", highlight=False, soft_wrap=True
                )
            case HeldBack():
                self._console.print(
                    f"nudge held back: {event.reason}", highlight=False, soft_wrap=True
                )
            case Notice():
                self._console.print(event.text, highlight=False, soft_wrap=True)
            case _:
                pass

    def farewell(self, tally: Tally) -> str:
        """The last line: what this watch came to."""
        time = tally.credited
        share = "" if time.poor_share is None else f", slouched {percent(time.poor_share)} of it"
        return (
            f"Watched {in_words(tally.duration_s)}, judged {in_words(time.judged_s)}{share}; "
            f"{counted(tally.episodes, 'episode')}, {counted(tally.nudges, 'nudge')}, "
            f"{counted(tally.break_reminders, 'break reminder')}. "
            + (
                "None of it is in your day's report."
                if self._is_apart
                else "See your day: posture report --open"
            )
        )

    def _words(self, state: WatchState) -> str:
        return state_words(state, self._paused() if state is WatchState.PAUSED else {})

    def _line(self, sample: Sample) -> Text:
        if sample.state is WatchState.PAUSED:
            return Text(self._words(sample.state), "dim", no_wrap=True, overflow="ellipsis")
        poor_share = self._today.poor_share if self._today is not None else None
        share = "-" if poor_share is None else short_percent(poor_share)
        remedy = self._remedy(sample.state, sample)
        if remedy is not None:
            return Text.assemble(
                (self._words(sample.state), "yellow"),
                f"  {remedy}",
                no_wrap=True,
                overflow="ellipsis",
            )
        angles = sample.angles
        neck = degrees(angles.neck_deg, angles.neck_uncertainty_deg) if angles else "-"
        torso = degrees(angles.torso_deg, angles.torso_uncertainty_deg) if angles else "-"
        return Text.assemble(
            (f"{self._words(sample.state):<12}", _STYLES[sample.assessment.posture]),
            f"  neck {neck}  torso {torso}  slouched today {share}  "
            f"next look in {sample.interval_s:.0f} s",
            no_wrap=True,
            overflow="ellipsis",
        )

    def _remedy(self, state: WatchState, sample: Sample | None) -> str | None:
        """What to do about a state, or why the sample behind it could not be judged."""
        why = sample.unreliable_because if sample is not None else None
        return what_to_do({**self._paused(), "state": state}) or (
            why_unjudged(why) if why else None
        )
