"""What a calibration came to: both postures, the limit in each, the quality in words."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posture.app.windows.calibration_protocol import SLOUCH, UPRIGHT, Found, SeenPicture
from posture.gui.picture import Picture
from posture.gui.words import subheading, text

_QUALITY = {
    "good": "A good calibration.",
    "fair": "A fair calibration: it will do.",
    "poor": "A poor calibration: please do it again.",
}
_NO_SLOUCH = (
    "Without your slouch the limit is based on how much your upright varies. Show your slouch "
    "too, and the limit fits you."
)


class BothPostures(QWidget):
    """Pictures stay in memory, and are forgotten with ``clear``."""

    def __init__(self) -> None:
        super().__init__()
        self.quality = subheading("", "Quality of the calibration")
        self.lines = text("", "Where your slouch begins")
        self.pictures = {
            UPRIGHT: Picture("Your upright"),
            SLOUCH: Picture("Your slouch"),
        }
        self._last: dict[str, SeenPicture] = {}
        beside = QHBoxLayout()
        for name, picture in self.pictures.items():
            picture.setMinimumSize(240, 180)
            column = QVBoxLayout()
            column.addWidget(text("Upright" if name == UPRIGHT else "Slouched"))
            column.addWidget(picture, 1)
            beside.addLayout(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.quality)
        layout.addLayout(beside, 1)
        layout.addWidget(self.lines)

    def keep(self, picture: SeenPicture) -> None:
        """The latest picture of each posture is the one shown."""
        if picture.doing in self.pictures and picture.points:
            self._last[picture.doing] = picture

    def show_found(self, found: Found) -> None:
        self.quality.setText(_QUALITY.get(found.quality, found.quality))
        lines = [*found.lines, *found.advice]
        if found.doing == UPRIGHT:
            lines.append(_NO_SLOUCH)
        self.lines.setText("\n".join(lines))
        for name, picture in self.pictures.items():
            last = self._last.get(name)
            height = found.head.get("upright" if name == UPRIGHT else "slouched")
            limit = found.head["limit"] / height if height else None
            if last is None:
                picture.clear("Not shown yet.")
            else:
                picture.show_look(last.jpeg, last.points, limit, "The dashed line is the limit.")

    def forget(self, name: str) -> None:
        self._last.pop(name, None)

    def clear(self) -> None:
        self._last.clear()
        for picture in self.pictures.values():
            picture.clear()
