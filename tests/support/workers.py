"""How all the tests are shared out between processes, so that none comes too late.

What waits for real programs in real time goes one after another in one of them, first; the rest
goes file by file through whichever is free, and gives way to it.
"""

import os

from xdist.scheduler import LoadScopeScheduling

WORKERS = 3
_POLITENESS = 5
# Beginnings of names: folders, files, a test.
REAL_TIME = (
    "tests/capture/test_paced.py",
    "tests/capture/test_webcam.py",
    "tests/desktop/",
    "tests/notifier/",
    "tests/scenarios/test_faults.py::test_without_display",
    "tests/scenarios/test_privacy.py::test_a_long_watch",
    "tests/scenarios/test_answers.py",
    "tests/monitor/test_control_socket.py",
    "tests/monitor/test_network_camera.py",
    "tests/scenarios/test_network_camera.py",
    "tests/scenarios/test_run.py",
    "tests/scenarios/test_desktop.py",
    "tests/monitor/test_delivery.py",
    "tests/monitor/test_commands.py",
)

# Of the others, those that take long begin early, so that none is waited for alone at the end.
LONG = (
    "tests/scenarios/test_endurance.py",
    "tests/scenarios/test_clips_nudging.py",
    "tests/app/test_bench.py",
    "tests/app/test_simulation.py",
    "tests/scenarios/test_faults.py",
    "tests/cli/",
    "tests/scenarios/test_odd_pictures.py",
)


def is_in_real_time(test: str) -> bool:
    """test: its name as pytest has it, FILE::TEST."""
    return test.startswith(REAL_TIME)


def turn(test: str) -> int:
    """Tests of a lower number begin earlier."""
    return 0 if is_in_real_time(test) else 1 if test.startswith(LONG) else 2


def give_way() -> None:
    """This process and those it starts compute when those in real time do not."""
    if hasattr(os, "nice") and os.nice(0) < _POLITENESS:
        os.nice(_POLITENESS)


class RealTimeApart(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return "real time" if is_in_real_time(nodeid) else nodeid.partition("::")[0]
