"""A bar that shows how much of a limit is used up, with a mark where the limit is."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QProgressBar

_LIMIT, _MOST = 100, 150


class LimitBar(QProgressBar):
    """Its end is half as much again as the limit."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, _MOST)
        self.setTextVisible(False)

    def show_share(self, share: float) -> None:
        """share: of the limit; 1 is at it."""
        self.setValue(min(_MOST, max(0, round(_LIMIT * share))))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        x = round(self.width() * _LIMIT / _MOST)
        with QPainter(self) as painter:
            ink = self.palette().color(QPalette.ColorRole.WindowText)
            painter.fillRect(QRectF(x - 1, 0, 2, self.height()), ink)
