"""What looking has come to: how often, what it cost, how old the pictures were."""

from collections.abc import Mapping

from posture.core.events import Observation
from posture.core.states import Condition

# What a look came to whose picture was good.
JUDGED = (Condition.SEEN, Condition.AWAY)


class LookStats:
    """Totals over the looks of one watch, through however many processes the camera has had.

    CPU is in seconds. started_at_s: on the clock that observe's ``now_s`` comes from.
    """

    def __init__(self, started_at_s: float) -> None:
        self._started_at_s = started_at_s
        self.looks = self.model_calls = 0
        self.oldest_frame_s = 0.0
        self.first_judgement_s: float | None = None
        self._capture_s = self._check_s = self._model_s = 0.0
        self._past_processes_s = self._process_s = 0.0

    def observed(self, observation: Observation, now_s: float) -> None:
        """Count one look that ended at now_s."""
        cost = observation.cost
        self.looks += 1
        self.model_calls += cost.model_s > 0
        self._capture_s += cost.capture_s
        self._check_s += cost.check_s
        self._model_s += cost.model_s
        self._process_s = max(self._process_s, cost.process_s)  # missing from a fault's look
        if observation.condition in JUDGED:
            self.oldest_frame_s = max(self.oldest_frame_s, observation.frame_age_s)
            if self.first_judgement_s is None:
                self.first_judgement_s = now_s - self._started_at_s

    def process_ended(self) -> None:
        """The camera process has gone; the next one counts from zero."""
        self._past_processes_s += self._process_s
        self._process_s = 0.0

    def as_dict(self) -> Mapping[str, object]:
        """JSON-able; ``rest`` is what the camera processes used beside looking, as to start."""
        all_s = self._past_processes_s + self._process_s
        parts = {"capture": self._capture_s, "check": self._check_s, "model": self._model_s}
        cpu_s = {**parts, "rest": max(0.0, all_s - sum(parts.values())), "all": all_s}
        first_s = self.first_judgement_s
        return {
            "looks": self.looks,
            "model_calls": self.model_calls,
            "cpu_s": {part: round(seconds, 3) for part, seconds in cpu_s.items()},
            "oldest_frame_s": round(self.oldest_frame_s, 3),
            "first_judgement_s": first_s if first_s is None else round(first_s, 3),
        }
