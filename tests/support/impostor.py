"""Answers on the control socket in place of a monitor: ``python -m`` this, with what to answer.

    python -m tests.support.impostor ANSWER [ACCOUNT]

ANSWER is sent as it is, whatever is asked; POSTURE_DATA_DIR says where. ACCOUNT: the number of the
one to become first. Prints a line once it listens.
"""

import os
import sys
from contextlib import suppress

from posture.monitor.control_socket import address
from posture.monitor.private_socket import Listening


def main():
    answer, *account = sys.argv[1:]
    for number in account:
        os.setuid(int(number))
    listening = Listening(address(), 8)
    os.chmod(address(), 0o777)  # noqa: PTH101, S103 - another account is to reach it
    print("listens", flush=True)  # noqa: T201
    while True:
        with suppress(OSError), listening.accept(2.0) as caller:
            caller.receive(65_536)
            caller.send(answer.encode())


if __name__ == "__main__":
    main()
