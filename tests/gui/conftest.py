"""An offscreen display, and a monitor that answers what a test says."""

import pytest

from posture.errors import NotRunningError
from tests.support.answers import watching


@pytest.fixture(scope="session")
def qapp_args():
    return ["posture", "-platform", "offscreen"]  # not by the environment, which others inherit


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    for name in ("DATA", "CONFIG", "LOG"):
        monkeypatch.setenv(f"POSTURE_{name}_DIR", str(tmp_path / name.lower()))


class FakeMonitor:
    """What the windows take for the running monitor. asked: every question, in order."""

    def __init__(self):
        self.asked = []
        self.status = watching()
        self.look = None
        self.is_running = True

    def ask(self, do, **more):
        self.asked.append((do, more))
        if not self.is_running:
            raise NotRunningError
        match do:
            case "status":
                return dict(self.status)
            case "show" if not more.get("over"):
                return dict(self.look)
            case _:
                return {"ok": True}

    def questions(self, do):
        return [more for asked, more in self.asked if asked == do]


class FakeLauncher:
    """What the windows start programs with. done: every call, in order."""

    def __init__(self):
        self.done = []
        self.link = None

    def start(self, profile=None):
        self.done.append(("start", profile))

    def stop(self):
        self.done.append(("stop",))

    def restart(self):
        self.done.append(("restart",))

    def open(self, address):
        self.done.append(("open", address))

    def calibration(self):
        self.done.append(("calibration",))
        return self.link


@pytest.fixture
def qtbot(qtbot):
    """It waits as long as a busy machine may take."""
    usual = qtbot.waitUntil
    qtbot.waitUntil = lambda comes_true, timeout=60_000: usual(comes_true, timeout=timeout)
    return qtbot


@pytest.fixture
def monitor(monkeypatch):
    fake = FakeMonitor()
    for module in ("actions", "camera_page"):
        monkeypatch.setattr(f"posture.gui.{module}.ask", fake.ask)
    return fake


@pytest.fixture
def launcher():
    return FakeLauncher()
