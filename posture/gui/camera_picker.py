"""The cameras by name, each with what it shows."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from posture.app.windows.calibration_protocol import Begin, CameraFound, Refused
from posture.app.windows.camera_names import named
from posture.gui.calibrator import Calibrator
from posture.gui.picture import DARK
from posture.gui.words import button, text

_USUAL = "The camera chosen in the settings"
_THUMBNAIL = QSize(160, 120)
_SPEC = Qt.ItemDataRole.UserRole


class CameraPicker(QWidget):
    """Lists them when started, the one of the settings first. chosen: what --source takes."""

    chosen = Signal(str)

    def __init__(self, lister: Calibrator) -> None:
        super().__init__()
        self._lister = lister
        self.cameras = QListWidget()
        self.cameras.setAccessibleName("Cameras")
        self.cameras.setIconSize(_THUMBNAIL)
        self.cameras.setSpacing(4)
        self.cameras.setWordWrap(True)
        self.cameras.currentItemChanged.connect(self._choose)
        self.note = text("", "Cameras found")
        self.look_again = button("&Look again")
        self.look_again.clicked.connect(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.cameras, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.look_again, 0, Qt.AlignmentFlag.AlignLeft)
        lister.said.connect(self.hear)
        lister.ended.connect(self._finish)
        lister.failed.connect(self.note.setText)
        self._wanted: str | None = None

    @property
    def spec(self) -> str | None:
        """The chosen one's, empty for the camera of the settings; None while none is chosen."""
        item = self.cameras.currentItem()
        is_usable = item is not None and item.flags() & Qt.ItemFlag.ItemIsSelectable
        return str(item.data(_SPEC)) if is_usable else None

    def start(self) -> None:
        """Look for cameras anew."""
        self._wanted = self.spec
        self.cameras.clear()
        self.note.setText("Looking for cameras ...")
        self._lister.begin(Begin(lists_cameras=True))

    def stop(self) -> None:
        self._lister.end()

    def hear(self, said: object) -> None:
        match said:
            case CameraFound():
                self._add(said)
            case Refused(problem=problem, remedy=remedy):
                self.note.setText(f"{problem} {remedy}".strip())
            case _:
                pass

    def _add(self, camera: CameraFound) -> None:
        said = named(camera.name, camera.spec)
        item = QListWidgetItem(f"{said}\n{camera.problem}" if camera.problem else said)
        item.setData(_SPEC, camera.spec)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text())
        item.setIcon(_thumbnail(camera.jpeg))
        if camera.problem:  # still to be read, in the colour of text
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsSelectable)
        self.cameras.addItem(item)
        is_first = self.spec is None and not camera.problem
        if is_first or camera.spec == self._wanted:
            self.cameras.setCurrentItem(item)
        self.note.setText("")

    def _finish(self) -> None:
        if self.cameras.count() == 0:
            self.note.setText(
                "No camera was found by name; the one chosen in the settings will be used."
            )
            item = QListWidgetItem(_USUAL)
            item.setData(_SPEC, "")
            self.cameras.addItem(item)
            self.cameras.setCurrentItem(item)

    def _choose(self, _item: QListWidgetItem | None) -> None:
        self.chosen.emit(self.spec or "")


def _thumbnail(jpeg: bytes) -> QIcon:
    """What the camera shows, a dark picture if nothing; the same when it is chosen."""
    pixmap = QPixmap(_THUMBNAIL)
    pixmap.fill(DARK)
    if jpeg:
        pixmap.loadFromData(jpeg)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
