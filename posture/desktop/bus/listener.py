"""One connection to a message bus, on one daemon thread, shared by all who listen on it.

Theory of operation
-------------------
The thread sleeps in the kernel until the bus has something to say; nothing is asked twice. A
BusClient names the service it listens to and the signals it wants. It begins, by asking what is so
now, when the connection is made and whenever its service appears on the bus; it has lost when the
service leaves or the connection breaks. Calls never start a service that does not run. Every call,
the greeting too, ends at a deadline; a lost connection is tried again, ever more seldom, and so is
a service that is there and gave no good answer: at a login it may just be slow.
"""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, Protocol

from jeepney import HeaderFields, MatchRule, Message
from jeepney.bus_messages import message_bus

from posture.core.printable import shortened
from posture.desktop.bus.connection import Connection
from posture.system.bus import RefusedError, Which

BUS = "org.freedesktop.DBus"
PROPERTIES = f"{BUS}.Properties"
_RETRY_FIRST_S, _RETRY_LONGEST_S = 1.0, 60.0

# call(service, path, interface, method, signature, *arguments) -> the reply's body
Call = Callable[..., tuple[Any, ...]]


class BusClient(Protocol):
    """Listens to one service. service: its bus name. tick_s: how often to be asked, None: never.

    Any of its methods that call may raise what the bus raises; the service then counts as lost.
    """

    @property
    def service(self) -> str: ...
    @property
    def rules(self) -> Sequence[MatchRule]: ...
    @property
    def tick_s(self) -> float | None: ...
    def begin(self, call: Call) -> None: ...
    def hear(self, signal: Message, call: Call) -> None: ...
    def tick(self, call: Call) -> None: ...
    def lost(self, why: str) -> None: ...


def property_of(call: Call, service: str, path: str, interface: str, name: str) -> Any:  # noqa: ANN401 - whatever the property holds
    """One property's value; raises RefusedError when there is none."""
    ((_, value),) = call(service, path, PROPERTIES, "Get", "ss", interface, name)
    return value


class BusListener:
    """See the module's top. which: SYSTEM or SESSION."""

    def __init__(self, which: Which, clients: Sequence[BusClient]) -> None:
        self._which = which
        self._clients = clients
        self._closing = threading.Event()
        # Who is there and gave no good answer: when to begin anew, and how long that was put off.
        self._again: dict[BusClient, tuple[float, float]] = {}
        self._connection: Connection | None = None
        self._thread = threading.Thread(target=self._run, name=f"{which.lower()}-bus", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._connection is not None:
            self._connection.interrupt()
        self._thread.join(1.0)

    def _run(self) -> None:
        wait_s = _RETRY_FIRST_S
        while not self._closing.is_set():
            try:
                with closing(Connection(self._which)) as self._connection:
                    wait_s = _RETRY_FIRST_S
                    self._listen(self._connection)
            except Exception as error:  # noqa: BLE001 - whatever a bus does, it is called again
                why = getattr(error, "strerror", None) or str(error) or type(error).__name__
                for client in self._clients:
                    client.lost(f"no {self._which.lower()} bus - {why}")
            self._closing.wait(wait_s)
            wait_s = min(2 * wait_s, _RETRY_LONGEST_S)

    def _listen(self, connection: Connection) -> None:
        self._again = {}
        for client in self._clients:
            for rule in (*client.rules, _owner_rule(client.service)):
                connection.send(message_bus.AddMatch(rule))
            self._try(client, self._begin, client, connection.call)
        while not self._closing.is_set():
            ticks = [client.tick_s for client in self._clients if client.tick_s is not None]
            now_s = time.monotonic()
            ticks += [max(0.0, at_s - now_s) for at_s, _ in self._again.values()]
            signal = connection.next_signal(min(ticks, default=None))
            self._begin_again(connection.call)
            if signal is None:
                for client in self._clients:
                    if client.tick_s is not None:
                        self._try(client, client.tick, connection.call)
            else:
                self._hear(signal, connection.call)

    def _hear(self, signal: Message, call: Call) -> None:
        is_of_an_owner = signal.header.fields.get(HeaderFields.member) == "NameOwnerChanged"
        for client in self._clients:
            if not is_of_an_owner:
                self._try(client, client.hear, signal, call)
            else:
                self._try(client, self._change_owner, client, signal, call)

    def _begin_again(self, call: Call) -> None:
        now_s = time.monotonic()
        for client in [one for one, (at_s, _) in self._again.items() if at_s <= now_s]:
            self._try(client, self._begin, client, call)

    def _begin(self, client: BusClient, call: Call) -> None:
        client.begin(call)
        self._again.pop(client, None)

    def _change_owner(self, client: BusClient, signal: Message, call: Call) -> None:
        service, _, owner = signal.body
        if service == client.service and owner:
            self._begin(client, call)
        elif service == client.service:
            client.lost(f"{client.service} has left the bus")

    def _try(self, client: BusClient, work: Callable[..., None], *arguments: object) -> None:
        try:
            work(*arguments)
        except RefusedError as error:
            client.lost(str(error))
            if error.is_missing:  # the bus reports its coming
                self._again.pop(client, None)
            else:
                self._put_off(client)
        except TimeoutError:
            client.lost(f"{client.service} does not answer")
            self._put_off(client)
        except OSError:
            raise  # of the connection, and so everybody's
        except Exception as error:  # noqa: BLE001 - what a service answers may be anything
            why = shortened(repr(error))
            client.lost(f"{client.service} does not answer as documented: {why}")
            self._put_off(client)

    def _put_off(self, client: BusClient) -> None:
        _, before_s = self._again.get(client, (0.0, _RETRY_FIRST_S / 2))
        wait_s = min(2 * before_s, _RETRY_LONGEST_S)
        self._again[client] = time.monotonic() + wait_s, wait_s


def _owner_rule(service: str) -> MatchRule:
    rule = MatchRule(type="signal", sender=BUS, interface=BUS, member="NameOwnerChanged")
    rule.add_arg_condition(0, service)
    return rule


def properties_changed(service: str, **where: str) -> MatchRule:
    """The signal of a service that some property is another now; where: ``path`` or the like."""
    return MatchRule(
        type="signal", sender=service, interface=PROPERTIES, member="PropertiesChanged", **where
    )
