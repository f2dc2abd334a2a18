"""The black windows of the overlay, one a screen; imported by process.py alone, where Qt runs."""

import os
import sys

from PySide6.QtCore import QElapsedTimer, QRect, Qt, QTimer
from PySide6.QtGui import (
    QBitmap,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QRasterWindow,
    QRegion,
    QScreen,
)

from posture.desktop.overlay.fading import FRAME_MS, level_at

_ROWS = 16


def rows_at(level: float, height: int) -> list[int]:
    """The rows that a pattern of this opacity (level) covers, evenly spread; all at 1."""
    covered = round(level * _ROWS)
    return [y for y in range(height) if y * covered % _ROWS < covered]


class Shade(QRasterWindow):
    """A window over a whole screen, invisible until its first level above 0.

    blends: whether the desktop shows half-transparent windows; rows are covered where it does not.
    """

    def __init__(self, screen: QScreen, *, blends: bool) -> None:
        super().__init__()
        self.setScreen(screen)
        # A tool tip has no frame, stands in no list of windows, and is never in focus.
        self.setFlags(
            Qt.WindowType.ToolTip
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowTransparentForInput
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setGeometry(screen.geometry())
        self._blends = blends
        self._level = 0.0
        self.was_seen = False

    def shade(self, level: float) -> None:
        """Take so much of the screen's light: 0 none, 1 all."""
        if not self._blends:
            level = round(level * _ROWS) / _ROWS
        if level == self._level:
            return
        self._level = level
        if self._blends:
            self.setOpacity(level)
        elif level > 0:
            self.setMask(self._rows())
        self.setVisible(level > 0)
        self.update()  # else X11 paints only at the next event

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            painter.fillRect(QRect(0, 0, self.width(), self.height()), Qt.GlobalColor.black)
        self.was_seen = True

    def _rows(self) -> QRegion:
        covered = set(rows_at(self._level, self.height()))
        stride = (self.width() + 7) // 8
        bits = b"".join(bytes([255 * (y in covered)]) * stride for y in range(self.height()))
        return QRegion(QBitmap.fromData(self.size(), bits))


def dim(seconds: float, opacity: float, *, blends: bool) -> None:
    """Dim every screen and light it again; ``shown`` is printed once one of them is dimmed.

    seconds: fading included. opacity: 1 is black. blends: whether windows can be translucent.
    """
    sys.excepthook = _fail  # Qt would print what a timer raises, and go on
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "xcb"  # in Wayland only layer_shell.py lies over others
    app = QGuiApplication(["posture"])
    app.setQuitOnLastWindowClosed(False)
    shades = [Shade(screen, blends=blends) for screen in app.screens()]
    clock = QElapsedTimer()
    has_reported = False

    def step() -> None:
        nonlocal has_reported
        at_s = clock.elapsed() / 1000
        for shade in shades:
            shade.shade(level_at(at_s, seconds, opacity))
        if not has_reported and any(shade.was_seen for shade in shades):
            has_reported = True
            sys.stdout.write("shown\n")
            sys.stdout.flush()
        if at_s >= seconds:
            app.quit()

    timer = QTimer()
    timer.timeout.connect(step)
    clock.start()
    timer.start(FRAME_MS)
    app.exec()


def _fail(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
    sys.stderr.write(f"{type(error).__name__}: {error}\n")
    sys.stderr.flush()
    os._exit(1)
