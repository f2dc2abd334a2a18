"""What the running monitor's answer comes to, for an icon and a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from posture.core.duration import in_words
from posture.core.policies.nudges import NudgeStep
from posture.core.reasons import CalibrationKind
from posture.core.share import percent
from posture.core.states import STARTING, WatchState
from posture.core.wording import read_as
from posture.desktop.adapter import DesktopState
from posture.monitor.commands import PAUSED
from posture.monitor.loan import LENT


class IconKind(StrEnum):
    """What the icon shows; each has a shape of its own (icons.py)."""

    OFF = "off"
    WATCHING = "watching"
    SLOUCHING = "slouching"
    NUDGE = "a word for you"
    PAUSED = "paused"
    CALL = "in a call"
    BLIND = "cannot see"
    UNCALIBRATED = "no calibration"


# States in which the camera shows nothing, and what to do about each.
_BLIND: Mapping[str, str] = {
    WatchState.NO_CAMERA: "No camera. Plug one in.",
    WatchState.DENIED: "posture may not use the camera.",
    WatchState.BUSY: "Another program is using the camera.",
    WatchState.COVERED: "The lens is dark or covered.",
    WatchState.STALE: "The picture is frozen. Unplug the camera and plug it in again.",
}
_WORDS: Mapping[str, str] = {
    STARTING: "Starting.",
    WatchState.UPRIGHT: "You are sitting upright.",
    WatchState.POOR: "You are slouching.",
    WatchState.AWAY: "Nobody is at the desk.",
    WatchState.TURNED: "You are turned away from the screen.",
    WatchState.UNRELIABLE: "You cannot be seen well enough to judge.",
    WatchState.SETUP_CHANGED: "The camera or your seat has changed. Calibrate again.",
}
_OFF_TEXT = "posture is not watching."


@dataclass(frozen=True, slots=True)
class Glance:
    """icon: which one; sentence: what is so; hint: today's share, as the tooltip has it."""

    icon: IconKind
    sentence: str
    hint: str = ""

    @property
    def tooltip(self) -> str:
        return "\n".join(filter(None, (self.sentence, self.hint)))


OFF = Glance(IconKind.OFF, _OFF_TEXT)


def glance_at(answer: Mapping[str, Any] | None) -> Glance:
    """answer: to "status"; None while no monitor runs, which an "error" explains."""
    if answer is None:
        return OFF
    if "error" in answer:
        return Glance(IconKind.BLIND, str(answer["error"]))
    return Glance(_icon(answer), _sentence(answer), today_words(answer))


def today_words(answer: Mapping[str, Any]) -> str:
    """Today's share of slouching, and how long was judged."""
    share = answer.get("today_poor_share")
    if share is None:
        return "Today: nothing judged yet."
    judged_s = answer["today_upright_s"] + answer["today_poor_s"]
    return f"Today: slouched {percent(share)} of {in_words(judged_s)}."


def nudge_in_the_icon(answer: Mapping[str, Any]) -> str:
    """The text of a nudge that only the icon shows, while it awaits an answer; else empty."""
    last = answer.get("last_nudge")
    is_shown = last and last.get("step") == NudgeStep.TRAY and answer.get("nudge_awaits_answer")
    return str(last["text"]) if last and is_shown else ""


def _icon(answer: Mapping[str, Any]) -> IconKind:
    state, why = answer.get("state"), answer.get("paused_because")
    if why == DesktopState.CALL:
        return IconKind.CALL
    if state == WatchState.PAUSED or why:
        return IconKind.PAUSED
    if state in _BLIND or answer.get("camera_fault"):
        return IconKind.BLIND
    if nudge_in_the_icon(answer):
        return IconKind.NUDGE
    if state == WatchState.POOR:
        return IconKind.SLOUCHING
    if state == WatchState.SETUP_CHANGED or not _is_calibrated(answer):
        return IconKind.UNCALIBRATED
    return IconKind.WATCHING


def _is_calibrated(answer: Mapping[str, Any]) -> bool:
    return answer.get("calibration") == CalibrationKind.OWN


def _sentence(answer: Mapping[str, Any]) -> str:
    state, why = str(answer.get("state")), answer.get("paused_because")
    if why or state == WatchState.PAUSED:
        return _pause_words(answer, why)
    if fault := answer.get("camera_fault"):
        return str(fault)
    if state in _BLIND:
        return _BLIND[state]
    said = _WORDS.get(state, f"{read_as(state).capitalize()}.")
    if nudge := nudge_in_the_icon(answer):
        return f"{said} {nudge}"
    if answer.get("quiet_because"):
        return f"{said} No nudges until {clock_words(answer.get('quiet_for_s'))}."
    if state != WatchState.SETUP_CHANGED and not _is_calibrated(answer):
        return f"{said} Not calibrated: only clear cases are judged."
    return said


def _pause_words(answer: Mapping[str, Any], why: object) -> str:
    if why in {PAUSED, None}:
        return f"Paused until {clock_words(answer.get('paused_for_s'))}. The camera is off."
    if why == LENT:
        return "The camera is lent to a calibration."
    return f"Paused: {why}. The camera is off."


def clock_words(left_s: float | None) -> str:
    """When something ends that has so many seconds left."""
    if left_s is None:
        return "you resume"
    now = datetime.now().astimezone()
    end = now + timedelta(seconds=left_s)
    return f"{end:%H:%M}" if end.date() == now.date() else f"tomorrow {end:%H:%M}"
