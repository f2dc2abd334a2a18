"""The window: how things are, and below it pages for today, the camera, the week, settings."""

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from posture.config import Config
from posture.gui.camera_page import CameraPage
from posture.gui.glance import glance_at
from posture.gui.icons import icon_of
from posture.gui.settings import SettingsPage
from posture.gui.today import TodayPage
from posture.gui.week import WeekPage
from posture.gui.words import button, open_size, subheading, text
from posture.gui.worker_thread import WorkerThread

_ICON_PX = 48


class Window(QMainWindow):
    """Nothing is read, computed or sent while it is closed. menu: the tray's, here behind a button.

    closed: the user has closed it.
    """

    closed = Signal()

    def __init__(self, worker: WorkerThread, config: Config, menu: QMenu) -> None:
        super().__init__()
        self.setWindowTitle("posture")
        self.icon = QLabel()
        self.icon.setAccessibleName("State")
        self.sentence = subheading("", "How things are")
        self.hint = text("", "Today's share")
        self.actions_button = button("&Menu")
        self.actions_button.setMenu(menu)
        head = QHBoxLayout()
        head.addWidget(self.icon)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addStretch(1)
        said.addWidget(self.sentence)
        said.addWidget(self.hint)
        said.addStretch(1)
        head.addLayout(said, 1)
        head.addWidget(self.actions_button)
        self.today, self.week = TodayPage(worker), WeekPage(worker)
        self.camera, self.settings = CameraPage(worker, config), SettingsPage(worker)
        self.pages = QTabWidget()
        self._names = ("today", "camera", "week", "settings")
        for page, label in (
            (self.today, "&Today"),
            (self.camera, "&Camera"),
            (self.week, "&Week"),
            (self.settings, "&Settings"),
        ):
            self.pages.addTab(page, label)
        self.pages.setAccessibleName("Pages")
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(inside)
        close = QAction("Close", self)
        close.setShortcuts([QKeySequence(QKeySequence.StandardKey.Close), QKeySequence("Esc")])
        close.triggered.connect(self.close)
        self.addAction(close)
        open_size(self, 760, 680)
        self.show_answer(None)

    def show_page(self, name: str) -> None:
        """Open it there, in front."""
        self.pages.setCurrentIndex(self._names.index(name) if name in self._names else 0)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_answer(self, answer: dict[str, Any] | None) -> None:
        """answer: the monitor's status; None while none runs."""
        glance = glance_at(answer)
        icon: QIcon = icon_of(glance.icon)
        self.icon.setPixmap(icon.pixmap(QSize(_ICON_PX, _ICON_PX)))
        self.icon.setAccessibleDescription(str(glance.icon))
        self.sentence.setText(glance.sentence)
        self.hint.setText(glance.hint)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
