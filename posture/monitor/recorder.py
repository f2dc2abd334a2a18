"""From the monitor's seconds to the store's wall-clock records."""

from dataclasses import replace
from datetime import datetime, timedelta

from posture.core.day.records import Delivery, EpisodeRecord, NudgeRecord, Origin, SampleRecord
from posture.core.events import Cause, EpisodeEnded, Event, HeldBack, Nudge, Sample, Withheld
from posture.core.nudges.inputs import AnswerKind
from posture.protocols import Clock, Store


class Recorder:
    """Listens to a monitor and remembers. Samples go in batches, everything else at once.

    batch_s: samples are written when the oldest waiting one is this old; a crash loses no more.
    """

    def __init__(
        self, store: Store, clock: Clock, *, batch_s: float, origin: Origin | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._batch_s = batch_s
        self._origin = origin or Origin()
        self._waiting: list[SampleRecord] = []
        self._waiting_since_s = 0.0
        self._nudged_at: dict[int, datetime] = {}

    def __call__(self, event: Event) -> None:
        match event:
            case Sample():
                if not self._waiting:
                    self._waiting_since_s = event.at_s
                self._waiting.append(SampleRecord.of(event, self._wall(event.at_s), self._origin))
                if event.at_s - self._waiting_since_s >= self._batch_s:
                    self.flush()
            case EpisodeEnded():
                self.flush()
                self._store.add_episode(EpisodeRecord.of(event, self._wall, self._origin))
            case Withheld():
                self._add_nudge(
                    self._wall(event.at_s),
                    event.cause,
                    outcome=Delivery.WITHHELD,
                    silent_share=event.silent_share,
                )
            case HeldBack():
                self._add_nudge(
                    self._wall(event.at_s),
                    event.cause,
                    outcome=Delivery.HELD_BACK,
                    why=event.reason,
                )
            case _:
                pass

    def use_profile(self, profile: str | None) -> None:
        """Looks from now on are judged by this profile."""
        self._origin = replace(self._origin, profile=profile)

    def record_nudge(self, nudge: Nudge, outcome: Delivery, why: str) -> None:
        """Remember what became of a nudge; the notifier learns it later than the monitor."""
        at = self._nudged_at.setdefault(nudge.id, self._wall(nudge.at_s))
        self._add_nudge(
            at,
            nudge.cause,
            tip=nudge.tip,
            text=nudge.text,
            outcome=outcome,
            why=why,
            silent_share=nudge.silent_share,
        )

    def time_of(self, nudge: Nudge) -> datetime:
        """Under which it is recorded."""
        return self._nudged_at.get(nudge.id) or self._wall(nudge.at_s)

    def record_answer(self, nudge: Nudge, answer: AnswerKind) -> None:
        """Remember what the user said to a nudge recorded before."""
        if nudge.id in self._nudged_at:
            self._store.answer_nudge(self._nudged_at[nudge.id], nudge.cause, answer)

    def _add_nudge(
        self,
        at: datetime,
        cause: Cause,
        *,
        outcome: Delivery,
        tip: str = "",
        text: str = "",
        why: str = "",
        silent_share: float | None = None,
    ) -> None:
        origin = self._origin
        self._store.add_nudge(
            NudgeRecord(
                at,
                cause,
                tip,
                text,
                outcome,
                why,
                silent_share=silent_share,
                profile=origin.profile,
                source=origin.source,
                is_apart=origin.is_apart,
            )
        )

    def flush(self) -> None:
        """Write the samples that wait."""
        if self._waiting:
            self._store.add_samples(self._waiting)
            self._waiting = []

    def _wall(self, at_s: float) -> datetime:
        """The local wall-clock time, with its offset, of a moment of the monitor's timeline."""
        now = self._clock.utc().astimezone()
        return now - timedelta(seconds=self._clock.monotonic_s() - at_s)
