"""Draws assets/icons/posture.svg in each size a desktop asks for: ``make icons``.

Up to 22 px posture-small.svg is drawn, whose edges lie on pixels.
"""

import os
import sys
from pathlib import Path

ICONS = Path(__file__).parent / "icons"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SMALL_PX = 22
GRID_PX = 16  # what posture-small.svg is drawn for; 22 px are that with a margin


def main() -> int:
    """Write one PNG a size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QRectF, Qt  # noqa: PLC0415 - after the variable
    from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    app = QGuiApplication([])
    for size in SIZES:
        is_small = size <= SMALL_PX
        drawn = GRID_PX if is_small else size
        margin = (size - drawn) / 2
        picture = QImage(size, size, QImage.Format.Format_ARGB32)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            name = "posture-small.svg" if is_small else "posture.svg"
            QSvgRenderer(str(ICONS / name)).render(painter, QRectF(margin, margin, drawn, drawn))
        picture.save(str(ICONS / f"posture-{size}.png"))
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
