"""``posture demo`` as a newcomer runs it: what it shows, and what it leaves on the disk."""

import os
import signal

from tests.support.modes import open_to_others
from tests.support.waiting import PATIENCE_S, wait_until


def test_it_keeps_its_report_in_place_of_the_one_before_and_nothing_when_broken_off(
    posture, tmp_path
):
    scratch = tmp_path / "scratch"
    kept = posture.home / "data" / "demo"
    for folder in (scratch, kept):
        folder.mkdir(parents=True)
    (kept / "of the demo before").touch()

    demo = posture.start("demo", TMPDIR=str(scratch))
    wait_until(lambda: list(scratch.glob("posture-demo-*")), "the demo to begin")
    demo.send_signal(signal.SIGINT)
    _, stderr = demo.communicate(timeout=PATIENCE_S)
    assert demo.returncode in {130, -signal.SIGINT}
    assert stderr == ""
    assert list(scratch.iterdir()) == []
    assert [path.name for path in kept.iterdir()] == ["of the demo before"]

    before = os.umask(0)
    try:
        done = posture("demo", TMPDIR=str(scratch))
    finally:
        os.umask(before)
    assert (done.returncode, done.stderr) == (0, "")
    (said,) = [line for line in done.stdout.splitlines() if line.startswith("Report: ")]
    (page,) = (kept / "reports").iterdir()
    assert said == f"Report: {page}"
    assert open_to_others(kept.parent) == set()
    assert {path.name for path in kept.iterdir()} >= {"posture.db", "reports"}
    assert not (kept / "of the demo before").exists()
    assert list(scratch.iterdir()) == []
