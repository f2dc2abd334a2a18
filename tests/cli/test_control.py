"""``posture pause`` and ``resume``: a word to the running monitor, and no more."""

import subprocess
import sys
from contextlib import closing

import pytest

from posture.monitor.control_socket import ControlServer
from tests.support.command import ROOT

KEPT = ["posture.store", "posture.config", "posture.core.day", "numpy"]
ALONE = (
    f"import sys; sys.modules |= dict.fromkeys({KEPT}); from posture.__main__ import main; main()"
)


@pytest.mark.parametrize(("command", "said"), [("pause", "Paused"), ("resume", "Watching again")])
def test_a_word_to_the_monitor_loads_nothing_of_what_it_keeps(posture, monkeypatch, command, said):
    monkeypatch.setenv("POSTURE_DATA_DIR", posture.environment["POSTURE_DATA_DIR"])
    heard = []

    def answer(question):
        heard.append(question["do"])
        return {"ok": True}

    with closing(ControlServer(answer)):
        words = [sys.executable, "-c", ALONE, command]
        done = subprocess.run(
            words, env=posture.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout
    assert heard == [command]
