"""Labels that several windows have, and how they are made."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QWidget


def text(said: str, name: str = "") -> QLabel:
    """A paragraph: wrapped, selectable with the mouse."""
    label = QLabel(said)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        label.setAccessibleName(name)
    return label


def heading(said: str) -> QLabel:
    label = text(said)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.4)
    font.setBold(True)
    label.setFont(font)
    return label


def subheading(said: str, name: str = "") -> QLabel:
    label = text(said, name)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def button(label: str, parent: QWidget | None = None) -> QPushButton:
    """label: with & before the letter that presses it."""
    made = QPushButton(label, parent)
    made.setAccessibleName(label.replace("&", ""))
    made.setAutoDefault(True)
    return made


def scrolled(inside: QWidget, name: str) -> QScrollArea:
    """Where the screen has no room for it; it looks as if it were not there."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    area.setAccessibleName(name)
    for each in (area.viewport(), inside):
        each.setAutoFillBackground(False)
    return area


def open_size(window: QWidget, width: int, height: int) -> None:
    """Open it so large, or as large as the screen has room for."""
    room = window.screen().availableSize()
    window.resize(min(width, room.width()), min(height, room.height()))
