"""What a look at the camera was worth, and what the monitor is doing; cheap to import."""

from enum import StrEnum


class Condition(StrEnum):
    """What one look at the source was worth, before anybody's posture is considered."""

    SEEN = "seen"
    AWAY = "away"
    COVERED = "covered"
    STALE = "stale"
    DAMAGED = "damaged"
    NO_CAMERA = "no camera"
    DENIED = "denied"
    BUSY = "busy"
    UNPLUGGED = "unplugged"
    HUNG = "hung"
    PAUSED = "paused"


# The state before the first look.
STARTING = "starting"


class WatchState(StrEnum):
    """What the monitor is doing, as the status line and the record show it."""

    UPRIGHT = "upright"
    POOR = "poor"
    AWAY = "away"
    TURNED = "turned"
    UNRELIABLE = "unreliable"
    COVERED = "covered"
    STALE = "stale"
    NO_CAMERA = "no camera"
    DENIED = "denied"
    BUSY = "busy"
    PAUSED = "paused"
    SETUP_CHANGED = "set-up changed"
    GAP = "gap"
