"""Which adapters this desktop has: opened here, each only when some setting needs it."""

import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from posture.config.schema.speaking import DesktopSection
from posture.desktop.adapter import Adapter, DesktopState
from posture.desktop.linux.open_files import openings


class Adapters:
    """All that were opened, in ``opened``."""

    def __init__(
        self,
        settings: DesktopSection,
        wanted: frozenset[DesktopState],
        changed: Callable[[], None],
        own_pids: Callable[[], Iterable[int]],
        camera: Path | None,
        openings_of: Callable[[int, str], Iterable[str]] = openings,
    ) -> None:
        self.opened: list[Adapter] = []
        self._stack = ExitStack()
        self._settings, self._wanted, self._changed = settings, wanted, changed
        if sys.platform == "win32":
            self._open_windows(has_camera=camera is not None)
        elif sys.platform == "darwin":
            self._open_mac()
        else:
            self._open_buses()
            self._open_sound()
            if camera is not None and DesktopState.CAMERA in wanted:
                self._open_camera(camera, own_pids, openings_of)
            if DesktopState.FULL_SCREEN in wanted:
                self._open_display()

    def close(self) -> None:
        self._stack.close()

    def _open_buses(self) -> None:
        from posture.desktop.bus.do_not_disturb import Quiet  # noqa: PLC0415
        from posture.desktop.bus.gnome import Gnome, is_gnome  # noqa: PLC0415
        from posture.desktop.bus.lid import Lid  # noqa: PLC0415
        from posture.desktop.bus.listener import BusClient, BusListener  # noqa: PLC0415 - jeepney
        from posture.desktop.bus.logind import Logind  # noqa: PLC0415
        from posture.desktop.bus.screensaver import ScreenSavers  # noqa: PLC0415

        system: list[BusClient] = []
        session: list[BusClient] = []
        if self._wanted & {DesktopState.LOCK, DesktopState.IDLE, DesktopState.SUSPEND}:
            logind = Logind(self._changed)
            system.append(logind)
            self.opened.append(logind)
        if DesktopState.LID in self._wanted:
            lid = Lid(self._changed)
            system.append(lid)
            self.opened.append(lid)
        if DesktopState.LOCK in self._wanted:
            savers = ScreenSavers(self._changed)
            session += savers.clients
            self.opened.append(savers)
        if DesktopState.QUIET in self._wanted:
            quiet = Gnome(self._changed) if is_gnome() else Quiet(self._changed)
            session.append(quiet)
            self.opened.append(quiet)
        if system:
            self._stack.callback(BusListener("SYSTEM", system).close)
        if session:
            self._stack.callback(BusListener("SESSION", session).close)

    def _open_sound(self) -> None:
        from posture.desktop.linux.alsa import alsa  # noqa: PLC0415 - only here
        from posture.desktop.linux.pulse import Pulse  # noqa: PLC0415

        if DesktopState.CALL in self._wanted:
            has_pactl = shutil.which("pactl") is not None
            self._add(
                Pulse(self._changed, self._settings.microphone_ignored)
                if has_pactl
                else alsa(self._changed)
            )

    def _open_camera(
        self,
        camera: Path,
        own_pids: Callable[[], Iterable[int]],
        openings_of: Callable[[int, str], Iterable[str]],
    ) -> None:
        from posture.desktop.linux.camera_users import CameraUsers  # noqa: PLC0415 - only here

        grace_s = self._settings.camera_grace_s
        self._add(CameraUsers(self._changed, camera, own_pids, grace_s, openings_of))

    def _open_display(self) -> None:
        from posture.desktop.linux.fullscreen import FullScreen  # noqa: PLC0415 - only here

        self._add(FullScreen(self._changed))

    def _open_windows(self, *, has_camera: bool) -> None:  # pragma: no cover - not run
        from posture.desktop.other.windows import devices, shell  # noqa: PLC0415 - only here

        if self._wanted & {DesktopState.CALL, DesktopState.CAMERA}:
            self._add(devices(self._changed, has_camera=has_camera))
        if self._wanted & {DesktopState.LOCK, DesktopState.FULL_SCREEN, DesktopState.QUIET}:
            self._add(shell(self._changed))

    def _open_mac(self) -> None:  # pragma: no cover - not run
        from posture.desktop.other.macos import calls, lock  # noqa: PLC0415 - only here

        if DesktopState.CALL in self._wanted:
            self._add(calls(self._changed))
        if DesktopState.LOCK in self._wanted:
            self._add(lock(self._changed))

    def _add(self, adapter: "Closeable") -> None:
        self.opened.append(adapter)
        self._stack.callback(adapter.close)


class Closeable(Adapter, Protocol):
    """An adapter with a thread of its own."""

    def close(self) -> None: ...
