"""A panel with a place for icons, by the real protocol: StatusNotifierWatcher on a private bus.

https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/, and com.canonical.dbusmenu for
the menu, as KDE, the GNOME extension AppIndicator, Xfce, waybar and others speak them.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from tests.support.waiting import PATIENCE_S, wait_until

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM, MENU = "org.kde.StatusNotifierItem", "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTION = f"""<node><interface name="{WATCHER}">
<method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
<method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
<property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
<property name="RegisteredStatusNotifierItems" type="as" access="read"/>
<property name="ProtocolVersion" type="i" access="read"/>
<signal name="StatusNotifierHostRegistered"/>
</interface></node>"""


class Panel:
    """The watcher and its only host. items: the bus names of the icons that came."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.items: list[str] = []
        self._watcher = open_dbus_connection(address)
        self._watcher.send_and_get_reply(message_bus.RequestName(WATCHER), timeout=PATIENCE_S)
        threading.Thread(target=self._serve, name="panel", daemon=True).start()
        self._asking = open_dbus_connection(address)

    def close(self) -> None:
        for connection in (self._watcher, self._asking):
            connection.close()

    def wait_for_icon(self) -> None:
        wait_until(lambda: self.items, "the icon to register")

    def icon(self, name: str) -> object:
        """A property of the icon: its Title, its ToolTip, IconPixmap ..."""
        ((_, value),) = self._call("/StatusNotifierItem", PROPERTIES, "Get", "ss", ITEM, name)
        return value

    @property
    def tooltip(self) -> str:
        _, _, title, text = self.icon("ToolTip")
        return f"{title}\n{text}"

    def labels(self) -> dict[str, int]:
        """Every entry that is shown, below what it lies under: "Pause/15 minutes" -> its number."""
        path = self.icon("Menu")
        self._call(path, MENU, "AboutToShow", "i", 0)
        _, root = self._call(path, MENU, "GetLayout", "iias", 0, -1, [])
        return dict(_entries(root, ""))

    def choose(self, label: str) -> None:
        """Click an entry of the menu."""
        number = self.labels()[label]
        self._call(self.icon("Menu"), MENU, "Event", "isvu", number, "clicked", ("i", 0), 0)

    def _call(self, path, interface, method, signature, *arguments):
        address = DBusAddress(path, bus_name=self.items[-1], interface=interface)
        message = new_method_call(address, method, signature, arguments)
        reply = self._asking.send_and_get_reply(message, timeout=PATIENCE_S)
        assert reply.header.message_type is not MessageType.error, reply.body
        return reply.body

    def _serve(self) -> None:
        try:
            while True:
                message = self._watcher.receive()
                if message.header.message_type is MessageType.method_call:
                    self._watcher.send(self._answer(message))
        except (ConnectionError, OSError, ValueError):  # closed
            return

    def _answer(self, message):
        known = {
            "IsStatusNotifierHostRegistered": ("b", True),
            "RegisteredStatusNotifierItems": ("as", self.items),
            "ProtocolVersion": ("i", 0),
        }
        match message.header.fields[HeaderFields.member], message.body:
            case "RegisterStatusNotifierItem", (name,):
                self.items.append(name)
                return new_method_return(message)
            case "Get", (_, name):
                return new_method_return(message, "v", (known[name],))
            case "GetAll", _:
                return new_method_return(message, "a{sv}", (known,))
            case "Introspect", _:
                return new_method_return(message, "s", (INTROSPECTION,))
            case _:
                return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")


def _entries(entry, under):
    number, properties, below = entry
    label = under
    if number:
        text = str(properties.get("label", ("s", ""))[1]).replace("_", "")
        if not text or not properties.get("visible", ("b", True))[1]:
            return
        label = f"{under}/{text}" if under else text
        if properties.get("enabled", ("b", True))[1]:
            yield label, number
    for _, each in below:
        yield from _entries(each, label)


@contextmanager
def panel(address: str) -> Iterator[Panel]:
    """On the session bus of this address."""
    made = Panel(address)
    try:
        yield made
    finally:
        made.close()
