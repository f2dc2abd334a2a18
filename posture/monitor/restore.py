"""What a new watch remembers of those before it, so that a restart changes no promise."""

from datetime import timedelta

from posture.core.day.records import Delivery, elapsed
from posture.core.duration import HOUR_S
from posture.core.nudges.suppression import NudgingState
from posture.protocols import Clock
from posture.store.buffered import BufferedStore

# Long enough for every tip of a cause to have had its turn.
TIPS_FOR = timedelta(days=30)


def nudging_before(store: BufferedStore, clock: Clock) -> NudgingState:
    """The nudges of the last hour, on the clock's timeline, and the tips shown, oldest first."""
    now = clock.utc().astimezone()
    ages_s = [
        elapsed(nudge.at, now).total_seconds()
        for nudge in store.nudges_since(now - timedelta(seconds=HOUR_S))
        if nudge.outcome is not Delivery.HELD_BACK
    ]
    sent_at_s = sorted(clock.monotonic_s() - age_s for age_s in ages_s if 0 <= age_s < HOUR_S)
    return NudgingState(sent_at_s=tuple(sent_at_s), used=store.tips_shown(now - TIPS_FOR))
