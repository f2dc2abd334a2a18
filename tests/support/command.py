"""The posture command as a user runs it: a process of its own, a data folder of its own."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.forked import ROOT, can_fork, run_forked
from tests.support.waiting import PATIENCE_S


@dataclass(frozen=True)
class Posture:
    """Runs ``posture`` with every folder under home."""

    home: Path

    @property
    def environment(self):
        own = {
            "POSTURE_DATA_DIR": str(self.home / "data"),
            "POSTURE_CONFIG_DIR": str(self.home / "config"),
            "POSTURE_LOG_DIR": str(self.home / "log"),
        }
        kept = {k: v for k, v in os.environ.items() if not k.startswith("POSTURE_")}
        return {**kept, **own}

    def __call__(self, *arguments, timeout_s=PATIENCE_S, given=None, **more):
        environment = self.environment | more
        if can_fork(environment):
            words = map(str, arguments)
            return run_forked(*words, environment=environment, given=given, timeout_s=timeout_s)
        return subprocess.run(
            self.words(*arguments),
            input=given,
            check=False,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            env=environment,
            cwd=ROOT,
        )

    def start(self, *arguments, **more):
        return subprocess.Popen(
            self.words(*arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment | more,
            cwd=ROOT,
        )

    @staticmethod
    def words(*arguments):
        return [sys.executable, "-m", "posture", *map(str, arguments)]


def refused(done, *, in_our_words=True):
    """The one line a refused command left; asserts that it was one, on stderr, with exit code 2."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert done.stderr.startswith("posture: ")
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    said = done.stderr.removeprefix("posture: ").rstrip()
    if in_our_words:
        assert re.search(r"[^.][.?]$", said), f"not one full stop at the end: {said}"
    return said
