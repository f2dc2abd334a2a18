"""A process that does tasks for ``posture analyze`` on this machine: one comes, one goes back."""

import os
import sys
import traceback

from posture.app.analyze.tasks import AnalysisTask, done
from posture.errors import PostureError
from posture.monitor.spawn import connection_from
from posture.system import startup
from posture.system.seccomp import refuse_internet


def main() -> None:
    """Its argument names the connection. An error that ends it goes back as the last answer."""
    refuse_internet()
    connection = connection_from(int(sys.argv[1]))
    startup.settle()
    try:
        while True:
            task = connection.recv()
            assert isinstance(task, AnalysisTask)  # noqa: S101 - what local.py sends
            connection.send(done(task))
    except (EOFError, OSError):
        pass  # nobody is left to work for
    except PostureError as error:
        connection.send(error)
    except Exception:  # noqa: BLE001 - said where it can be seen
        sys.stderr.write(traceback.format_exc())
    os._exit(0)
