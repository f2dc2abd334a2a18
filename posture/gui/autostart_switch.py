"""Whether posture starts when the user logs in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from posture.app.integration import autostart
from posture.errors import PostureError
from posture.gui.worker_thread import WorkerThread


class AutostartSwitch(QCheckBox):
    """noted: what came of a change."""

    noted = Signal(str)

    def __init__(self, worker: WorkerThread) -> None:
        super().__init__("Start when I log &in")
        self.setAccessibleName("Start when I log in")
        self._worker = worker
        self.clicked.connect(self._change)

    def refresh(self) -> None:
        """Show how it is."""
        self._worker.run(autostart.status, self._show)

    def _show(self, came: autostart.Autostart | PostureError) -> None:
        if isinstance(came, PostureError):
            self.noted.emit(str(came))
        else:
            self.setChecked(came.is_on)

    def _change(self, is_wanted: bool) -> None:
        work = autostart.turn_on if is_wanted else autostart.turn_off
        self._worker.run(work, self._changed)

    def _changed(self, came: autostart.Autostart | PostureError) -> None:
        if isinstance(came, PostureError):
            self.refresh()
        self._show(came)
        if not isinstance(came, PostureError):
            self.noted.emit(
                "It starts when you log in."
                if came.is_on
                else "It no longer starts when you log in."
            )
