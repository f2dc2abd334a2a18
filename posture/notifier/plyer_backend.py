"""Notifications through plyer, where nothing better is installed.

plyer reports no lost message: without a bus it returns as if all were well, a service
that hangs blocks it for half a minute, and a title such as "-u" becomes an option of the program it
starts. So what can be known beforehand is checked beforehand, the call runs on a thread that is
left behind when it does not return in time, and words never begin with a dash.
"""

import os
import shutil
import socket
import sys
import threading
import warnings
from importlib.util import find_spec

from posture.notifier.backend import DELIVERED, failed, unanswered
from posture.protocols import Message, Outcome
from posture.system.program import NAME, icon_file


class PlyerBackend:
    """Shows a title and a text; no buttons."""

    name = "plyer"
    is_open = False

    def __init__(self, *, deadline_s: float, show_s: float) -> None:
        self._deadline_s = deadline_s
        self._show_s = int(show_s)
        self._stuck: threading.Thread | None = None

    def show(self, message: Message) -> Outcome:
        if self._stuck is not None and self._stuck.is_alive():
            return failed("the last notification is still stuck")
        if why := _lost_on_linux():
            return failed(why)
        problems: list[Exception] = []

        def call() -> None:
            try:
                self._notify(message)
            except Exception as error:  # noqa: BLE001 - plyer raises whatever its platform does
                problems.append(error)

        self._stuck = threading.Thread(target=call, name="plyer", daemon=True)
        self._stuck.start()
        self._stuck.join(self._deadline_s)
        if self._stuck.is_alive():
            return unanswered(self._deadline_s)
        if problems:
            return failed(f"plyer: {problems[0] or type(problems[0]).__name__}")
        return DELIVERED

    def poll(self) -> list[tuple[str, str]]:
        return []

    def close(self) -> None:
        pass

    def _notify(self, message: Message) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns that dbus-python is missing; it falls back
            from plyer import notification  # noqa: PLC0415 - imported only when it is needed

            notification.notify(
                title=undashed(message.title),
                message=undashed(message.text),
                app_name=NAME,
                app_icon="" if sys.platform == "win32" else str(icon_file()),  # there only .ico
                timeout=self._show_s,
            )


def undashed(words: str) -> str:
    """Words that no command line takes for an option."""
    return f" {words}" if words.startswith("-") else words


def _lost_on_linux() -> str:
    """Why plyer would lose a message without a word here; empty when it has a way to send it."""
    if not sys.platform.startswith("linux"):
        return ""
    if not (shutil.which("notify-send") or find_spec("dbus")):
        return "neither notify-send nor dbus-python is installed"
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    path = address.removeprefix("unix:path=").split(",")[0] if address else f"{runtime}/bus"
    if not address and not runtime:
        return "no session bus - not in a desktop session"
    if address and not address.startswith("unix:path="):
        return ""  # an abstract or TCP bus: it is plyer's to try
    with socket.socket(socket.AF_UNIX) as bus:
        try:
            bus.connect(path)
        except OSError as error:
            return f"the session bus cannot be reached: {error.strerror}"
    return ""
