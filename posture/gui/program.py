"""The parts of the program with the icon and the windows, and what passes between them."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from posture.app.profile_choice import use_profile
from posture.app.running_note import reload_settings
from posture.config import Config, load_config
from posture.config.edit import set_setting
from posture.errors import NotRunningError, PostureError
from posture.gui.errands import Errands
from posture.gui.launcher import Launcher
from posture.gui.remembered import recall, remember
from posture.gui.tray import Tray, TrayMenu
from posture.monitor.control_socket import ask
from posture.store.profiles import DEFAULT, profile_names
from posture.system.video_device import lasting_name

_CAMERA = "camera.source"
_NO_TRAY = (
    "This desktop has no tray icons, so here is the window instead. On GNOME, the AppIndicator "
    "extension adds them. posture keeps running when the window is closed; open it again with "
    "`posture window`."
)


class Program(QObject):
    """Asks the monitor how things are, shows it, and passes on what the user wants.

    wants_tray: the icon, and the window only when it is asked for or there is no place for icons.
    """

    page_wanted = Signal(str, str)  # from another thread: single.py

    def __init__(
        self, app: QApplication, config: Config, launcher: Launcher, *, wants_tray: bool
    ) -> None:
        super().__init__()
        self._app, self._config, self._launcher = app, config, launcher
        self._wants_tray = wants_tray
        self._asking, self._launching = Errands("asking", self), Errands("launching", self)
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
            self._start()

    def refresh(self) -> None:
        """Ask how things are; one question at a time."""
        if self._asking.is_idle:
            has_icon = self.tray is not None
            self._asking.run(lambda: _status(has_icon=has_icon), self.show_answer)

    def show_answer(self, answer: dict[str, Any] | PostureError | None) -> None:
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

            self.window = Window(Errands("reading", self), self._config, self.menu)
            self.window.today.opened.connect(self._open)
            self.window.settings.restart.connect(self._restart)
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
            self.first_run = FirstRun(Errands("introduction", self))
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
                Calibrator(self._launching, self._launcher, self),
                Calibrator(self._launching, self._launcher, self),
                used,
            )
            window.saved.connect(self._calibrated)
            window.camera_chosen.connect(self._use_camera)
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
        self._launching.run(self._launcher.stop, lambda _came: self._app.quit())

    def _connect(self) -> None:
        menu = self.menu
        menu.asked.connect(self._ask)
        menu.start.connect(self._start)
        menu.page.connect(self.show_page)
        menu.report.connect(self._report)
        menu.calibrate.connect(self.calibrate)
        menu.welcome.connect(self.welcome)
        menu.profile.connect(self._use_profile)
        menu.quit.connect(self.end)
        menu.aboutToShow.connect(self.refresh)
        self.page_wanted.connect(self.show_page)

    def _ask(self, do: str, more: dict[str, Any]) -> None:
        """Ask the monitor for something, and see what it is like then."""
        self._asking.run(lambda: ask(do, **more), self._done)

    def _start(self) -> None:
        self._launching.run(self._launcher.start, self._done)

    def _restart(self) -> None:
        self._launching.run(self._launcher.restart, self._done)

    def _open(self, address: str) -> None:
        self._launching.run(lambda: self._launcher.open(address), self._done)

    def _report(self) -> None:
        """Today's page, written anew, in the browser."""
        from posture.app.windows.day_glance import today_page  # noqa: PLC0415 - seldom

        self._asking.run(today_page, self._open_page)

    def _open_page(self, page: Path | PostureError | None) -> None:
        if isinstance(page, Path):
            self._open(page.as_uri())
        else:
            self._show_message(str(page) if page else "Nothing has been recorded today.")

    def _use_profile(self, name: str) -> None:
        self._asking.run(lambda: _profile_used(name), self._done)

    def _use_camera(self, spec: str) -> None:
        self._asking.run(lambda: _camera_used(spec), self._camera_taken)

    def _camera_taken(self, came: bool | PostureError) -> None:
        if came is True:
            self._restart()
        self._done(came)

    def _done(self, came: object) -> None:
        if isinstance(came, PostureError) and not self._is_ending:
            self._show_message(str(came))
        self.refresh()

    def _calibrated(self, name: str) -> None:
        if self.first_run is not None:
            self.first_run.show_calibrated(name)
        else:
            self._start()
        self.refresh()

    def _calibration_over(self) -> None:
        self.calibration.deleteLater()
        self.calibration = None
        self.refresh()

    def _welcomed(self) -> None:
        self._remember(welcomed=True)
        self._start()

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


def _status(*, has_icon: bool) -> dict[str, Any] | None:
    """None while no monitor runs. has_icon: it may leave a nudge to the icon."""
    try:
        return ask("status", icon=has_icon)
    except NotRunningError:
        return None


def _profile_used(name: str) -> None:
    use_profile(name)
    reload_settings()


def _camera_used(spec: str) -> bool:
    """Keep it under a name that stays. True: the running monitor looks through another one."""
    before, chosen = load_config().camera.source, lasting_name(spec)
    if chosen == before:
        return False
    set_setting(_CAMERA, chosen)
    answer = reload_settings()
    return answer is not None and _CAMERA in answer.need_restart and lasting_name(before) != chosen
