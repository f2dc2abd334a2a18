"""Why something was not judged, not sent, or is over: values to decide by, never sentences.

What users read for them stands in wording.py. The values of HeldBy and EpisodeEnd are kept in the
record.
"""

from enum import StrEnum


class Unjudged(StrEnum):
    """Why a look, or one angle of it, was not judged."""

    NOBODY = "nobody"
    UPSIDE_DOWN = "upside down"
    ON_ITS_SIDE = "on its side"
    FACE_CUT_OFF = "face cut off"
    HEAD_OUTSIDE = "head outside"
    SHOULDERS_OUTSIDE = "shoulders outside"
    SHOULDER_OUTSIDE = "shoulder outside"
    FACE_UNSEEN = "face unseen"
    SHOULDERS_UNSEEN = "shoulders unseen"
    TOO_FAR = "too far"
    TOO_SMALL = "too small"
    HEAD_TURNED = "head turned"
    OTHER_SHAPE = "other shape"
    SIDE_VIEW = "side view"
    AUTO_FRAMED = "auto-framed"
    NOT_CALIBRATED = "not calibrated"
    SETUP_SUSPECTED = "set-up suspected"
    DAMAGED = "damaged"
    UNCERTAIN = "uncertain"
    NEAR_THE_LIMIT = "near the limit"
    NO_ANGLE = "no angle"
    FAULT = "fault"


class EpisodeEnd(StrEnum):
    """Why an episode is over."""

    CORRECTED = "corrected"
    LEFT = "left"
    UNSEEN = "unseen"
    GAP = "gap"
    STOPPED = "stopped"


class HeldBy(StrEnum):
    """What holds a nudge back, beside the desktop's states and what the user asked for."""

    OFF = "nudges are off"
    QUIET_HOURS = "quiet hours"
    COOLDOWN = "cooldown"
    HOURLY_LIMIT = "hourly limit"


class NoticeKind(StrEnum):
    """What a notice is about."""

    RECALIBRATE = "recalibrate"
    DENIED = "denied"
    ASKEW = "askew"
    AUTO_FRAMED = "auto framed"
    PRAISE = "praise"
    PAUSED = "paused"
    ENDED = "ended"
    HEALED = "healed"
    LOOSENED = "loosened"
    UNOPENED = "unopened"
    DAY = "day"
    WEEK = "week"


class Grade(StrEnum):
    """How good a calibration is."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class CalibrationKind(StrEnum):
    """Whose upright is judged by: the person's own, one learned meanwhile, or most people's."""

    OWN = "own"
    PROVISIONAL = "provisional"
    NONE = "none"
