"""The steps of the window that calibrates, in order, and their words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from posture.app.windows.calibration_protocol import SLOUCH, TRY, UPRIGHT, Tried
from posture.gui.words import text

_PLACE = (
    "At eye level or a little above, straight in front or at an angle. Head and both shoulders "
    "should be in the picture, with light on your face."
)
# Name -> title, and what to do.
STEPS = {
    "camera": ("Choose the camera", "Here is what each one sees."),
    "place": ("Place the camera", _PLACE),
    UPRIGHT: (
        "Sit upright",
        "The way you would like to: back supported, looking at your screen. Then hold still.",
    ),
    SLOUCH: ("Show your slouch", "The way you usually end up. Then hold still."),
    "outcome": ("Your limits", ""),
    TRY: ("Try it", "Sit upright, then slouch, and see whether posture agrees."),
    "save": ("Save it", "It replaces a calibration of the same name."),
}
# What the button at the right says.
BUTTONS = {
    "camera": "&Next",
    "place": "&Next",
    UPRIGHT: "&Start",
    SLOUCH: "&Start",
    "outcome": "&Try it",
    TRY: "&Go on",
    "save": "&Save",
}


def named(label: str, field: QLineEdit) -> QWidget:
    """A page with one line to fill in."""
    page = QWidget()
    named = text(label)
    named.setTextFormat(Qt.TextFormat.AutoText)
    named.setBuddy(field)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(named)
    layout.addWidget(field)
    layout.addStretch(1)
    return page


def tried_words(tried: Tried) -> str:
    """What the trial came to."""
    judged = tried.upright + tried.slouched
    if not judged:
        return "You could not be judged. See whether you are well in the picture, and try again."
    unjudged = f", {tried.unjudged} not judged" if tried.unjudged else ""
    return (
        f"Judged upright in {tried.upright} and slouched in {tried.slouched} of {judged} "
        f"looks{unjudged}. If that is how you sat, go on; otherwise calibrate again."
    )
