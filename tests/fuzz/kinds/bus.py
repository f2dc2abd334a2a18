"""What services of the desktop answer on the bus: odd values, and messages damaged byte by byte."""

import os
import socket
import threading
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from unittest.mock import patch

from jeepney import (
    HeaderFields,
    Message,
    MessageType,
    Parser,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.wrappers import DBusAddress

from posture.desktop.bus import connection
from posture.desktop.bus.do_not_disturb import Quiet
from posture.desktop.bus.lid import Lid
from posture.desktop.bus.listener import BusListener
from posture.desktop.bus.logind import MANAGER, PATH, SESSION, Logind
from posture.desktop.bus.screensaver import ScreenSavers
from posture.notifier.dbus import SERVICE, DBusBackend
from posture.protocols import Button
from posture.protocols import Message as Note
from tests.fuzz.harness import kind, spoiled

SOON_S = 0.05
IDLE_S = 0.02  # without a call for so long, the bus hangs up
LONGEST_SAID = 500
OURS = f"{PATH}/session/c1"
# Method -> what a service answers: signature and values.
GOOD = {
    "Hello": ("s", (":1.1",)),
    "AddMatch": (None, ()),
    "GetCapabilities": ("as", (["actions", "body-markup"],)),
    "GetServerInformation": ("ssss", ("dunst", "knopwob", "1.9", "1.2")),
    "Notify": ("u", (7,)),
    "ListSessions": ("a(susso)", ([("c1", os.getuid(), "me", "seat0", OURS)],)),
    "GetAll": ("a{sv}", ({"LockedHint": ("b", True), "IdleHint": ("b", False)},)),
    "GetActive": ("b", (True,)),
    "Get": ("v", (("b", True),)),
}
ODD = (
    (None, ()),
    ("s", ("\x1b]0;x\x07\n",)),
    ("v", (("as", ["x"]),)),
    ("v", (("s", "yes"),)),
    ("ss", ("a", "b")),
    ("as", ([],)),
    ("a{sv}", ({},)),
    ("a(susso)", ([("", 0, "", "", "/")],)),
    ("i", (-1,)),
    ("u", (0,)),
    ("t", (2**63,)),
    ("d", (float("nan"),)),
    ("ay", (bytes(5000),)),
    ("s", ("long " * 1000,)),
)
ERRORS = ("NoReply", "ServiceUnknown", "AccessDenied", "x" * 200)
PROPERTIES, BUS = "org.freedesktop.DBus.Properties", "org.freedesktop.DBus"
LOCKED = (SESSION, {"LockedHint": ("b", True)}, ["IdleHint"])
SIGNALS = (
    (PATH, MANAGER, "PrepareForSleep", "b", (True,)),
    (PATH, MANAGER, "SessionNew", "so", ("c1", OURS)),
    (OURS, PROPERTIES, "PropertiesChanged", "sa{sv}as", LOCKED),
    ("/org/freedesktop/DBus", BUS, "NameOwnerChanged", "sss", (SERVICE, "", ":1.2")),
    ("/org/freedesktop/Notifications", SERVICE, "ActionInvoked", "us", (7, "useful")),
    ("/org/freedesktop/Notifications", SERVICE, "NotificationClosed", "uu", (7, 1)),
)


@kind
def notification_answer(random, folder):
    """A nudge is delivered or failed, with a reason that can be printed."""
    with _bus(random, folder), closing(DBusBackend(deadline_s=SOON_S, show_s=1.0)) as backend:
        note = Note("1", "title", "text", (Button("useful", "Useful"),))
        for outcome in (backend.show(note), backend.show(note)):
            _check(outcome.why)
        _check(backend.server()[1])
        with suppress(LookupError, TypeError, ValueError):  # the queue takes these: queued.py
            backend.poll()


@kind
def desktop_answer(random, folder):
    """Whatever is answered and told, the thread that listens goes on to the next connection."""
    clients = [Logind(_nothing), Quiet(_nothing), Lid(_nothing, folder)]
    clients += ScreenSavers(_nothing).clients
    reasons = []
    for client in clients:
        client.lost = partial(_lost, client.lost, reasons)
    with _bus(random, folder), patch.object(connection, "_DEADLINE_S", SOON_S):
        listener = BusListener.__new__(BusListener)
        with patch.object(threading.Thread, "start"):
            listener.__init__("SESSION", clients)
        # It is called again until somebody wants it to end: here, after its first connection.
        with patch.object(listener._closing, "wait", lambda _s: listener._closing.set()):
            listener._run()
    for why in reasons:
        _check(why)


def _lost(really, reasons, why):
    reasons.append(why)
    really(why)


def _check(said):
    assert said.isprintable()
    assert len(said) < LONGEST_SAID


class _bus:  # noqa: N801 - a context, used as a function
    """A bus that answers a few calls, tells of something, and hangs up."""

    def __init__(self, random, folder):
        self._random = random
        self._path = Path(folder) / "bus"
        self._listening = socket.socket(socket.AF_UNIX)

    def __enter__(self):
        self._listening.bind(str(self._path))
        self._listening.listen()
        threading.Thread(target=self._serve, daemon=True).start()
        self._patch = patch.dict(os.environ, DBUS_SESSION_BUS_ADDRESS=f"unix:path={self._path}")
        self._patch.start()

    def __exit__(self, *_):
        self._patch.stop()
        with suppress(OSError):  # wakes the thread that waits for a caller
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self):
        with suppress(OSError):
            while True:
                caller, _ = self._listening.accept()
                with caller, suppress(OSError, ValueError):
                    caller.settimeout(2.0)
                    _greet(caller)
                    caller.settimeout(IDLE_S)
                    self._answer(caller)

    def _answer(self, caller):
        random = self._random
        parser, calls = Parser(), random.randrange(2, 30)
        serials = iter(range(1, 1000))
        while calls and (received := caller.recv(65_536)):
            parser.add_data(received)
            while calls and (message := parser.get_next_message()) is not None:
                calls -= 1
                for reply in self._replies(message):
                    wire = reply.serialise(serial=next(serials))
                    is_greeting = message.header.fields[HeaderFields.member] == "Hello"
                    if not is_greeting and not random.randrange(6):
                        wire = spoiled(random, wire)
                    caller.sendall(wire)

    def _replies(self, message: Message):
        random, method = self._random, message.header.fields.get(HeaderFields.member)
        if message.header.message_type is MessageType.method_call:
            answer = GOOD.get(method, (None, ()))
            is_odd = method != "Hello" and not random.randrange(4)
            if is_odd and not random.randrange(3):
                name = f"{BUS}.Error.{random.choice(ERRORS)}"
                yield new_error(message, name, *random.choice(ODD))
            else:
                yield new_method_return(message, *(random.choice(ODD) if is_odd else answer))
        if method != "Hello" and not random.randrange(4):
            path, interface, member, signature, body = random.choice(SIGNALS)
            if not random.randrange(3):
                signature, body = random.choice(ODD)
            yield new_signal(DBusAddress(path, interface=interface), member, signature, body)


def _greet(caller):
    """The server's part of D-Bus's authentication."""
    said = b""
    while b"BEGIN\r\n" not in said:
        came = caller.recv(4096)
        if not came:
            raise ConnectionAbortedError
        said += came
        if came.endswith(b"UNIX_FD\r\n") and b"BEGIN" not in came:
            caller.sendall(b"AGREE_UNIX_FD\r\n")
        elif b"AUTH" in came:
            caller.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")


_nothing = partial(bool, 0)
