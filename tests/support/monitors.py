"""What stands in for eyes and judgement where only the monitor's loop is tested."""

from types import MappingProxyType

from posture.core.events import Assessment, Condition, Observation, Posture, Sample, WatchState


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
            Condition.SEEN: (WatchState.POOR, Posture.POOR),
            Condition.AWAY: (WatchState.AWAY, Posture.UNKNOWN),
            Condition.PAUSED: (WatchState.PAUSED, Posture.UNKNOWN),
        }
    )

    def __init__(self):
        self.heard = []

    def look(self, observation, _moment):
        state, verdict = self.STATES[observation.condition]
        return (Sample(observation.at_s, state, 2.0, Assessment(verdict, None)),)

    def hear(self, happening, _moment):
        self.heard.append(happening)
        return ()

    def finish(self, _at_s, _moment):
        return ()
