"""A calibration you can see: choose the camera, place it, sit upright, slouch, try it, save it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from posture.app.windows.calibration_protocol import (
    READY,
    SLOUCH,
    STOP,
    TRY,
    UPRIGHT,
    Begin,
    Found,
    Refused,
    Save,
    Saved,
    SeenPicture,
    Tried,
)
from posture.gui.calibration_steps import BUTTONS, STEPS, named, tried_words
from posture.gui.calibrator import Calibrator
from posture.gui.camera_picker import CameraPicker
from posture.gui.limit_bar import LimitBar
from posture.gui.outcome import BothPostures
from posture.gui.picture import Picture
from posture.gui.words import button, heading, open_size, text


class CalibrationWindow(QDialog):
    """Step by step. saved: the name of the profile; camera_chosen: another camera than before."""

    saved = Signal(str)
    camera_chosen = Signal(str)

    def __init__(
        self,
        picker: Calibrator,
        calibrator: Calibrator,
        profile: str = "default",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Calibrate - posture")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._calibrator = calibrator
        self.camera: str | None = None
        self.step = "camera"
        self.title, self.explained = heading(""), text("", "What to do")
        self.said = text("", "What happened")
        self.picker = CameraPicker(picker)
        self.picture, self.outcome = Picture(), BothPostures()
        self.score = LimitBar()
        self.score.setAccessibleName("How far you are from the limit")
        self.name = QLineEdit(profile)
        self.name.setAccessibleName("Name of the calibration")
        self.name.setMaxLength(64)
        self._pages = {
            "camera": self.picker,
            "picture": self.picture,
            "outcome": self.outcome,
            "save": named("&Name", self.name),
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.back, self.again = button("&Back"), button("&Again")
        self.skip, self.next = button("S&kip"), button("&Next")
        self.next.setDefault(True)
        for each, does in (
            (self.back, self._go_back),
            (self.again, self._do_again),
            (self.skip, self._go_on),
            (self.next, self._press),
        ):
            each.clicked.connect(does)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        for each in (self.again, self.skip, self.next):
            buttons.addWidget(each)
        layout = QVBoxLayout(self)
        for widget in (self.title, self.explained, self._stack, self.score, self.said):
            layout.addWidget(widget, 1 if widget is self._stack else 0)
        layout.addLayout(buttons)
        calibrator.said.connect(self.hear)
        calibrator.failed.connect(self._fail)
        calibrator.ended.connect(lambda: self._fail("The camera's process has ended."))
        self.picker.chosen.connect(lambda _spec: self._show_step())
        self._is_busy = self._has_slouch = False
        open_size(self, 760, 640)
        self._enter("camera")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Camera and pictures go with the window."""
        super().closeEvent(event)
        self._let_go()

    def done(self, result: int) -> None:
        super().done(result)
        self._let_go()

    def hear(self, said: object) -> None:
        """An answer of the calibration's process."""
        match said:
            case SeenPicture():
                self._show_picture(said)
            case Found(doing=doing):
                self._is_busy = False
                self._has_slouch = doing == SLOUCH
                self.outcome.show_found(said)
                self._enter(SLOUCH if doing == UPRIGHT else "outcome")
            case Tried():
                self._is_busy = False
                self.said.setText(tried_words(said))
                self._show_step()
            case Saved(name=name, note=note):
                self._is_busy = False
                self.saved.emit(name)
                if self.camera:
                    self.camera_chosen.emit(self.camera)
                self.said.setText(note)
                self.accept()
            case Refused():
                self._is_busy = False
                self.said.setText(f"{said.problem} {said.remedy}".strip())
                if said.is_end:
                    self._calibrator.end()
                    self._enter("camera", said=self.said.text())
                else:
                    self._show_step()
            case _:
                pass

    def _let_go(self) -> None:
        self._calibrator.end()
        self.picker.stop()
        self.picture.clear()
        self.outcome.clear()

    def _fail(self, why: str) -> None:
        self._is_busy = False
        self._enter("camera", said=why)

    def _enter(self, step: str, said: str = "") -> None:
        """Begin a step."""
        if step == "camera":
            self._calibrator.end()
            self.picker.start()
        elif self.step == "camera":
            self.picker.stop()
            self.camera = self.picker.spec
            self._calibrator.begin(Begin(self.camera or None))
            self.picture.clear("Opening the camera ...")
        self.step = step
        self.said.setText(said)
        self._show_step()
        self.next.setFocus()

    def _show_step(self) -> None:
        """Make title, page and buttons those of the step."""
        title, explained = STEPS[self.step]
        at = list(STEPS).index(self.step)
        self.title.setText(f"{at + 1}. {title}")
        self.explained.setText(explained)
        self.explained.setVisible(bool(explained))
        page = self.step if self.step in self._pages else "picture"
        self._stack.setCurrentWidget(self._pages[page])
        self.score.setVisible(self.step == TRY)
        label = "&Stop" if self._is_busy and self.step != "save" else BUTTONS[self.step]
        self.next.setText(label)
        self.next.setAccessibleName(label.replace("&", ""))
        self.next.setEnabled(self.step != "camera" or self.picker.spec is not None)
        self.back.setVisible(self.step != "camera" and not self._is_busy)
        self.again.setVisible(self.step in {"outcome", TRY} and not self._is_busy)
        self.skip.setVisible(self.step in {SLOUCH, "outcome"} and not self._is_busy)

    def _press(self) -> None:
        """What the button at the right does in this step."""
        if self._is_busy:
            self._calibrator.say(STOP)
            self._is_busy = False
            self._show_step()
            return
        match self.step:
            case "camera":
                self._enter("place")
            case "place":
                self._enter(UPRIGHT)
            case "upright" | "slouch":
                self._begin(self.step)
            case "outcome":
                self._enter(TRY)
                self._begin(TRY)
            case "try":
                self._enter("save")
                self.name.setFocus()
            case "save":
                self._is_busy = True
                self._calibrator.say(Save(self.name.text().strip()))

    def _begin(self, doing: str) -> None:
        if doing in {UPRIGHT, SLOUCH}:
            self.outcome.forget(doing)
        self._is_busy = True
        self.said.clear()
        self._calibrator.say(doing)
        self._show_step()

    def _go_on(self) -> None:
        self._enter("outcome" if self.step == SLOUCH else "save")

    def _go_back(self) -> None:
        steps = list(STEPS)
        self._enter(steps[steps.index(self.step) - 1])

    def _do_again(self) -> None:
        if self.step == TRY:
            self._begin(TRY)
        else:
            self._enter(UPRIGHT)

    def _show_picture(self, seen: SeenPicture) -> None:
        self.outcome.keep(seen)
        self.picture.show_look(seen.jpeg, seen.points)
        self.picture.count_down(seen.left_s, seen.length_s)
        if not self._is_busy:
            if self.step == "place":
                self.said.setText("\n".join(seen.problems) or "You can be seen well.")
        elif seen.doing == READY:
            self.said.setText("Get ready ...")
        elif self.step == TRY:
            words = {"good": "Upright.", "poor": "Slouched.", "unknown": "Not judged."}
            self.said.setText(words.get(seen.verdict, ""))
            self.score.show_share(seen.severity or 0.0)
        else:
            self.said.setText("\n".join(seen.problems) or "Hold still ...")
