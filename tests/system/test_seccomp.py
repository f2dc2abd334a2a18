"""What a network camera's reader can still do once it is sealed; asked of the kernel."""

import subprocess
import sys

from tests.support.command import ROOT
from tests.support.tracing import only_linux
from tests.support.waiting import PATIENCE_S

# A connection of its own to a server of its own, then the seal, then every way to another one.
ATTEMPTS = """
import socket
from posture.system.seccomp import refuse_new_connections
server = socket.create_server(("127.0.0.1", 0))
other = socket.create_server(("127.0.0.1", 0))
with socket.create_connection(server.getsockname()) as mine:
    theirs, _ = server.accept()
    spare = socket.socket()
    assert refuse_new_connections()
    mine.sendall(b"still there")
    print(theirs.recv(100).decode())
    place = other.getsockname()
    for name, attempt in {
        "socket": lambda: socket.socket(),
        "connect": lambda: mine.connect(place),
        "spare": lambda: spare.connect(place),
        "bind": lambda: spare.bind(("127.0.0.1", 0)),
        "listen": lambda: spare.listen(),
        "fast open": lambda: spare.sendto(b"x", socket.MSG_FASTOPEN, place),
        "fast open by message": lambda: spare.sendmsg([b"x"], [], socket.MSG_FASTOPEN, place),
    }.items():
        try:
            attempt()
        except PermissionError:
            continue
        print("could", name)
"""


@only_linux
def test_a_reader_can_make_no_other_connection_nor_turn_its_own_elsewhere():
    done = subprocess.run(
        [sys.executable, "-c", ATTEMPTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "still there\n", "")
