"""What the desktop is in the middle of: when to let the camera go, keep quiet, or look more seldom.

Theory of operation
-------------------
Every adapter keeps what it says up to date and wakes the monitor when that changes; the questions
here only read it. A reason that comes and goes while the monitor is busy looking (a suspend lasts
no time at all for a program that sleeps through it) is kept until it was reported once, so that the
camera is let go and taken anew.
"""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from posture.config.schema.speaking import DesktopSection
from posture.desktop.adapter import Adapter, DesktopState, Health
from posture.desktop.adapters import Adapters
from posture.desktop.battery import Battery
from posture.desktop.linux.open_files import openings

# Which setting lets each release the camera, the first that holds being the one reported.
_RELEASING = {
    DesktopState.SUSPEND: "release_on_suspend",
    DesktopState.LID: "release_on_lid",
    DesktopState.LOCK: "release_on_lock",
    DesktopState.CALL: "release_on_call",
    DesktopState.CAMERA: "release_on_camera_wanted",
    DesktopState.IDLE: "release_on_idle",
}
# Which setting lets each hold nudges back, and by what name that is reported.
_HOLDING = {
    DesktopState.LOCK: ("hold_on_lock", "locked"),
    DesktopState.CALL: ("hold_on_call", "call"),
    DesktopState.QUIET: ("hold_on_do_not_disturb", "do not disturb"),
    DesktopState.FULL_SCREEN: ("hold_on_full_screen", "full screen"),
}


class Availability:
    """See the module's top. Nothing here waits or raises.

    wake: ends the monitor's sleep. own_pids: our processes, whose use of the camera is ours.
    camera: as device_node gives it. adapters: to use in place of this desktop's.
    openings_of: as open_files.openings; for processes of ours that hide theirs from others.
    """

    def __init__(
        self,
        settings: DesktopSection,
        wake: Callable[[], None],
        own_pids: Callable[[], Iterable[int]],
        camera: Path | None = None,
        adapters: Iterable[Adapter] | None = None,
        openings_of: Callable[[int, str], Iterable[str]] = openings,
    ) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._unreported: str | None = None
        self._adapters = list(adapters or ())
        self._opened: Adapters | None = None
        self._has_given = adapters is not None
        self._own_pids, self._camera, self._openings_of = own_pids, camera, openings_of
        self._go_by(settings)

    def use(self, settings: DesktopSection) -> None:
        """Go by these settings from now on, with the adapters they want."""
        if settings != self._settings:
            self.close()
            self._go_by(settings)
            self._wake()

    def _go_by(self, settings: DesktopSection) -> None:
        self._settings = settings
        self._releasing = [kind for kind, name in _RELEASING.items() if getattr(settings, name)]
        self._holding = {
            kind: words for kind, (name, words) in _HOLDING.items() if getattr(settings, name)
        }
        self._battery = Battery() if settings.battery_factor != 1.0 else None
        if self._has_given:
            return
        wanted = frozenset({*self._releasing, *self._holding})
        opened = Adapters(
            settings, wanted, self.changed, self._own_pids, self._camera, self._openings_of
        )
        self._opened, self._adapters = opened, opened.opened

    def settle(self, seconds: float) -> None:
        """Wait until every adapter has heard from its service or given up, at most so long."""
        until_s = time.monotonic() + seconds
        for adapter in self._adapters:
            adapter.settle(max(0.0, until_s - time.monotonic()))

    def not_now(self) -> str | None:
        """Why the camera is to be let go now; for the monitor, which acts on it."""
        reason = self.reason
        with self._lock:
            missed, self._unreported = self._unreported, None
        if reason is None and missed is not None:
            self._wake()  # it is over already: let go once, then look again at once
            return missed
        return reason

    @property
    def reason(self) -> str | None:
        """Why the camera is to be let go now; for showing."""
        said = self._said()
        return next((said[kind] for kind in self._releasing if kind in said), None)

    def busy(self) -> frozenset[str]:
        """What nudges are to be held back for."""
        said = self._said()
        return frozenset(words for kind, words in self._holding.items() if kind in said)

    def interval_factor(self) -> float:
        """How much longer than usual to wait between looks."""
        is_saving = self._battery is not None and self._battery.on_battery
        return self._settings.battery_factor if is_saving else 1.0

    def findings(self) -> tuple[Health, ...]:
        """How each adapter fares."""
        battery = Health("battery", ok=False, detail="none, or not checked")
        if self._battery is not None and self._battery.on_battery is not None:
            detail = (
                "in use, so posture looks less often" if self._battery.on_battery else "on mains"
            )
            battery = Health("battery", ok=True, detail=detail)
        return (*(adapter.health for adapter in self._adapters), battery)

    def changed(self) -> None:
        """An adapter says something else now; on any thread."""
        reason = self.reason
        with self._lock:
            self._unreported = reason or self._unreported
        self._wake()

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def _said(self) -> dict[DesktopState, str]:
        """All that is said now; of one kind said twice, the first."""
        together: dict[DesktopState, str] = {}
        for adapter in self._adapters:
            together = {**adapter.said, **together}
        return together
