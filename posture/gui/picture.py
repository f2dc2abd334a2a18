"""The camera's picture with the person's lines in it, as in a mirror."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

# Landmark -> x, y and visibility; places as shares of the picture, y down.
Points = Mapping[str, Sequence[float]]

_SEEN = 0.3
DARK = QColor("#15181b")
_LINE = QColor("#ffffff")
_CASING = QColor(0, 0, 0, 160)
_NECK, _TORSO, _LIMIT = QColor("#7fe3d0"), QColor("#ffd27a"), QColor("#ff8f6b")
_RING_PX = 84


class Picture(QWidget):
    """Shows one picture after the other; keeps the last one, until ``clear``."""

    def __init__(self, name: str = "What the camera sees") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumSize(QSize(240, 160))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image: QImage | None = None
        self._points: Points = {}
        self._limit: float | None = None
        self._countdown: tuple[float, float] | None = None
        self._note = ""

    @property
    def has_picture(self) -> bool:
        return self._image is not None

    def show_look(
        self, jpeg: bytes, points: Points, limit: float | None = None, note: str = ""
    ) -> None:
        """Show one look.

        points: as shares of the picture. limit: how far the head may come down, as a share of its
        height over the shoulders now; None where that is not known.
        """
        image = QImage.fromData(jpeg)
        self._image = None if image.isNull() else image
        self._points, self._limit, self._note = points, limit, note
        self.setAccessibleDescription(
            note or ("A person is seen." if points else "Nobody is seen.")
        )
        self.update()

    def count_down(self, left_s: float | None, length_s: float | None) -> None:
        """A ring that closes; None: no ring."""
        self._countdown = (left_s, length_s) if left_s is not None and length_s else None
        self.update()

    def clear(self, note: str = "") -> None:
        """Forget the picture."""
        self._image, self._points, self._limit, self._countdown = None, {}, None, None
        self._note = note
        self.setAccessibleDescription(note)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 360)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(self.rect(), DARK)
            if self._image is None:
                painter.setPen(_LINE)
                inside = self.rect().adjusted(24, 24, -24, -24)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(inside, flags, self._note)
                return
            box = self._box(self._image)
            painter.save()
            painter.translate(box.center())
            painter.scale(-1, 1)  # a mirror, as everybody is used to seeing themselves
            painter.translate(-box.center())
            painter.drawImage(box, self._image)
            self._draw_person(painter, box)
            painter.restore()
            self._draw_countdown(painter, box)

    def _box(self, image: QImage) -> QRectF:
        scale = min(self.width() / image.width(), self.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def _place(self, box: QRectF, *names: str) -> QPointF | None:
        """The middle of those landmarks that are seen."""
        seen = [self._points[n] for n in names if n in self._points and self._points[n][2] >= _SEEN]
        if not seen:
            return None
        x = sum(point[0] for point in seen) / len(seen)
        y = sum(point[1] for point in seen) / len(seen)
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height())

    def _draw_person(self, painter: QPainter, box: QRectF) -> None:
        painter.setClipRect(box)
        head = self._place(box, "left_ear", "right_ear")
        shoulders = self._place(box, "left_shoulder", "right_shoulder")
        hips = self._place(box, "left_hip", "right_hip")
        for one, other, colour in (
            (self._place(box, "left_ear"), self._place(box, "right_ear"), _LINE),
            (self._place(box, "left_shoulder"), self._place(box, "right_shoulder"), _LINE),
            (self._place(box, "left_shoulder"), self._place(box, "left_elbow"), _LINE),
            (self._place(box, "right_shoulder"), self._place(box, "right_elbow"), _LINE),
            (shoulders, hips, _TORSO),
            (shoulders, head, _NECK),
        ):
            if one is not None and other is not None:
                _draw_line(painter, one, other, colour)
        for name in self._points:
            if (place := self._place(box, name)) is not None:
                painter.setPen(QPen(_CASING, 1))
                painter.setBrush(_LINE)
                painter.drawEllipse(place, 3.5, 3.5)
        nose = self._place(box, "nose")
        if self._limit is not None and head and nose and shoulders:
            y = shoulders.y() + ((0.6 * nose.y() + 0.4 * head.y()) - shoulders.y()) * self._limit
            pen = QPen(_LIMIT, 3, Qt.PenStyle.DashLine)
            half = box.width() * 0.28
            painter.setPen(QPen(_CASING, 5))
            painter.drawLine(QPointF(head.x() - half, y), QPointF(head.x() + half, y))
            painter.setPen(pen)
            painter.drawLine(QPointF(head.x() - half, y), QPointF(head.x() + half, y))

    def _draw_countdown(self, painter: QPainter, box: QRectF) -> None:
        if self._countdown is None:
            return
        left_s, length_s = self._countdown
        place = QRectF(box.right() - _RING_PX - 16, box.top() + 16, _RING_PX, _RING_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_CASING)
        painter.drawEllipse(place)
        pen = QPen(_NECK, 8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        turn = round(360 * 16 * max(0.0, min(1.0, left_s / length_s)))
        painter.drawArc(place.adjusted(8, 8, -8, -8), 90 * 16, -turn)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(_LINE)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{int(left_s) + 1}")


def _draw_line(painter: QPainter, one: QPointF, other: QPointF, colour: QColor) -> None:
    for ink, width in ((_CASING, 7), (colour, 3.5)):
        pen = QPen(ink, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(one, other)
