"""A disk that is full: the log, the demo. Needs a disk of its own, in a private mount space."""

import subprocess
import sys

import pytest

from tests.scenarios.test_faults import has_mount_spaces
from tests.support.command import ROOT, Posture
from tests.support.waiting import PATIENCE_S

pytestmark = pytest.mark.skipif(not has_mount_spaces(), reason="needs a disk of its own to fill")

LOGGING = """
import logging
from posture.app.log_file import start_log
from posture.config import load_config
start_log(load_config())
log = logging.getLogger("posture")
for number in range(200):
    log.info("message %d %s", number, "x" * 200)
log.handlers[0].baseFilename  # still there
"""


# One round of the clip: that the demo cannot be kept is seen when it has ended.
SHORT_DEMO = """
import sys
import posture.app.demo
posture.app.demo.ROUNDS = 1
from posture.__main__ import main
sys.argv = ["posture", "demo"]
main()
"""


def on_a_full_disk(posture, disk, *words):
    """The command with all its folders on a disk that holds an old demo and not a byte more."""
    disk.mkdir()
    script = (
        'mount -t tmpfs -o size=300k tmpfs "$0" && mkdir "$0"/demo && echo old > "$0"/demo/mark && '
        'export POSTURE_DATA_DIR="$0" POSTURE_LOG_DIR="$0" && touch "$0"/posture.log && '
        '{ head -c 1000000 /dev/zero > "$0"/fill; "$@"; echo "left with $?"; ls "$0"; '
        'cat "$0"/demo/mark; }'
    )
    space = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, disk]
    return subprocess.run(
        [*space, *words],
        env=posture.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def test_a_log_that_cannot_grow_is_one_line_and_not_a_stack_trace_a_message(tmp_path):
    done = on_a_full_disk(Posture(tmp_path), tmp_path / "disk", sys.executable, "-c", LOGGING)
    assert "left with 0" in done.stdout
    (line,) = done.stderr.splitlines()[1:]  # the first is head's own
    assert line.startswith("posture: The log ")
    assert line.endswith("cannot be written: No space left on device.")


def test_a_demo_that_finds_no_room_is_one_line_and_the_one_before_stays(tmp_path):
    posture = Posture(tmp_path)
    done = on_a_full_disk(posture, tmp_path / "disk", sys.executable, "-c", SHORT_DEMO)
    assert "left with 2" in done.stdout, done
    assert done.stdout.endswith("old\n")
    assert "demo.new" not in done.stdout
    (line,) = done.stderr.splitlines()[1:]
    assert line.startswith("posture: The demo cannot be kept in ")
    assert "No space left on device" in line
