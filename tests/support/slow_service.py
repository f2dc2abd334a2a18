"""A notification service that owns its name and answers late, or never.

``python -m tests.support.slow_service SECONDS`` (``never`` for never) prints "ready", then a line
for every call it was given. GetCapabilities is answered at once unless it never answers at all.
"""

import sys
import time

from jeepney import HeaderFields, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

SERVICE = "org.freedesktop.Notifications"


def serve(delay_s: float | None) -> None:
    connection = open_dbus_connection()
    connection.send_and_get_reply(message_bus.RequestName(SERVICE))
    sys.stdout.write("ready\n")
    while True:
        call = connection.receive()
        member = call.header.fields.get(HeaderFields.member)
        if call.header.fields.get(HeaderFields.interface) != SERVICE:
            continue
        sys.stdout.write(" ".join(map(str, (member, *call.body))) + "\n")
        if delay_s is None:
            continue
        if member == "GetCapabilities":
            connection.send(new_method_return(call, "as", (["body", "actions"],)))
        elif member == "Notify" and call.body[3] == "refuse me":
            connection.send(new_error(call, "org.example.Refused", "s", ("not today\n" * 1000,)))
        elif member == "Notify":
            time.sleep(delay_s)
            connection.send(new_method_return(call, "u", (7,)))


if __name__ == "__main__":
    serve(None if sys.argv[1] == "never" else float(sys.argv[1]))
