"""Drawn figures: today as a ring, the day as a band, the week as bars.

Each says in words what it shows, to a screen reader too. Slouching is drawn wider or higher than
sitting upright, so that nothing depends on the colour.
"""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from posture.app.windows.day_glance import WeekDay, nudges_shown
from posture.core.day.model import DaySummary
from posture.core.duration import in_words
from posture.core.share import percent
from posture.core.states import WatchState

_LEAST_SPAN_H = 4
_MARGIN = 22.0
_FULL_TURN = 360 * 16
_NOTHING = "\N{EN DASH}"
_SHORT = len("100%")


def upright_colour(palette: QPalette) -> QColor:
    return QColor("#58c4b0") if is_dark(palette) else QColor("#14695c")


def poor_colour(palette: QPalette) -> QColor:
    return QColor("#f0a35e") if is_dark(palette) else QColor("#b5500f")


def is_dark(palette: QPalette) -> bool:
    half = 128
    return palette.color(QPalette.ColorRole.Window).lightness() < half


def faint(palette: QPalette) -> QColor:
    colour = palette.color(QPalette.ColorRole.WindowText)
    colour.setAlpha(45)
    return colour


class Chart(QWidget):
    """A figure with a sentence that says the same."""

    def __init__(self, name: str, least: QSize) -> None:
        super().__init__()
        self.setMinimumSize(least)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, sentence: str) -> None:
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw(painter)
            if self.hasFocus():
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def draw(self, painter: QPainter) -> None:
        """On what the window shows."""


class Ring(Chart):
    """How much of the judged time was upright; in its middle the share in figures."""

    def __init__(self) -> None:
        super().__init__("Today's share of slouching", QSize(190, 190))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._share: float | None = None
        self.show_share(None, 0.0)

    def show_share(self, share: float | None, judged_s: float) -> None:
        """share: of slouching, 0 to 1; None while nothing was judged."""
        self._share = share
        if share is None:
            self.say("Nothing has been judged today.")
        else:
            self.say(f"Slouched {percent(share)} of {in_words(judged_s)} judged today.")

    def draw(self, painter: QPainter) -> None:
        side = min(self.width(), self.height()) - 30
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        pen = QPen(faint(self.palette()), 16)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(box, 0, _FULL_TURN)
        font = self.font()
        if self._share is not None:
            poor = round(self._share * _FULL_TURN)
            pen.setColor(upright_colour(self.palette()))
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16 - poor, -(_FULL_TURN - poor))
            pen.setColor(poor_colour(self.palette()))
            pen.setWidth(24)
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, -poor)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        middle = box.center()
        text = _NOTHING if self._share is None else percent(self._share)
        font.setPointSizeF(font.pointSizeF() * (2.2 if len(text) <= _SHORT else 1.5))
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(
            QRectF(box.left(), middle.y() - 34, side, 44), Qt.AlignmentFlag.AlignCenter, text
        )
        painter.setFont(self.font())
        painter.drawText(
            QRectF(box.left(), middle.y() + 8, side, 24), Qt.AlignmentFlag.AlignCenter, "slouched"
        )


class Timeline(Chart):
    """The day from left to right: upright low, slouching high, nudges as marks above."""

    def __init__(self) -> None:
        super().__init__("Today, hour by hour", QSize(320, 80))
        self._day: DaySummary | None = None
        self.show_day(None)

    def show_day(self, day: DaySummary | None) -> None:
        self._day = day if day is not None and day.spans else None
        if self._day is None:
            self.say("Nothing has been recorded today.")
            return
        first, last = self._day.spans[0].start, self._day.spans[-1].end
        self.say(
            f"From {first:%H:%M} to {last:%H:%M}: upright {in_words(self._day.upright_s)}, "
            f"slouched {in_words(self._day.poor_s)}, nudges {self._day.tally.delivered}."
        )

    def draw(self, painter: QPainter) -> None:
        day = self._day
        bottom = self.height() - 22.0
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        painter.fillRect(
            QRectF(_MARGIN, bottom - 14, self.width() - 2 * _MARGIN, 14), faint(self.palette())
        )
        if day is None:
            painter.setPen(ink)
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter, self.accessibleDescription()
            )
            return
        begin_h, end_h = _hours(day)

        def x_of(at: datetime) -> float:
            hour = (at - day.start).total_seconds() / 3600
            return _MARGIN + (self.width() - 2 * _MARGIN) * (hour - begin_h) / (end_h - begin_h)

        for span in day.spans:
            height, colour = {
                WatchState.UPRIGHT: (14.0, upright_colour(self.palette())),
                WatchState.POOR: (34.0, poor_colour(self.palette())),
            }.get(span.state, (0.0, ink))
            left = x_of(span.start)
            width = max(1.0, x_of(span.end) - left)
            painter.fillRect(QRectF(left, bottom - height, width, height), colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for nudge in nudges_shown(day):
            x = x_of(nudge.at)
            painter.drawPolygon([QPointF(x - 5, 6), QPointF(x + 5, 6), QPointF(x, 15)])
        painter.setPen(ink)
        step = max(1, round((end_h - begin_h) / 8))
        for hour in range(begin_h, end_h + 1, step):
            x = _MARGIN + (self.width() - 2 * _MARGIN) * (hour - begin_h) / (end_h - begin_h)
            box = QRectF(x - _MARGIN, bottom + 3, 2 * _MARGIN, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{hour % 24}:00")


class WeekBars(Chart):
    """Seven days: how long was judged, and of it slouched."""

    def __init__(self) -> None:
        super().__init__("The last seven days", QSize(320, 220))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._days: Sequence[WeekDay] = ()
        self.show_days(())

    def show_days(self, days: Sequence[WeekDay]) -> None:
        self._days = days
        said = [
            f"{day.day:%A}: slouched {percent(judged.poor_s / judged_s)} of {in_words(judged_s)}"
            for day in days
            if (judged := day.judged) and (judged_s := judged.poor_s + judged.upright_s)
        ]
        self.say(". ".join(said) + "." if said else "Nothing has been recorded this week.")

    def draw(self, painter: QPainter) -> None:
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(ink)
        if not self._days:
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter, self.accessibleDescription()
            )
            return
        bottom, top = self.height() - 44.0, 22.0
        wide = self.width() / len(self._days)
        times = [d.judged.upright_s + d.judged.poor_s if d.judged else 0.0 for d in self._days]
        most_s = max([*times, 3600.0])
        for at, (day, judged_s) in enumerate(zip(self._days, times, strict=True)):
            left, width = at * wide + wide * 0.25, wide * 0.5
            if day.judged and judged_s:
                whole = (bottom - top) * judged_s / most_s
                poor = whole * day.judged.poor_s / judged_s
                painter.fillRect(
                    QRectF(left, bottom - whole, width, whole - poor),
                    upright_colour(self.palette()),
                )
                painter.fillRect(
                    QRectF(left - 4, bottom - poor, width + 8, poor), poor_colour(self.palette())
                )
                share = percent(day.judged.poor_s / judged_s)
                above = QRectF(at * wide, bottom - whole - 20, wide, 18)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, in_words(judged_s))
            else:
                share = _NOTHING
            painter.drawText(
                QRectF(at * wide, bottom + 4, wide, 18),
                Qt.AlignmentFlag.AlignCenter,
                f"{day.day:%a}",
            )
            painter.drawText(
                QRectF(at * wide, bottom + 22, wide, 18), Qt.AlignmentFlag.AlignCenter, share
            )
        painter.setPen(faint(self.palette()))
        painter.drawLine(QPointF(0, bottom), QPointF(self.width(), bottom))


def _hours(day: DaySummary) -> tuple[int, int]:
    """The clock hours that hold what was recorded, a few at least; from the day's start."""
    first = (day.spans[0].start - day.start).total_seconds() / 3600
    last = (day.spans[-1].end - day.start).total_seconds() / 3600
    begin, end = int(first), int(last) + 1
    return begin, max(end, begin + _LEAST_SPAN_H)
