"""The cameras by name, each with what it shows."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from posture.app.windows.calibration_protocol import Begin, CameraFound, Refused
from posture.gui.calibrator import Calibrator
from posture.gui.words import button, text

_USUAL = "The camera of the settings"
_SPEC = Qt.ItemDataRole.UserRole


class CameraPicker(QWidget):
    """Lists them when started, the one of the settings first. chosen: what --source takes."""

    chosen = Signal(str)

    def __init__(self, lister: Calibrator) -> None:
        super().__init__()
        self._lister = lister
        self.cameras = QListWidget()
        self.cameras.setAccessibleName("Cameras")
        self.cameras.setIconSize(QSize(160, 120))
        self.cameras.currentItemChanged.connect(self._choose)
        self.note = text("", "Cameras found")
        self.look_again = button("&Look again")
        self.look_again.clicked.connect(self.start)
        layout = QVBoxLayout(self)
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
        return None if item is None else str(item.data(_SPEC))

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
        said = f"{camera.name} (camera {camera.spec})"
        item = QListWidgetItem(f"{said}\n{camera.problem}" if camera.problem else said)
        item.setData(_SPEC, camera.spec)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text())
        if camera.jpeg:
            pixmap = QPixmap()
            pixmap.loadFromData(camera.jpeg)
            item.setIcon(QIcon(pixmap))
        if camera.problem:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        self.cameras.addItem(item)
        is_first = self.cameras.currentItem() is None and not camera.problem
        if is_first or camera.spec == self._wanted:
            self.cameras.setCurrentItem(item)
        self.note.setText("")

    def _finish(self) -> None:
        if self.cameras.count() == 0:
            self.note.setText("No camera was found by name; the one of the settings will be used.")
            item = QListWidgetItem(_USUAL)
            item.setData(_SPEC, "")
            self.cameras.addItem(item)
            self.cameras.setCurrentItem(item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        self.chosen.emit("" if item is None else str(item.data(_SPEC)))
