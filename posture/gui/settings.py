"""The page of the settings people change.

Each change is written at once, to the same config.toml as ``posture config`` writes, and a running
monitor is told.
"""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import to_builtins
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from posture.app.running_note import Reloaded, reload_settings
from posture.app.windows.camera_names import cameras_by_name
from posture.config import load_config
from posture.config.edit import set_setting
from posture.core.events import Cause
from posture.core.policies.nudges import NudgeStep
from posture.errors import PostureError
from posture.gui.autostart_switch import AutostartSwitch
from posture.gui.fields import Field, Number, OneOf, Several, Suggested, Switch, Text
from posture.gui.words import button, text
from posture.gui.worker_thread import WorkerThread
from posture.store.profiles import profile_names
from posture.system.video_device import lasting_name

_BY_DESK = ("Chosen by camera and displays", "")
_STRICTNESS = (("Off", 0.0), ("Lenient", 0.7), ("Normal", 1.0), ("Strict", 1.5))
_STEPS = (
    ("Icon only", NudgeStep.TRAY.value),
    ("Notification", NudgeStep.TOAST.value),
    ("Sound", NudgeStep.SOUND.value),
    ("Dimmed screen", NudgeStep.DIM.value),
)
_PLANS = (
    ("Every hour", "hourly"),
    ("20 min sitting, 8 standing, 2 moving", "20-8-2"),
    ("Rest the eyes every 20 min", "20-20-20"),
    ("None", "off"),
)
_DIGESTS = (
    ("Never", ""),
    ("Every evening", "evening"),
    ("Once a week, on Friday at 17:00", "friday 17:00"),
    ("Once a week, on Sunday at 18:00", "sunday 18:00"),
)


def speaking_fields() -> tuple[Field, ...]:
    """When and how it may speak; also a page of the introduction."""
    return (
        Number("nudges.max_per_hour", "Maximum &nudges per hour", 0, 60),
        Several("nudges.steps", "How to nudge, mildest first", _STEPS),
        Text("nudges.quiet_hours", "&Quiet hours", "12:00-13:00, 22:00-07:00"),
        OneOf("breaks.plan", "Brea&k reminders", _PLANS),
        Switch("desktop.hold_on_do_not_disturb", "Keep quiet when d&o not disturb is on"),
        Switch("desktop.hold_on_call", "Keep quiet &during calls"),
        Switch("desktop.hold_on_full_screen", "Keep quiet while something is &full screen"),
    )


def _groups() -> tuple[tuple[str, tuple[Field, ...]], ...]:
    sensitivities = [
        OneOf(f"rules.{name}", str(cause).capitalize(), _STRICTNESS)
        for cause in Cause
        if (name := _sensitivity_of(cause))
    ]
    return (
        (
            "Camera and calibration",
            (
                Suggested("camera.source", "C&amera", cameras_by_name, lasting_name),
                OneOf("profiles.use", "Cali&bration", (_BY_DESK,)),
            ),
        ),
        ("Nudges and breaks", speaking_fields()),
        (
            "When to turn the camera off",
            (
                Switch("desktop.release_on_call", "Turn the camera off during calls"),
                Switch("desktop.release_on_lock", "Turn the camera off while the screen is locked"),
            ),
        ),
        ("Report", (OneOf("report.every", "S&ummary by notification", _DIGESTS),)),
        (
            "What counts as slouching",
            (Number("rules.hold_s", "It must last at l&east", 1, 3600, " s"), *sensitivities),
        ),
    )


def _sensitivity_of(cause: Cause) -> str:
    name = "too close" if cause is Cause.TOO_CLOSE else cause.value
    key = f"sensitivity_{name.replace(' ', '_')}"
    return "" if cause is Cause.SITTING_LONG else key


class Form(QWidget):
    """Settings as they are in force, each written when it is changed. noted: what came of that."""

    noted = Signal(str, bool)  # the sentence; whether the monitor needs a restart

    def __init__(self, groups: Sequence[tuple[str, Sequence[Field]]], worker: WorkerThread) -> None:
        super().__init__()
        self._worker = worker
        self.fields: dict[str, Field] = {}
        layout = QVBoxLayout(self)
        for title, fields in groups:
            box = QGroupBox(title)
            form = QFormLayout(box)
            for field in fields:
                self.fields[field.key] = field
                field.changed.connect(self._writer(field))
                if isinstance(field, Switch):
                    form.addRow(field.widget)
                else:
                    form.addRow(field.label, field.widget)
            layout.addWidget(box)
        layout.addStretch(1)

    def refresh(self) -> None:
        """Show what is in force now."""
        for field in self.fields.values():
            if isinstance(field, Suggested):
                self._worker.run(field.suggest, field.offer)
        self._worker.run(_in_force, self.show_values)

    def show_values(self, values: dict[str, Any] | PostureError) -> None:
        if isinstance(values, PostureError):
            self.noted.emit(str(values), False)
            self.setEnabled(False)
            return
        self.setEnabled(True)
        if profiles := self.fields.get("profiles.use"):
            assert isinstance(profiles, OneOf)  # noqa: S101 - as it was made
            profiles.offer([_BY_DESK, *((name, name) for name in profile_names())])
        for key, field in self.fields.items():
            section, _, name = key.partition(".")
            field.show_value(values[section][name])

    def _writer(self, field: Field) -> Callable[[object], None]:
        def write(value: object) -> None:
            self._worker.run(lambda: _written(field.key, value), self._say)

        return write

    def _say(self, came: Reloaded | PostureError | None) -> None:
        match came:
            case PostureError():
                self.noted.emit(f"Not saved: {came}", False)
                self.refresh()
            case Reloaded(refused=str(why)) if why:
                self.noted.emit(f"Saved. The running monitor goes on as before: {why}", False)
            case Reloaded(need_restart=keys) if keys:
                self.noted.emit("Saved. To apply it, the monitor has to be restarted.", True)
            case Reloaded():
                self.noted.emit("Saved, and in force from now on.", False)
            case _:
                self.noted.emit("Saved.", False)


class SettingsPage(QWidget):
    """restart: the user wants the monitor to begin again."""

    restart = Signal()

    def __init__(self, worker: WorkerThread) -> None:
        super().__init__()
        self.form = Form(_groups(), worker)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.form)
        scroll.setAccessibleName("Settings")
        self.note = text("Changes are saved at once.", "Result of the change")
        self.restart_button = button("&Restart the monitor")
        self.restart_button.clicked.connect(self._restart)
        self.restart_button.hide()
        self.autostart = AutostartSwitch(worker)
        self.autostart.noted.connect(self.note.setText)
        bottom = QHBoxLayout()
        bottom.addWidget(self.note, 1)
        bottom.addWidget(self.restart_button)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.autostart)
        layout.addLayout(bottom)
        self.form.noted.connect(self._say)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.form.refresh()
        self.autostart.refresh()

    def _say(self, said: str, needs_restart: bool) -> None:
        self.note.setText(said)
        self.restart_button.setVisible(needs_restart or self.restart_button.isVisible())

    def _restart(self) -> None:
        self.restart_button.hide()
        self.note.setText("The monitor is being restarted.")
        self.restart.emit()


def _in_force() -> dict[str, Any]:
    values: dict[str, Any] = to_builtins(load_config())
    return values


def _written(key: str, value: object) -> Reloaded | None:
    set_setting(key, value)
    return reload_settings()
