"""Do not disturb, as the notification service reports it: KDE's property, or dunst's."""

from collections.abc import Callable

from jeepney import HeaderFields, Message

from posture.desktop.adapter import AdapterState, DesktopState
from posture.desktop.bus.listener import Call, properties_changed, property_of
from posture.system.bus import RefusedError

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
# The interface and property by which each service says so.
KNOWN = ((SERVICE, "Inhibited"), ("org.dunstproject.cmd0", "paused"))


class Quiet(AdapterState):
    """An Ear of the session bus."""

    service = SERVICE
    rules = (properties_changed(SERVICE, path=PATH),)
    tick_s = None

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__("do not disturb", changed)

    def begin(self, call: Call) -> None:
        call(SERVICE, PATH, SERVICE, "GetServerInformation")  # raises when there is no service
        for interface, name in KNOWN:
            try:
                is_quiet = bool(property_of(call, SERVICE, PATH, interface, name))
            except RefusedError:
                continue
            self._report(interface, name, is_quiet=is_quiet)
            return
        self.fail("this notification service does not say")

    def hear(self, signal: Message, call: Call) -> None:
        if signal.header.fields.get(HeaderFields.path) != PATH:
            return
        interface, values, invalid = signal.body
        for known, name in KNOWN:
            if interface == known and name in values:
                self._report(interface, name, is_quiet=bool(values[name][1]))
            elif interface == known and name in invalid:
                self.begin(call)

    def tick(self, call: Call) -> None:
        """Nothing to ask: it sends a signal."""

    def lost(self, why: str) -> None:
        self.fail(why)

    def _report(self, interface: str, name: str, *, is_quiet: bool) -> None:
        self.say(
            {DesktopState.QUIET: DesktopState.QUIET} if is_quiet else {}, f"{interface} {name}"
        )
