"""The page with the camera's picture, on request: what is seen, how it is judged, what is wrong.

The picture comes from the running monitor, in memory only, while this page is shown and its switch
is on. Closing, hiding or minimising it ends that at once, and so does a longest time.
"""

from base64 import b64decode
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from posture.config import Config
from posture.core.share import percent
from posture.errors import PostureError
from posture.gui.limit_bar import LimitBar
from posture.gui.picture import Picture
from posture.gui.words import text
from posture.gui.worker_thread import WorkerThread
from posture.monitor.control_socket import ask

_OFF = (
    "The picture is off. It is shown only while you ask for it, goes from the camera to this "
    "window in memory, and is never saved or sent anywhere."
)


class CameraPage(QWidget):
    """Asks the monitor for pictures, one question after the other, while it may."""

    def __init__(self, worker: WorkerThread, config: Config) -> None:
        super().__init__()
        self._worker, self._window = worker, config.window
        self.picture = Picture()
        self.switch = QPushButton("Show the &picture")
        self.switch.setCheckable(True)
        self.switch.setAccessibleName("Show the picture")
        self.switch.toggled.connect(self._switched)
        self.judged = text("", "How you sit")
        self.problems = text("", "What is wrong")
        self.gauges = {
            name: Gauge(label)
            for name, label in (("head", "Head height"), ("neck", "Neck"), ("torso", "Torso"))
        }
        grid = QGridLayout()
        for row, gauge in enumerate(self.gauges.values()):
            gauge.add_to(grid, row)
        layout = QVBoxLayout(self)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.judged)
        layout.addWidget(self.problems)
        layout.addLayout(grid)
        layout.addWidget(self.switch)
        self._next = QTimer(self, singleShot=True)
        self._next.setInterval(round(self._window.preview_interval_s * 1000))
        self._next.timeout.connect(self._ask)
        self._longest = QTimer(self, singleShot=True)
        self._longest.setInterval(round(self._window.preview_longest_s * 1000))
        self._longest.timeout.connect(lambda: self.switch.setChecked(False))
        self._is_asking = False
        self._put_away()

    @property
    def is_on(self) -> bool:
        return self.switch.isChecked()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.switch.setChecked(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.switch.setFocus()

    def _switched(self, is_on: bool) -> None:
        self.switch.setText("Hide the &picture" if is_on else "Show the &picture")
        if is_on:
            self.picture.clear("One moment ...")
            self._longest.start()
            self._ask()
            return
        self._longest.stop()
        self._next.stop()
        self._put_away()
        self._worker.run(lambda: ask("show", over=True), lambda _came: None)

    def _put_away(self) -> None:
        self.picture.clear(_OFF)
        self.judged.clear()
        self.problems.clear()
        for gauge in self.gauges.values():
            gauge.show_reading(None, "", "")

    def _ask(self) -> None:
        if self.is_on and not self._is_asking:
            self._is_asking = True
            self._worker.run(lambda: ask("show"), self.show_answer)

    def show_answer(self, answer: dict[str, Any] | PostureError) -> None:
        """One look, or why there is none."""
        self._is_asking = False
        if not self.is_on:
            return
        self._next.start()
        if isinstance(answer, PostureError):
            self._put_away()
            self.picture.clear(str(answer))
            return
        if why := answer.get("paused_because"):
            self.picture.clear(f"The camera is off: {why}.")
            self.problems.clear()
        elif answer["picture"]:
            head = answer["head"]
            limit = None
            if head and head["height"]:
                limit = head["limit_height"] / head["height"]
            self.picture.show_look(b64decode(answer["picture"]), answer["points"], limit)
            self.problems.setText("\n".join(answer["problems"]))
        elif not self.picture.has_picture:
            self.picture.clear("Waiting for the camera ...")
        self.judged.setText(_judged(answer))
        self._show_readings(answer)

    def _show_readings(self, answer: dict[str, Any]) -> None:
        since = " from your upright" if answer["is_change"] else " from the vertical"
        for name in ("neck", "torso"):
            reading = answer[name]
            if reading is None:
                self.gauges[name].show_reading(None, "not seen", "")
                continue
            within = reading["within_deg"]
            said = f"{reading['deg']:+.0f}°" + (f" ± {within:.0f}°" if within is not None else "")
            limit = f"limit {reading['limit_deg']:.0f}°{since}"
            self.gauges[name].show_reading(reading["deg"] / reading["limit_deg"], said, limit)
        head = answer["head"]
        if head is None:
            is_seen = answer["neck"] is not None
            why = "needs a calibration from the front" if is_seen else "not seen"
            self.gauges["head"].show_reading(None, why, "")
        else:
            said = f"{'down' if head['drop'] >= 0 else 'up'} by {percent(abs(head['drop']))}"
            limit = f"limit {percent(head['limit'])} of your shoulders' width, the dashed line"
            self.gauges["head"].show_reading(head["drop"] / head["limit"], said, limit)


class Gauge:
    """How much of its limit a reading has used up, in figures and as a bar."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.label, self.said, self.limit = text(name), text("", name), text("", f"{name}: limit")
        self.bar = LimitBar()
        self.bar.setAccessibleName(f"{name}: share of its limit")

    def add_to(self, grid: QGridLayout, row: int) -> None:
        for column, widget in enumerate((self.label, self.bar, self.said, self.limit)):
            grid.addWidget(widget, row, column)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(3, 2)

    def show_reading(self, share: float | None, said: str, limit: str) -> None:
        """share: of the limit; None where nothing can be read."""
        self.bar.setEnabled(share is not None)
        self.bar.show_share(share or 0.0)
        self.said.setText(said)
        self.limit.setText(limit)
        self.bar.setAccessibleDescription(f"{said}, {limit}" if limit else said)


def _judged(answer: dict[str, Any]) -> str:
    match answer["state"]:
        case "upright":
            return "Judged upright."
        case "poor":
            return f"Judged slouched: {', '.join(answer['causes'])}."
        case state:
            why = answer.get("unreliable_because") or (state if state != "unreliable" else "")
            return f"Not judged: {why}." if why else "Not judged."
