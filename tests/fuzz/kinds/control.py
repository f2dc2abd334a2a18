"""What comes in on the control socket, and what an impostor in the monitor's place answers."""

import atexit
import json
import os
import tempfile
import threading
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

from posture.errors import InputError
from posture.monitor.commands import Commands
from posture.monitor.control_socket import ControlServer, address, ask
from posture.monitor.private_socket import Listening, call
from posture.system.clock import VirtualClock
from tests.fuzz.harness import kind, miswritten
from tests.support.asked import answers_of

QUESTIONS = (
    {"do": "status"},
    {"do": "pause", "seconds": 60.0},
    {"do": "pause", "seconds": None},
    {"do": "resume"},
    {"do": "snooze", "seconds": 60.0, "reason": "relief"},
    {"do": "snooze"},
    {"do": "answer", "kind": "useful"},
    {"do": "answer", "kind": "pause"},
    {"do": "lend", "seconds": 5.0, "pid": 7},
    {"do": "reload profile", "old": "a", "new": "b"},
    {"do": "stop"},
)
ANSWER = {
    "state": "upright",
    "paused_since": None,
    "quiet_for_s": 3.5,
    "quiet_because": "relief",
    "asked": {"profile": None, "overrides": ["rules.hold_s=3"]},
    "looks": 7,
    "fault": "",
}


@kind
def control_question(random, _folder):
    """It is answered, and the next one is too, and what was asked for can be lived with."""
    home, commands, clock = _monitor()
    question = miswritten(random, json.dumps(random.choice(QUESTIONS)).encode())[:4096]
    with patch.dict(os.environ, POSTURE_DATA_DIR=str(home)):
        with call(address(), 20.0) as caller:
            caller.send(question)
            answer = json.loads(caller.receive(1_000_000))
        assert answer.keys() & {"ok", "error", "paused_since"}
        commands.inbox()
        commands.not_now()
        assert ask("status")["quiet_for_s"] != ""
        clock.sleep(1.0)
        assert ask("resume") == {"ok": True}


@kind
def control_answer(random, folder):
    """Whoever asks gets a printable answer or a refusal of one line."""
    answer = miswritten(random, json.dumps(ANSWER).encode())
    home = patch.dict(os.environ, POSTURE_DATA_DIR=str(folder))
    with home, closing(Listening(address(), 1)) as listening:
        threading.Thread(target=_answer_once, args=(listening, answer), daemon=True).start()
        try:
            said = repr(ask("status"))
        except InputError as error:
            said = str(error)
    assert said.isprintable()


def _answer_once(listening, answer):
    with listening.accept(20.0) as caller:
        caller.receive(4096)
        caller.send(answer)


@cache
def _monitor():
    """A folder of its own for the whole run, the commands of the monitor in it, and its clock."""
    home = tempfile.TemporaryDirectory(prefix="posture-fuzz-")
    atexit.register(home.cleanup)
    with patch.dict(os.environ, POSTURE_DATA_DIR=home.name):
        clock = VirtualClock(datetime(2026, 11, 23, 12, tzinfo=UTC))
        commands = Commands(clock, lambda: None, snooze_s=1800.0, pause_s=3600.0)
        server = ControlServer(answers_of(commands, clock)[0])
    atexit.register(server.close)
    return Path(home.name), commands, clock
