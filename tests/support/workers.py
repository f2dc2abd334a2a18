"""How all the tests are shared out between two processes, so that none comes too late.

What waits for real programs in real time goes one after another in one of them; the rest, which
computes, goes file by file through whichever is free.
"""

from xdist.scheduler import LoadScopeScheduling

WORKERS = 2
# Beginnings of names: folders, files, a test.
REAL_TIME = (
    "tests/capture/test_mjpeg.py",
    "tests/capture/test_paced.py",
    "tests/capture/test_webcam.py",
    "tests/desktop/",
    "tests/notifier/",
    "tests/test_bench.py",
    "tests/test_faults.py",
    "tests/test_privacy.py::test_a_long_watch",
    "tests/watch/test_answers.py",
    "tests/watch/test_control.py",
    "tests/watch/test_endurance.py",
    "tests/watch/test_run.py",
    "tests/watch/test_sender.py",
    "tests/watch/test_wishes.py",
)


def is_in_real_time(test: str) -> bool:
    """test: its name as pytest has it, FILE::TEST."""
    return test.startswith(REAL_TIME)


class TwoQueues(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return "real time" if is_in_real_time(nodeid) else nodeid.partition("::")[0]
