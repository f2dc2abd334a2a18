"""Services of a desktop played by python-dbusmock on a private bus (Debian's python3-dbusmock).

It needs dbus-python and GLib, which are compiled, so the system's own Python runs it.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.waiting import PATIENCE_S, wait_until

PYTHON = "/usr/bin/python3"
MOCK = "org.freedesktop.DBus.Mock"


def why_not() -> str:
    """Why dbusmock cannot run here; empty when it can."""
    try:
        done = subprocess.run([PYTHON, "-c", "import dbusmock"], capture_output=True, check=False)
    except OSError:
        return f"there is no {PYTHON}"
    return "" if done.returncode == 0 else "not installed: python3-dbusmock"


class Mock:
    """One service. Values of properties and signals are pairs of signature and value.

    pid: its process.
    """

    def __init__(self, connection: DBusConnection, service: str, path: str, pid: int) -> None:
        self._connection, self.service, self.path, self.pid = connection, service, path, pid

    def call(self, interface, method, signature=None, *arguments, path=None):
        address = DBusAddress(path or self.path, bus_name=self.service, interface=interface)
        reply = self._connection.send_and_get_reply(
            new_method_call(address, method, signature, arguments), timeout=PATIENCE_S
        )
        assert reply.header.message_type is MessageType.method_return, reply.body
        return reply.body

    def update(self, interface, path=None, **properties):
        """Change properties, and tell of it as the real one does."""
        self.call(MOCK, "UpdateProperties", "sa{sv}", interface, properties, path=path)

    def signal(self, interface, member, signature, *values):
        self.call(MOCK, "EmitSignal", "sssav", interface, member, signature, list(values))


@contextmanager
def service(address: str, *words: str, name: str, path: str) -> Iterator[Mock]:
    """``python3 -m dbusmock WORDS`` on the bus at an address, once it owns its name."""
    process = subprocess.Popen(
        [PYTHON, "-m", "dbusmock", *words],
        env={
            "PATH": "/usr/bin:/bin",
            "DBUS_SYSTEM_BUS_ADDRESS": address,
            "DBUS_SESSION_BUS_ADDRESS": address,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    connection = open_dbus_connection(address)
    try:
        wait_until(lambda: process.poll() is not None or _owned(connection, name), name)
        assert process.poll() is None, "dbusmock ended"
        yield Mock(connection, name, path, process.pid)
    finally:
        connection.close()
        process.kill()
        process.wait()


def _owned(connection: DBusConnection, name: str) -> bool:
    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    question = new_method_call(bus, "NameHasOwner", "s", (name,))
    return bool(connection.send_and_get_reply(question, timeout=PATIENCE_S).body[0])
