"""Locked, as the desktop's own screen saver reports it: some never set logind's hint."""

from collections.abc import Callable, Sequence

from jeepney import HeaderFields, MatchRule, Message

from posture.desktop.adapter import AdapterState, DesktopState
from posture.desktop.bus.listener import Call

# Bus name (its interface is called the same) and object of each desktop's.
KNOWN = (
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/"),
    ("org.xfce.ScreenSaver", "/"),
)


class ScreenSavers(AdapterState):
    """Whether any of them is active. clients: one for each, on the session bus."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__("screen saver", changed)
        self._active: dict[str, bool] = {}
        self.clients: Sequence[_Client] = [
            _Client(service, path, self._hear) for service, path in KNOWN
        ]

    def _hear(self, service: str, active: bool | None, why: str) -> None:  # noqa: FBT001 - None: gone
        if active is None:
            self._active.pop(service, None)
        else:
            self._active[service] = active
        if self._active:
            is_locked = any(self._active.values())
            self.say(
                {DesktopState.LOCK: DesktopState.LOCK} if is_locked else {},
                ", ".join(sorted(self._active)),
            )
        else:
            self.fail(why if why.startswith("no session bus") else "none reports its state")


class _Client:
    tick_s = None

    def __init__(
        self, service: str, path: str, hear: Callable[[str, bool | None, str], None]
    ) -> None:
        self.service = service
        self._path, self._hear = path, hear
        self.rules = (
            MatchRule(type="signal", sender=service, interface=service, member="ActiveChanged"),
        )

    def begin(self, call: Call) -> None:
        (active,) = call(self.service, self._path, self.service, "GetActive")
        self._hear(self.service, bool(active), "")

    def hear(self, signal: Message, call: Call) -> None:  # noqa: ARG002 - nothing to ask
        fields = signal.header.fields
        if (
            fields.get(HeaderFields.member) == "ActiveChanged"
            and fields.get(HeaderFields.interface) == self.service
        ):
            self._hear(self.service, bool(signal.body[0]), "")

    def tick(self, call: Call) -> None:
        """Nothing to ask: it sends a signal."""

    def lost(self, why: str) -> None:
        self._hear(self.service, None, why)
