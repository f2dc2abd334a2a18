"""Three pages for somebody new: what it does and keeps, the calibration, when it may speak."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget, QWizard, QWizardPage

from posture.gui.autostart_switch import AutostartSwitch
from posture.gui.settings import Form, speaking_fields
from posture.gui.words import button, open_size, text
from posture.gui.worker_thread import WorkerThread
from posture.system.program import icon_file

_ICON_PX = 96

_DOES = (
    "posture looks at you through your own camera every few seconds, and notices when you have "
    "slouched for a while. Then it nudges you, rarely, with something to do about it. In the "
    "evening there is a report of your day."
)
_KEEPS = (
    "No picture is ever saved, and nothing leaves this computer. What is kept are angles, times "
    "and nudges, in a file that only you can read. While you are in a call or the screen is "
    "locked, the camera is off. You can pause at any time."
)
_CALIBRATE = (
    "Everyone sits differently. Show posture how you sit upright, and how you slouch: it takes "
    "a minute, and from then on you are judged by your own upright."
)
_LATER = "You can skip this: then only clear cases are judged, until you calibrate."


class FirstRun(QWizard):
    """finished_well: it was read to its end. calibrate: the user wants to, now."""

    calibrate = Signal()

    def __init__(self, worker: WorkerThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Welcome - posture")
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setButtonText(QWizard.WizardButton.FinishButton, "&Start watching")
        self.setButtonText(QWizard.WizardButton.CancelButton, "&Later")
        self.setPixmap(QWizard.WizardPixmap.WatermarkPixmap, _watermark())
        self.calibrated = text("", "Calibration")
        self.calibrated.hide()
        self.calibrate_button = button("&Calibrate now ...")
        self.calibrate_button.clicked.connect(self.calibrate.emit)
        self.form = Form((("Nudges and breaks", speaking_fields()),), worker)
        self.note = text("", "Result of the change")
        self.form.noted.connect(lambda said, _needs_restart: self.note.setText(said))
        self.addPage(_page("What it does, and what it keeps", text(_DOES), text(_KEEPS)))
        self.addPage(
            _page(
                "Your camera, your limits",
                text(_CALIBRATE),
                self.calibrate_button,
                self.calibrated,
                text(_LATER),
            )
        )
        self.autostart = AutostartSwitch(worker)
        self.autostart.noted.connect(self.note.setText)
        self.addPage(_page("When it may nudge", self.form, self.autostart, self.note))
        open_size(self, 680, 440)
        self.form.refresh()
        self.autostart.refresh()

    def show_calibrated(self, name: str) -> None:
        """A calibration was made meanwhile."""
        self.calibrated.setText(f"You are calibrated: {name}.")
        self.calibrated.show()
        self.button(QWizard.WizardButton.NextButton).setFocus()


def _watermark() -> QPixmap:
    """The program's icon, with room around it."""
    return QIcon(str(icon_file())).pixmap(_ICON_PX, _ICON_PX)


def _page(title: str, *widgets: QWidget) -> QWizardPage:
    page = QWizardPage()
    page.setTitle(title)
    layout = QVBoxLayout(page)
    for widget in widgets:
        is_button = isinstance(widget, QPushButton)
        aligned = Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0)
        layout.addWidget(widget, 0, aligned)
    layout.addStretch(1)
    return page
