"""What the user asks for in a menu or window, done on another thread than Qt's."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from posture.app.profile_choice import use_profile
from posture.app.running_note import reload_settings
from posture.config import load_config
from posture.config.edit import set_setting
from posture.errors import NotRunningError, PostureError
from posture.gui.launcher import Launcher
from posture.gui.worker_thread import WorkerThread
from posture.monitor.control_socket import ask
from posture.system.video_device import lasting_name

_CAMERA = "camera.source"

Status = dict[str, Any] | PostureError | None


class Actions(QObject):
    """Asks the monitor and the launcher, each one question at a time."""

    done = Signal(object)  # what came of an action: the PostureError, if one was raised

    def __init__(self, launcher: Launcher, parent: QObject) -> None:
        super().__init__(parent)
        self._launcher = launcher
        self._asking, self.launching = WorkerThread("asking", self), WorkerThread("launching", self)

    @property
    def is_idle(self) -> bool:
        return self._asking.is_idle and self.launching.is_idle

    def ask_status(self, then: Callable[[Status], object], *, has_icon: bool) -> None:
        """Ask how things are, unless a question waits. has_icon: it may leave a nudge to it."""
        if self._asking.is_idle:
            self._asking.run(lambda: _status(has_icon=has_icon), then)

    def ask(self, do: str, more: dict[str, Any]) -> None:
        """Ask the monitor for something."""
        self._asking.run(lambda: ask(do, **more), self._ended)

    def start(self) -> None:
        self.launching.run(self._launcher.start, self._ended)

    def restart(self) -> None:
        self.launching.run(self._launcher.restart, self._ended)

    def stop(self, then: Callable[[object], object]) -> None:
        self.launching.run(self._launcher.stop, then)

    def open(self, address: str) -> None:
        """In the browser."""
        self.launching.run(lambda: self._launcher.open(address), self._ended)

    def report(self) -> None:
        """Today's page, written anew, in the browser."""
        from posture.app.windows.day_glance import today_page  # noqa: PLC0415 - seldom

        self._asking.run(today_page, self._open_page)

    def use_profile(self, name: str) -> None:
        """Judge by it from now on."""
        self._asking.run(lambda: _profile_used(name), self._ended)

    def use_camera(self, spec: str) -> None:
        """Keep it in the settings; a monitor that looks through another one is restarted."""
        self._asking.run(lambda: _camera_used(spec), self._camera_taken)

    def _ended(self, came: object) -> None:
        self.done.emit(came)

    def _open_page(self, page: Path | PostureError | None) -> None:
        if isinstance(page, Path):
            self.open(page.as_uri())
        else:
            self.done.emit(page or PostureError("Nothing has been recorded today."))

    def _camera_taken(self, came: bool | PostureError) -> None:
        if came is True:
            self.restart()
        self.done.emit(came)


def _status(*, has_icon: bool) -> dict[str, Any] | None:
    """None while no monitor runs."""
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
