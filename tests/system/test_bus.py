"""The one connection to a message bus: what answers too late, or not at all, is not waited for."""

import socket
import sys
import threading

import pytest

from tests.support.command import ROOT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is Linux's")


def test_a_bus_that_greets_nobody_is_given_up(tmp_path, monkeypatch):
    from posture.system.bus import BoundedConnection  # noqa: PLC0415 - Linux's

    path = tmp_path / "bus"
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen()
        accepted = []
        threading.Thread(target=lambda: accepted.append(silent.accept()), daemon=True).start()
        for which in ("SESSION", "SYSTEM"):
            monkeypatch.setenv(f"DBUS_{which}_BUS_ADDRESS", f"unix:path={path}")
            with pytest.raises(TimeoutError):
                BoundedConnection(which, 0.2)


def test_outside_a_desktop_session_there_is_no_bus(monkeypatch):
    from posture.system.bus import BoundedConnection, NoBusError  # noqa: PLC0415 - Linux's

    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with pytest.raises(NoBusError, match="not in a desktop session"):
        BoundedConnection("SESSION", 0.2)


def test_no_other_module_connects_to_a_bus():
    those = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "posture").rglob("*.py")
        if "jeepney.io" in path.read_text(encoding="utf-8")
    ]
    assert those == ["posture/system/bus.py"]
