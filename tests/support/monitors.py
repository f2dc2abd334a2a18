"""What stands in for camera, eyes or judgement where another part of the watch is tested."""

from types import MappingProxyType, SimpleNamespace

from posture.core.events import Assessment, Observation, Sample, Verdict
from posture.core.states import Condition, WatchState
from posture.errors import CameraError
from posture.protocols import Frame


class SettableSource:
    """Reads whatever ``now`` is: a fault, or a picture (height, width, 3) uint8 RGB."""

    name = "settable"

    def __init__(self, clock):
        self.clock, self.now = clock, None
        self.reads = self.closes = 0

    def read(self):
        self.reads += 1
        if isinstance(self.now, Condition):
            raise CameraError(self.now, "gone.", "mend it.")
        return Frame(at_s=self.clock.monotonic_s(), rgb=self.now)

    def close(self):
        self.closes += 1


class ScriptedObserver:
    """Sees what the script says: a list of (seconds, condition), then the end."""

    def __init__(self, clock, *script):
        self._clock = clock
        self._script = script
        self.looks = 0
        self.released = 0

    def observe(self):
        self.looks += 1
        at_s, now_s = 0.0, self._clock.monotonic_s()
        for seconds, condition in self._script:
            at_s += seconds
            if now_s < at_s:
                return Observation(now_s, condition)
        return None

    def release(self):
        self.released += 1

    def close(self):
        pass


class EchoJudge:
    """Answers each look with a sample of its state, every two seconds."""

    STATES = MappingProxyType(
        {
            Condition.SEEN: (WatchState.POOR, Verdict.POOR),
            Condition.AWAY: (WatchState.AWAY, Verdict.UNKNOWN),
            Condition.PAUSED: (WatchState.PAUSED, Verdict.UNKNOWN),
        }
    )

    policy = SimpleNamespace(
        monitor=SimpleNamespace(gap_intervals=3.0), episodes=SimpleNamespace(merge_s=0.0)
    )

    def __init__(self):
        self.heard = []

    def look(self, observation, _moment):
        state, verdict = self.STATES[observation.condition]
        return (Sample(observation.at_s, state, 2.0, Assessment(verdict, None)),)

    def hear(self, nudge_input, _moment):
        self.heard.append(nudge_input)
        return ()

    def finish(self, _at_s, _moment):
        return ()
