import os
import shutil
import threading
import time

import pytest

from tests.support import mocks
from tests.support.desktop import session_bus
from tests.support.waiting import PATIENCE_S

ON, OFF = ("b", True), ("b", False)  # as D-Bus carries them
LOGIND, LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
OURS = f"{LOGIND_PATH}/session/c1"
POLL_S = 0.2


class Ears:
    """Counts how often an adapter told of a change."""

    def __init__(self):
        self.told = 0
        self._news = threading.Event()

    def __call__(self):
        self.told += 1
        self._news.set()

    def hear(self, is_so):
        """Wait until something is so, and look at each change that is told."""
        deadline_s = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline_s, "it was never told"
            self._news.wait(POLL_S)
            self._news.clear()


@pytest.fixture
def ears():
    return Ears()


@pytest.fixture
def bus(monkeypatch):
    """One private bus that is both the system's and the session's; its address."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("not installed: dbus-daemon (apt-get install dbus)")
    with session_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def dbusmock(bus):
    """dbusmock(*words, name=..., path=...) plays a service on the bus."""
    if why := mocks.why_not():
        pytest.skip(why)
    return lambda *words, name, path: mocks.service(bus, *words, name=name, path=path)


@pytest.fixture
def logind(dbusmock):
    """logind with one session of ours, c1, at seat0."""
    with dbusmock("--system", "-t", "logind", name=LOGIND, path=LOGIND_PATH) as mock:
        add_session(mock, "c1", "seat0", os.getuid())
        yield mock


def add_session(mock, session, seat, uid):
    words = (session, seat, uid, "me", True)
    mock.call("org.freedesktop.DBus.Mock", "AddSession", "ssusb", *words)
    return f"{LOGIND_PATH}/session/{session}"


def lock(mock, flag, session=OURS):
    """Lock a session (ON) or unlock it (OFF), as the desktop tells logind."""
    mock.call(f"{LOGIND}.Session", "SetLockedHint", "b", flag[1], path=session)


@pytest.fixture
def children():
    """Processes to be ended with the test."""
    started = []
    yield started
    for process in started:
        process.kill()
        process.wait()
