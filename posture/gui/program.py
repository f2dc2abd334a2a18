"""The parts of the program with the icon and the windows, and what passes between them."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from posture.config import Config
from posture.errors import PostureError
from posture.gui.actions import Actions, Status
from posture.gui.launcher import Launcher
from posture.gui.remembered import recall, remember
from posture.gui.tray import Tray, TrayMenu
from posture.gui.worker_thread import WorkerThread
from posture.store.profiles import DEFAULT, profile_names

_NO_TRAY = (
    "This desktop has no tray icons, so here is the window instead. On GNOME, the AppIndicator "
    "extension adds them. posture keeps running when the window is closed; open it again with "
    "`posture window`."
)


class Program(QObject):
    """Asks the monitor how things are, shows it, and passes on what the user wants.

    wants_tray: the icon, and the window only when it is asked for or there is no place for icons.
    """

    page_wanted = Signal(str, str)  # from another thread: single_instance.py

    def __init__(
        self, app: QApplication, config: Config, launcher: Launcher, *, wants_tray: bool
    ) -> None:
        super().__init__()
        self._app, self._config, self._launcher = app, config, launcher
        self._wants_tray = wants_tray
        self.actions = Actions(launcher, self)
        self.answer: dict[str, Any] | None = None
        self.menu = TrayMenu(profile_names)
        self.tray: Tray | None = None
        self.window: Any = None
        self.calibration: Any = None
        self.first_run: Any = None
        self._remembered = recall()
        self._is_ending = False
        self._connect()
        self._timer = QTimer(self, interval=round(config.window.ask_interval_s * 1000))
        self._timer.timeout.connect(self.refresh)

    def begin(self, page: str | None = None, nudge: str = "") -> None:
        """Show icon or window; somebody new is welcomed, and else the monitor is started.

        nudge: when the one came that the user asks about, in ISO 8601.
        """
        self._app.setQuitOnLastWindowClosed(False)
        if self._wants_tray and Tray.has_host():
            self.tray = Tray(self.menu, self)
            self.tray.opened.connect(lambda: self.show_page("today"))
            self.tray.show()
        lacks_tray = self._wants_tray and self.tray is None
        if page is not None or lacks_tray:
            self.show_page(page or "today", nudge)
        if lacks_tray and not self._remembered.no_tray_said:
            self._show_message(_NO_TRAY)
            self._remember(no_tray_said=True)
        self._timer.start()
        self.refresh()
        if not self._remembered.welcomed and not profile_names():
            self.welcome()
        elif self._wants_tray:
            self.actions.start()

    def refresh(self) -> None:
        """Ask how things are; one question at a time."""
        self.actions.ask_status(self.show_answer, has_icon=self.tray is not None)

    def show_answer(self, answer: Status) -> None:
        if self._is_ending:
            return
        self.answer = {"error": str(answer)} if isinstance(answer, PostureError) else answer
        self.menu.show_answer(self.answer)
        if self.tray is not None:
            self.tray.show_answer(self.answer)
        if self.window is not None and self.window.isVisible():
            self.window.show_answer(self.answer)

    def show_page(self, name: str, nudge: str = "") -> None:
        """The window, made when it is first wanted; nudge: as ``begin``."""
        if self.window is None:
            from posture.gui.window import Window  # noqa: PLC0415 - the icon needs none of it

            self.window = Window(WorkerThread("reading", self), self._config, self.menu)
            self.window.today.opened.connect(self.actions.open)
            self.window.settings.restart.connect(self.actions.restart)
            self.window.closed.connect(self._window_closed)
        self.window.show_answer(self.answer)
        self.window.show_page(name)
        with suppress(ValueError):  # none, or no time: another program of the user's may ask
            at = datetime.fromisoformat(nudge)
            self.window.today.show_nudge(at if at.tzinfo else at.astimezone())
        self.refresh()

    def welcome(self) -> None:
        """The introduction."""
        from posture.gui.first_run import FirstRun  # noqa: PLC0415 - once

        if self.first_run is None:
            self.first_run = FirstRun(WorkerThread("introduction", self))
            self.first_run.calibrate.connect(self.calibrate)
            self.first_run.accepted.connect(self._welcomed)
            self.first_run.finished.connect(self._first_run_over)
        self.first_run.show()
        self.first_run.raise_()

    def calibrate(self) -> None:
        """The window that calibrates; it is modal to nothing, and there is one."""
        from posture.gui.calibration import CalibrationWindow  # noqa: PLC0415 - seldom
        from posture.gui.calibrator import Calibrator  # noqa: PLC0415

        if self.calibration is None:
            used = (self.answer or {}).get("profile") or DEFAULT
            window = CalibrationWindow(
                Calibrator(self.actions.launching, self._launcher, self),
                Calibrator(self.actions.launching, self._launcher, self),
                used,
            )
            window.saved.connect(self._calibrated)
            window.camera_chosen.connect(self.actions.use_camera)
            window.finished.connect(self._calibration_over)
            self.calibration = window
        self.calibration.show()
        self.calibration.raise_()

    def end(self) -> None:
        """The user wants no more of it: monitor and icon go."""
        self._is_ending = True
        self._timer.stop()
        for window in (self.calibration, self.first_run, self.window, self.tray):
            if window is not None:
                window.hide()
        if self.calibration is not None:
            self.calibration.reject()
        self.actions.stop(lambda _came: self._app.quit())

    def _connect(self) -> None:
        menu, actions = self.menu, self.actions
        menu.asked.connect(actions.ask)
        menu.start.connect(actions.start)
        menu.page.connect(self.show_page)
        menu.report.connect(actions.report)
        menu.calibrate.connect(self.calibrate)
        menu.welcome.connect(self.welcome)
        menu.profile.connect(actions.use_profile)
        actions.done.connect(self._done)
        menu.quit.connect(self.end)
        menu.aboutToShow.connect(self.refresh)
        self.page_wanted.connect(self.show_page)

    def _done(self, came: object) -> None:
        if isinstance(came, PostureError) and not self._is_ending:
            self._show_message(str(came))
        self.refresh()

    def _calibrated(self, name: str) -> None:
        if self.first_run is not None:
            self.first_run.show_calibrated(name)
        else:
            self.actions.start()
        self.refresh()

    def _calibration_over(self) -> None:
        self.calibration.deleteLater()
        self.calibration = None
        self.refresh()

    def _welcomed(self) -> None:
        self._remember(welcomed=True)
        self.actions.start()

    def _first_run_over(self) -> None:
        self.first_run.deleteLater()
        self.first_run = None

    def _window_closed(self) -> None:
        """Without an icon the program ends with its window; the monitor goes on."""
        if self.tray is None and not self._is_ending:
            self._app.quit()

    def _remember(self, **known: bool) -> None:
        for name, value in known.items():
            setattr(self._remembered, name, value)
        remember(self._remembered)

    def _show_message(self, text: str) -> None:
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - seldom

        box = QMessageBox(QMessageBox.Icon.Information, "posture", text)
        box.setParent(self.window, box.windowFlags()) if self.window else None
        box.setModal(False)
        box.show()
        self._message = box
