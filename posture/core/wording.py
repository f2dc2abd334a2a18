"""The words that users read for verdicts, states, reasons and angles."""

from posture.core.reasons import EpisodeEnd, NoticeKind, Unjudged

_READ_AS = {"good": "upright", "poor": "slouched", "unreliable": "not judged"}

_UNJUDGED = {
    Unjudged.NOBODY: "nobody was seen",
    Unjudged.UPSIDE_DOWN: "the picture is upside down",
    Unjudged.ON_ITS_SIDE: "the picture lies on its side",
    Unjudged.FACE_CUT_OFF: "half the face is out of the picture",
    Unjudged.HEAD_OUTSIDE: "the head is out of the picture",
    Unjudged.SHOULDERS_OUTSIDE: "the shoulders are out of the picture",
    Unjudged.SHOULDER_OUTSIDE: "a shoulder is out of the picture",
    Unjudged.FACE_UNSEEN: "the face cannot be seen",
    Unjudged.SHOULDERS_UNSEEN: "the shoulders cannot be seen",
    Unjudged.TOO_FAR: "you are too far away",
    Unjudged.TOO_SMALL: "you are too small in the picture",
    Unjudged.HEAD_TURNED: "your head is turned",
    Unjudged.OTHER_SHAPE: "the picture's shape differs from that at calibration",
    Unjudged.SIDE_VIEW: "not visible from the side",
    Unjudged.AUTO_FRAMED: "the camera pans and zooms by itself",
    Unjudged.NOT_CALIBRATED: "not calibrated",
    Unjudged.SETUP_SUSPECTED: "the picture no longer fits the calibration: checking whether your "
    "set-up changed",
    Unjudged.DAMAGED: "the camera sends damaged pictures",
    Unjudged.UNCERTAIN: "face and shoulders are not clear enough (poor light, or something in "
    "front of them)",
    Unjudged.NEAR_THE_LIMIT: "too close to the limit to tell without a calibration",
    Unjudged.NO_ANGLE: "neither neck nor torso can be judged in this picture",
    Unjudged.FAULT: "an internal error, described in the log",
}
_ENDS: dict[str, str] = {
    EpisodeEnd.CORRECTED: "sat up",
    EpisodeEnd.LEFT: "left the desk",
    EpisodeEnd.UNSEEN: "went out of sight",
    EpisodeEnd.GAP: "watching was interrupted",
    EpisodeEnd.STOPPED: "monitoring ended",
}
# What the judge gives notice of, and of what kind it is where there are several.
_NOTICES: dict[tuple[NoticeKind, Unjudged | None], str] = {
    (NoticeKind.RECALIBRATE, None): "Your set-up looks different (camera, chair or person). "
    "Nothing is judged until you calibrate again: posture calibrate",
    (NoticeKind.DENIED, None): "posture is not allowed to use the camera. Allow it in your "
    "system's privacy settings, or join the group that may use it (posture doctor says which)",
    (NoticeKind.ASKEW, Unjudged.UPSIDE_DOWN): "The camera's picture is upside down, so nothing is "
    "judged. Turn the camera, or its picture: camera.rotate = 180",
    (NoticeKind.ASKEW, Unjudged.ON_ITS_SIDE): "The camera's picture lies on its side, so nothing "
    "is judged. Turn the camera, or its picture: camera.rotate = 90 or 270",
    (NoticeKind.AUTO_FRAMED, None): "Your camera pans and zooms to keep you in the picture, which "
    "hides part of a slouch. If you can, switch that off (Center Stage, Studio Effects, "
    "auto-framing) and calibrate again; if not: posture config set camera.auto_framing true",
}


def read_as(word: str) -> str:
    """A verdict or state as users read it: good is upright, poor is slouched, and so on."""
    return _READ_AS.get(word, word)


def why_unjudged(reason: Unjudged) -> str:
    """In a few plain words."""
    return _UNJUDGED[reason]


def why_ended(reason: str) -> str:
    """What ended an episode, in a few plain words; of an older record's own words, those."""
    return _ENDS.get(reason, reason)


def notice_words(kind: NoticeKind, because: Unjudged | None = None) -> str:
    """What a notice of the judge says. Raises KeyError for a kind that it gives no notice of."""
    return _NOTICES[kind, because]


def degrees(value: float | None, uncertainty: float | None = None) -> str:
    """``12°``, ``12° ±3`` or ``-``."""
    if value is None:
        return "-"
    return f"{value:z.0f}°" + (f" ±{uncertainty:.0f}" if uncertainty is not None else "")
