"""A posture command at a terminal of its own, as somebody sits before it."""

import os
import pty
import re
import select
import subprocess
import time

from tests.support.command import ROOT
from tests.support.waiting import PATIENCE_S

_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Terminal:
    """Runs the command; ``shown`` is all it has written so far, without what only moves things."""

    def __init__(self, posture, *arguments, **environment):
        self._ours, theirs = pty.openpty()
        self._written = b""
        self._seen = 0  # of what is shown, what was waited for
        self._process = subprocess.Popen(
            posture.words(*arguments),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            env=posture.environment | {"TERM": "xterm", "COLUMNS": "200"} | environment,
            start_new_session=True,
        )
        os.close(theirs)

    @property
    def shown(self):
        return _CONTROLS.sub("", self._written.decode(errors="replace"))

    @property
    def pid(self):
        return self._process.pid

    def press(self, keys):
        os.write(self._ours, keys.encode())

    def wait_for(self, text, timeout_s=PATIENCE_S):
        """Until it has written the text once more since last waited for."""
        end_s = time.monotonic() + timeout_s
        while text not in self.shown[self._seen :]:
            assert self._read(end_s), f"{text!r} never came:\n{self.shown}"
        self._seen = self.shown.index(text, self._seen) + len(text)

    def end(self, timeout_s=PATIENCE_S):
        """Its exit code, once it has ended."""
        end_s = time.monotonic() + timeout_s
        while self._read(end_s):
            pass
        try:
            return self._process.wait(max(1.0, end_s - time.monotonic()))
        finally:
            os.close(self._ours)

    def _read(self, end_s):
        """Take what is written next; whether anything may still come."""
        while time.monotonic() < end_s:
            if not select.select([self._ours], [], [], 0.1)[0]:
                continue
            try:
                new = os.read(self._ours, 65_536)
            except OSError:  # nobody writes on
                return False
            self._written += new
            return bool(new)
        return False
