"""The icon of each condition, drawn for every size it is shown at.

Conditions differ by what is drawn, not by colour. Everything lies on a plate of its own
with a light rim, so that a light panel and a dark one show it alike. Coordinates are those of the
smallest size, 16 by 16, where lines are two pixels wide and lie on whole pixels.
"""

from collections.abc import Callable, Mapping
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from posture.gui.glance import IconKind

GRID = 16
SIZES_PX = (16, 20, 22, 24, 32, 40, 44, 48, 64, 96, 128)
_WHITE = QColor("#ffffff")
_RIM = QColor(255, 255, 255, 110)
_PLATE: Mapping[IconKind, str] = {
    IconKind.OFF: "#3f4752",
    IconKind.WATCHING: "#14695c",
    IconKind.SLOUCHING: "#a8450b",
    IconKind.NUDGE: "#a8450b",
    IconKind.PAUSED: "#3f4752",
    IconKind.CALL: "#1f56a3",
    IconKind.BLIND: "#7a2333",
    IconKind.UNCALIBRATED: "#5b3f99",
}


@cache
def icon_of(kind: IconKind) -> QIcon:
    """In every size a panel, a list of windows or a notification asks for."""
    icon = QIcon()
    for size_px in SIZES_PX:
        icon.addPixmap(pixmap_of(kind, size_px))
    return icon


def pixmap_of(kind: IconKind, size_px: int) -> QPixmap:
    """Square, transparent around the plate."""
    pixmap = QPixmap(size_px, size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size_px / GRID, size_px / GRID)
        painter.setPen(QPen(_RIM, 1))
        painter.setBrush(QColor(_PLATE[kind]))
        painter.drawRoundedRect(QRectF(0.5, 0.5, 15, 15), 3.5, 3.5)
        _SIGNS[kind](painter)
    return pixmap


def _line(painter: QPainter, width: float = 2) -> None:
    pen = QPen(_WHITE, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _fill(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_WHITE)


def _upright(painter: QPainter) -> None:
    """Somebody on a seat, from the side: the head over the hips."""
    _fill(painter)
    painter.drawEllipse(QPointF(7, 4), 2, 2)
    _line(painter)
    painter.drawPolyline([QPointF(7, 8), QPointF(7, 12), QPointF(11, 12)])


def _slouched(painter: QPainter) -> None:
    """The same, the back round and the head forward and down."""
    _fill(painter)
    painter.drawEllipse(QPointF(11, 5.5), 2, 2)
    _line(painter)
    back = QPainterPath(QPointF(8.5, 6.5))
    back.cubicTo(QPointF(5, 7), QPointF(4, 9.5), QPointF(5, 12))
    back.lineTo(QPointF(11, 12))
    painter.drawPath(back)


def _nudge(painter: QPainter) -> None:
    """An arrow up: sit tall."""
    _fill(painter)
    corners = ((8, 2.5), (13, 8), (10, 8), (10, 13), (6, 13), (6, 8), (3, 8))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))


def _paused(painter: QPainter) -> None:
    _fill(painter)
    painter.drawRect(QRectF(4, 4, 3, 8))
    painter.drawRect(QRectF(9, 4, 3, 8))


def _call(painter: QPainter) -> None:
    """A bubble of speech, with two lines said."""
    _fill(painter)
    painter.drawRoundedRect(QRectF(2, 3, 12, 8), 2, 2)
    tail = ((5, 11), (5, 14), (8, 11))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in tail]))
    painter.setBrush(QColor(_PLATE[IconKind.CALL]))
    painter.drawRect(QRectF(4, 5, 8, 1))
    painter.drawRect(QRectF(4, 8, 5, 1))


def _blind(painter: QPainter) -> None:
    """The corners of a picture, and a cross where it should be."""
    _line(painter, 1)
    for x, y in ((3.5, 3.5), (12.5, 3.5), (3.5, 12.5), (12.5, 12.5)):
        inwards = (2.0 if x < GRID / 2 else -2.0), (2.0 if y < GRID / 2 else -2.0)
        corner = [QPointF(x + inwards[0], y), QPointF(x, y), QPointF(x, y + inwards[1])]
        painter.drawPolyline(corner)
    _line(painter)
    painter.drawLine(QPointF(5.5, 5.5), QPointF(10.5, 10.5))
    painter.drawLine(QPointF(10.5, 5.5), QPointF(5.5, 10.5))


def _uncalibrated(painter: QPainter) -> None:
    """A question mark."""
    _line(painter)
    mark = QPainterPath(QPointF(5, 6))
    mark.cubicTo(QPointF(5, 2), QPointF(11, 2), QPointF(11, 5.75))
    mark.cubicTo(QPointF(11, 8), QPointF(8, 7.5), QPointF(8, 9.75))
    painter.drawPath(mark)
    _fill(painter)
    painter.drawEllipse(QPointF(8, 12.75), 1.25, 1.25)


def _off(painter: QPainter) -> None:
    """What switches things on."""
    _line(painter)
    painter.drawArc(QRectF(4, 4.5, 8, 8), 130 * 16, 280 * 16)
    painter.drawLine(QPointF(8, 3), QPointF(8, 8))


_SIGNS: Mapping[IconKind, Callable[[QPainter], None]] = {
    IconKind.OFF: _off,
    IconKind.WATCHING: _upright,
    IconKind.SLOUCHING: _slouched,
    IconKind.NUDGE: _nudge,
    IconKind.PAUSED: _paused,
    IconKind.CALL: _call,
    IconKind.BLIND: _blind,
    IconKind.UNCALIBRATED: _uncalibrated,
}
