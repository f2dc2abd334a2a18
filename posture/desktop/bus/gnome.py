"""Do not disturb on GNOME: the setting show-banners, read again when dconf reports a change."""

import os
import shutil
import subprocess
from collections.abc import Callable

from jeepney import HeaderFields, MatchRule, Message

from posture.desktop.adapter import AdapterState, DesktopState
from posture.desktop.bus.listener import Call

_DCONF = "ca.desrt.dconf.Writer"
_FOLDER = "/org/gnome/desktop/notifications/"
_QUESTION = ("get", "org.gnome.desktop.notifications", "show-banners")
_DEADLINE_S = 3.0


class Gnome(AdapterState):
    """An Ear of the session bus."""

    service = "ca.desrt.dconf"
    rules = (MatchRule(type="signal", interface=_DCONF, member="Notify"),)
    tick_s = None

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__("do not disturb", changed)
        self._program = shutil.which("gsettings")

    def begin(self, call: Call) -> None:  # noqa: ARG002 - asked of a program, not of the bus
        self._ask()

    def hear(self, signal: Message, call: Call) -> None:  # noqa: ARG002 - as above
        if signal.header.fields.get(HeaderFields.interface) == _DCONF:
            prefix, changes, _ = signal.body
            touched = [prefix + change for change in changes] or [prefix]
            if any(path.startswith(_FOLDER) or _FOLDER.startswith(path) for path in touched):
                self._ask()

    def tick(self, call: Call) -> None:
        """Nothing to ask: dconf sends a signal."""

    def lost(self, why: str) -> None:
        if why.startswith("no session bus"):
            self.fail(why)  # dconf's writer comes and goes; the setting stays as it is

    def _ask(self) -> None:
        if self._program is None:
            self.fail("gsettings is missing")
            return
        try:
            printed = subprocess.run(  # noqa: S603 - gsettings with fixed words
                [self._program, *_QUESTION],
                capture_output=True,
                text=True,
                timeout=_DEADLINE_S,
                check=True,
            ).stdout.strip()
        except (OSError, subprocess.SubprocessError):
            self.fail("gsettings does not know show-banners")
        else:
            self.say(
                {DesktopState.QUIET: DesktopState.QUIET} if printed == "false" else {},
                "GNOME, show-banners",
            )


def is_gnome() -> bool:
    return "gnome" in os.environ.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
