import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.support.desktop import MISSING, desktop, session_bus
from tests.support.waiting import PATIENCE_S


def outcome_of(notifier, sent, timeout_s=PATIENCE_S):
    notifier.submit(sent)
    assert notifier.wait(timeout_s)
    (found,) = [outcome for number, outcome in notifier.drain() if number == sent.id]
    return found


@pytest.fixture(scope="module")
def running_desktop(tmp_path_factory):
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)} (apt-get install dunst xvfb dbus)")
    with desktop(tmp_path_factory.mktemp("desktop")) as running:
        yield running


@pytest.fixture
def screen(running_desktop, monkeypatch):
    """A desktop with dunst, in whose session the test itself is."""
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.setenv(name, running_desktop.environment[name])
    running_desktop.clear()
    return running_desktop


@pytest.fixture
def bus(monkeypatch):
    """A session bus with no notification service."""
    if "dbus-daemon" in MISSING:
        pytest.skip("not installed: dbus-daemon (apt-get install dbus)")
    with session_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def slow_service(bus):  # noqa: ARG001 - the bus it is on
    """slow_service(delay) runs one; its ``lines()`` are the calls it was given so far."""

    @contextmanager
    def start(delay):
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "tests.support.slow_service", str(delay)],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()
            process.wait()

    return start


@pytest.fixture
def no_bus(monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
