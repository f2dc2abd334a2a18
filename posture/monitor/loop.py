"""The loop: look, judge, report, remember, wait. Everything it touches is handed to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from posture.core.credit import CreditedTime
from posture.core.events import (
    Cause,
    EpisodeEnded,
    EpisodeStarted,
    Event,
    HeldBack,
    Notice,
    Nudge,
    Observation,
    Sample,
)
from posture.core.judge import Judge
from posture.core.nudges.inputs import NudgeContext, NudgeInput
from posture.core.states import Condition
from posture.core.verdict.episodes import is_one_bout
from posture.protocols import Clock, Observer

Listener = Callable[[Event], None]


@dataclass
class Tally:
    """What a watch came to: the last line of ``posture replay`` and of ``posture run``.

    nudges: about posture; break_reminders are counted apart from them. episodes: those of one cause
    less than merge_s apart are one.
    """

    credited: CreditedTime
    merge_s: float
    looks: int = 0
    duration_s: float = 0.0
    episodes: int = 0
    nudges: int = 0
    break_reminders: int = 0
    held_back: int = 0
    breaks_held_back: int = 0
    last_ended: EpisodeEnded | None = None
    cause_episodes: dict[Cause, int] = field(default_factory=dict)

    def count(self, event: Event) -> None:
        match event:
            case Sample():
                self.looks += 1
                self.credited.add(event)
            case EpisodeStarted() if not self._goes_on(event):
                self.episodes += 1
                for cause in event.causes[:1]:
                    self.cause_episodes[cause] = self.cause_episodes.get(cause, 0) + 1
            case EpisodeEnded():
                self.last_ended = event
            case Nudge(cause=Cause.SITTING_LONG):
                self.break_reminders += 1
            case Nudge():
                self.nudges += 1
            case HeldBack(cause=Cause.SITTING_LONG):
                self.breaks_held_back += 1
            case HeldBack():
                self.held_back += 1
            case _:
                pass

    def _goes_on(self, started: EpisodeStarted) -> bool:
        last = self.last_ended
        return last is not None and is_one_bout(
            last.causes, started.causes, started.since_s - last.until_s, self.merge_s
        )


class Monitor:
    """Runs one watch.

    listeners hear every event in order: the recorder, the screen, the notifier. busy: what the
    desktop is in the middle of. inbox: what the user or the desktop has said since last asked.
    not_now: why the camera is to be let go and nothing looked at, if so. interval_factor: how much
    longer than usual to wait between steady looks, as on battery. rest: lets so many seconds pass,
    fewer when woken; the clock's sleep unless given. chance: draws from 0 to 1 whether a nudge is
    withheld; the same each time where nothing is to be left to chance.
    """

    def __init__(
        self,
        observer: Observer,
        judge: Judge,
        clock: Clock,
        listeners: Iterable[Listener],
        *,
        timezone: tzinfo | None = None,
        busy: Callable[[], frozenset[str]] = frozenset,
        inbox: Callable[[], Iterable[NudgeInput]] = tuple,
        not_now: Callable[[], str | None] = lambda: None,
        interval_factor: Callable[[], float] = lambda: 1.0,
        rest: Callable[[float], object] | None = None,
        chance: Callable[[], float] = lambda: 1.0,
    ) -> None:
        self._observer = observer
        self._judge = judge
        self._clock = clock
        self._listeners = tuple(listeners)
        self._timezone = timezone
        self._busy = busy
        self._inbox = inbox
        self._not_now = not_now
        self._interval_factor = interval_factor
        self._rest = rest or clock.sleep
        self._chance = chance
        self._is_released = False
        self._stopping = False

    def stop(self) -> None:
        """End the watch after the look under way; safe from a signal handler."""
        self._stopping = True

    def run(self, duration_s: float | None = None) -> Tally:
        """Watch until stopped, the recording ends, or duration_s has passed."""
        start_s = self._clock.monotonic_s()
        policy = self._judge.policy
        tally = Tally(CreditedTime(policy.monitor.gap_intervals), policy.episodes.merge_s)
        previous: Sample | None = None
        at_s = 0.0
        while not self._stopping:
            observation = self._observation()
            if observation is None:
                break
            at_s = observation.at_s
            sample: Sample | None = None
            context = self._moment(at_s)
            heard = [event for word in self._inbox() for event in self._judge.hear(word, context)]
            for event in (*heard, *self._judge.look(observation, context)):
                tally.count(event)
                sample = event if isinstance(event, Sample) else sample
                self._report(event)
            previous = sample or previous
            elapsed_s = self._clock.monotonic_s() - start_s
            if duration_s is not None and elapsed_s >= duration_s:
                break
            wait_s = previous.interval_s if previous else 1.0
            if duration_s is not None:
                wait_s = min(wait_s, duration_s - elapsed_s)
            self._rest(wait_s)
        for event in self._judge.finish(at_s, self._moment(at_s)):
            tally.count(event)
            self._report(event)
        tally.duration_s = self._clock.monotonic_s() - start_s
        return tally

    def _observation(self) -> Observation | None:
        if self._not_now() is None:
            self._is_released = False
            return self._observer.observe()
        if not self._is_released:
            self._observer.release()
            self._is_released = True
        return Observation(self._clock.monotonic_s(), Condition.PAUSED)

    def _moment(self, at_s: float) -> NudgeContext:
        local: datetime = self._clock.utc().astimezone(self._timezone)
        return NudgeContext(
            at_s,
            local.hour * 60 + local.minute,
            self._busy(),
            self._interval_factor(),
            chance=self._chance(),
        )

    def _report(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)


__all__ = ["EpisodeEnded", "Listener", "Monitor", "Notice", "Tally"]
