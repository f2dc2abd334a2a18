"""Locked, idle, suspended, or another user's turn: systemd-logind, or elogind, by its signals.

Of the user's sessions those with a seat count (a login over the network is neither locked nor
idle): locked when one of them is locked, idle when all are, somebody else's turn when none is
active. Before the machine sleeps logind is asked to wait a moment, so that the camera is closed in
good order; it always goes on by itself after its own limit (InhibitDelayMaxSec, 5 s).
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from jeepney import FileDescriptor, HeaderFields, MatchRule, Message

from posture.desktop.adapter import AdapterState, DesktopState
from posture.desktop.bus.listener import PROPERTIES, Call, properties_changed, property_of
from posture.system.bus import RefusedError

SERVICE = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
MANAGER, SESSION = f"{SERVICE}.Manager", f"{SERVICE}.Session"
_WATCHED = ("LockedHint", "IdleHint", "Active")
# How long sleep is put off: having the camera's process release it takes some hundredths.
_FAREWELL_S = 0.5


class Logind(AdapterState):
    """An Ear of the system bus."""

    service = SERVICE
    rules = (
        MatchRule(type="signal", sender=SERVICE, interface=MANAGER),
        properties_changed(SERVICE, path_namespace=PATH),
    )
    tick_s = None

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__("lock and sleep", changed)
        self._sessions: dict[str, dict[str, bool]] = {}
        self._is_asleep = False
        self._delay: FileDescriptor | None = None

    def begin(self, call: Call) -> None:
        self._is_asleep = bool(property_of(call, SERVICE, PATH, MANAGER, "PreparingForSleep"))
        self._take_sessions(call)
        self._put_off_sleep(call)
        self._report()

    def hear(self, signal: Message, call: Call) -> None:
        fields = signal.header.fields
        path, member = str(fields.get(HeaderFields.path)), fields.get(HeaderFields.member)
        match member:
            case "PrepareForSleep" if fields.get(HeaderFields.interface) == MANAGER:
                self._sleep(call, is_starting=bool(signal.body[0]))
            case "SessionNew" | "SessionRemoved":
                self._take_sessions(call)
            case "PropertiesChanged" if path in self._sessions and signal.body[0] == SESSION:
                _, values, invalid = signal.body
                session = self._sessions[path]
                session |= {name: bool(values[name][1]) for name in _WATCHED if name in values}
                for name in set(_WATCHED) & set(invalid):
                    session[name] = bool(property_of(call, SERVICE, path, SESSION, name))
            case _:
                return
        self._report()

    def tick(self, call: Call) -> None:
        """Nothing to ask: logind sends a signal."""

    def lost(self, why: str) -> None:
        self._sessions, self._is_asleep = {}, False
        self._let_sleep()
        self.fail(why)

    def _report(self) -> None:
        sessions = self._sessions.values()
        said: dict[DesktopState, str] = {}
        if self._is_asleep:
            said[DesktopState.SUSPEND] = DesktopState.SUSPEND
        if any(session["LockedHint"] for session in sessions):
            said[DesktopState.LOCK] = DesktopState.LOCK
        elif sessions and not any(session["Active"] for session in sessions):
            said[DesktopState.LOCK] = "another user is active"
        if sessions and all(session["IdleHint"] for session in sessions):
            said[DesktopState.IDLE] = DesktopState.IDLE
        self.say(said, f"logind, {len(sessions)} session{'s' * (len(sessions) != 1)}")

    def _take_sessions(self, call: Call) -> None:
        if sys.platform == "win32":
            return
        (listed,) = call(SERVICE, PATH, MANAGER, "ListSessions")
        self._sessions = {}
        for _, uid, _, seat, path in listed:
            if uid == os.getuid() and seat:
                try:
                    (values,) = call(SERVICE, path, PROPERTIES, "GetAll", "s", SESSION)
                except RefusedError:
                    continue  # it ended meanwhile
                self._sessions[path] = {n: bool(values.get(n, ("b", False))[1]) for n in _WATCHED}

    def _sleep(self, call: Call, *, is_starting: bool) -> None:
        self._is_asleep = is_starting
        self._report()
        if is_starting and self._delay is not None:
            time.sleep(_FAREWELL_S)
            self._let_sleep()
        elif not is_starting:
            self._put_off_sleep(call)

    def _put_off_sleep(self, call: Call) -> None:
        """Ask logind to wait for us before it sleeps; not being allowed to is no fault."""
        if self._delay is None:
            words = ("sleep", "posture", "releases the camera", "delay")
            with suppress(RefusedError):
                (delay,) = call(SERVICE, PATH, MANAGER, "Inhibit", "ssss", *words)
                if isinstance(delay, FileDescriptor):
                    self._delay = delay

    def _let_sleep(self) -> None:
        if self._delay is not None:
            self._delay.close()
            self._delay = None
