"""The lid is closed: UPower signals it; without UPower, and while closed, it is asked for.

logind knows too, but older ones send no signal when the lid moves. A closed lid of a laptop that
drives another screen (logind: Docked) is no reason to stop: its camera is then an external one.
"""

from collections.abc import Callable
from pathlib import Path

from jeepney import HeaderFields, Message

from posture.desktop.adapter import AdapterState, DesktopState
from posture.desktop.bus.listener import Call, properties_changed, property_of
from posture.desktop.bus.logind import MANAGER
from posture.desktop.bus.logind import PATH as LOGIND_PATH
from posture.desktop.bus.logind import SERVICE as LOGIND
from posture.system.bus import RefusedError

UPOWER = "org.freedesktop.UPower"
UPOWER_PATH = "/org/freedesktop/UPower"
_TICK_S = 1.5


class Lid(AdapterState):
    """A BusClient of the system bus. acpi: where the kernel lists lids."""

    service = UPOWER
    rules = (properties_changed(UPOWER, path=UPOWER_PATH),)

    def __init__(
        self, changed: Callable[[], None], acpi: Path = Path("/proc/acpi/button/lid")
    ) -> None:
        super().__init__("lid", changed)
        self._acpi = acpi
        self._has_upower = self._is_closed = False

    @property
    def tick_s(self) -> float | None:
        """While the lid is closed a screen may be plugged in or out, which nothing reports."""
        is_asked = self._is_closed or (not self._has_upower and self._states())
        return _TICK_S if is_asked else None

    def begin(self, call: Call) -> None:
        self._has_upower = True
        if not property_of(call, UPOWER, UPOWER_PATH, UPOWER, "LidIsPresent"):
            self._has_upower = False
            self.lost("this machine has none")
            return
        is_closed = bool(property_of(call, UPOWER, UPOWER_PATH, UPOWER, "LidIsClosed"))
        self._report(call, is_closed=is_closed, through="UPower")

    def hear(self, signal: Message, call: Call) -> None:
        if (
            signal.header.fields.get(HeaderFields.path) == UPOWER_PATH
            and "LidIsClosed" in signal.body[1]
        ):
            is_closed = bool(signal.body[1]["LidIsClosed"][1])
            self._report(call, is_closed=is_closed, through="UPower")

    def tick(self, call: Call) -> None:
        if self._has_upower:
            self._report(call, is_closed=self._is_closed, through="UPower")
        else:
            is_closed = any("closed" in state.read_text() for state in self._states())
            self._report(call, is_closed=is_closed, through="the kernel, asked now and then")

    def lost(self, why: str) -> None:
        self._has_upower = False
        if self._states() and not why.startswith("no system bus"):
            self.say({}, "the kernel, asked now and then")  # the next tick asks
        else:
            self._is_closed = False
            self.fail(why)

    def _report(self, call: Call, *, is_closed: bool, through: str) -> None:
        self._is_closed = is_closed
        said = (
            {DesktopState.LID: str(DesktopState.LID)} if is_closed and not _is_docked(call) else {}
        )
        self.say(said, through)

    def _states(self) -> list[Path]:
        return list(self._acpi.glob("*/state"))


def _is_docked(call: Call) -> bool:
    try:
        return bool(property_of(call, LOGIND, LOGIND_PATH, MANAGER, "Docked"))
    except RefusedError:
        return False
