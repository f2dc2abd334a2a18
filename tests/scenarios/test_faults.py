"""Faults of the surroundings that no other test makes happen, to the commands as a user has it."""

import json
import re
import shutil
import subprocess
import sys

import cv2
import pytest

from tests.support.clips import FPS, first, frames, joined
from tests.support.command import ROOT, refused
from tests.support.running import BRISK, recorded, status_of, wait_for, wait_for_looks
from tests.support.waiting import PATIENCE_S

CLIP = "f1_front"
SESSION = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")


def test_without_display_bus_or_tray_it_runs_and_a_nudge_it_cannot_show_is_told_of(
    posture, tmp_path, monkeypatch
):
    for name in SESSION:
        monkeypatch.delenv(name, raising=False)
    slouch = joined(tmp_path / "slouch", (CLIP, first(CLIP, "slump"), 10))
    settings = (*BRISK, "--set", "rules.hold_s=2", "--set", 'nudges.steps=["dim"]')
    watch = posture.start(
        "run", "--source", slouch, "--loop", "--into-record", "--quiet", *settings
    )
    try:
        wait_for(lambda: status_of(posture).get("failed_nudge"))
        assert "bus" in status_of(posture)["failed_nudge"]
        assert "could not be shown: no session bus" in posture("status").stdout
        looks = status_of(posture)["looks"]
        wait_for(lambda: status_of(posture)["looks"] > looks + 2)
    finally:
        watch.terminate()
        _, stderr = watch.communicate(timeout=PATIENCE_S)
    assert (watch.returncode, stderr) == (0, "")
    failed = [nudge for nudge in recorded(posture).nudges if nudge.outcome == "failed"]
    assert failed
    assert "bus" in failed[0].why
    shown = json.loads(posture("report", "--json").stdout)
    assert shown["nudge_tally"]["failed"] == {failed[0].why: len(failed)}


def test_a_data_folder_that_cannot_be_written_is_told_before_the_camera_is_looked_for(
    posture, tmp_path
):
    in_the_way = tmp_path / "a file"
    in_the_way.touch()
    for words in (["run", "--source", "99"], ["start", "--source", "99"]):
        said = refused(posture(*words, POSTURE_DATA_DIR=str(in_the_way / "data")))
        assert "The data folder" in said
        assert "POSTURE_DATA_DIR" in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a folder nobody may write")
def test_a_folder_nobody_may_write_is_told_before_the_camera_is_looked_for(posture):
    said = refused(posture("run", "--source", "99", POSTURE_DATA_DIR="/sys/kernel/posture"))
    assert said.startswith("The data folder /sys/kernel/posture cannot be written")


def on_a_full_disk(posture, folder, *words):
    """The command with its data on a disk of its own that is full, in a private mount space."""
    folder.mkdir()
    script = (
        'mount -t tmpfs -o size=300k tmpfs "$0" && cp "$POSTURE_DATA_DIR"/posture.db "$0" && '
        'export POSTURE_DATA_DIR="$0" && { head -c 1000000 /dev/zero > "$0"/fill; "$@"; }'
    )
    space = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, folder]
    return subprocess.run(
        [*space, *posture.words(*words)],
        env=posture.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def has_mount_spaces():
    tried = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_mount_spaces(), reason="needs a disk of its own to fill")
def test_a_disk_that_is_full_before_the_start_is_told_as_that(posture, tmp_path):
    slouch = joined(tmp_path / "slouch", (CLIP, first(CLIP, "slump"), 2))
    assert posture("run", "--source", slouch, "--for", "2s").returncode == 0
    for number, words in enumerate((["run", "--source", slouch], ["report"])):
        done = on_a_full_disk(posture, tmp_path / f"full {number}", *words)
        assert done.returncode == 2, done
        assert done.stderr.splitlines()[-1].startswith("posture: The disk is full")
    examined = on_a_full_disk(posture, tmp_path / "full", "doctor").stdout
    assert re.search(r"FIX  data folder .*No space left on device", examined)


def test_a_camera_that_was_moved_is_told_once_and_nothing_is_judged(posture, tmp_path):
    """At little more than half the distance: sitting well and badly, no nudge and one question."""
    moved = tmp_path / "moved"
    moved.mkdir()
    for number, rgb in enumerate(frames(CLIP)):
        height, width = rgb.shape[:2]
        nearer = cv2.warpAffine(rgb, _zoom(1.8, width, height), (width, height))
        cv2.imwrite(str(moved / f"{number:04}.png"), nearer[..., ::-1])
    assert_told_once_and_never_judged(posture, tmp_path, CLIP, moved)


def test_another_person_is_told_once_and_from_then_on_nothing_is_judged(posture, tmp_path):
    somebody = joined(tmp_path / "somebody", (CLIP, 0, 95))
    events = told_once(posture, tmp_path, "m2_front_low", somebody)
    told = next(place for place, event in enumerate(events) if event["event"] == "notice")
    after = [event for event in events[told:] if event["event"] == "sample"]
    assert {sample["posture"] for sample in after} == {"unknown"}


def assert_told_once_and_never_judged(posture, folder, calibrated_on, watched):
    events = told_once(posture, folder, calibrated_on, watched)
    samples = [event for event in events if event["event"] == "sample"]
    assert not [event for event in events if event["event"] == "nudge"]
    # A posture that was not yet held cannot be doubted.
    assert "poor" not in {sample["posture"] for sample in samples[5:]}


def told_once(posture, folder, calibrated_on, watched):
    """The events of a watch that ends with a set-up that was told to have changed, once."""
    upright = joined(folder / "upright", (calibrated_on, first(calibrated_on, "upright"), 5))
    assert posture("calibrate", "--upright", upright, "--profile", "me").returncode == 0
    wanted = (
        "setup_change.hold_s=8",
        "setup_change.settled_looks=2",
        "rules.hold_s=8",
        "rules.distance_ratio=0.1",
    )
    settings = [word for setting in wanted for word in ("--set", setting)]
    done = posture("replay", watched, "--fps", FPS, "--profile", "me", "--json", *settings)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    samples = [event for event in events if event["event"] == "sample"]
    assert samples[-1]["state"] == "set-up changed"
    notices = [event for event in events if event["event"] == "notice"]
    assert [notice["kind"] for notice in notices] == ["recalibrate"]
    return events


def _zoom(factor, width, height):
    return cv2.getRotationMatrix2D((width / 2, height / 3), 0, factor)


def test_the_privacy_page_names_every_file_that_is_kept(posture, tmp_path):
    slouch = joined(tmp_path / "slouch", (CLIP, first(CLIP, "slump"), 6))
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert posture("calibrate", "--upright", slouch).returncode == 0
    watch = posture.start("run", "--source", slouch, "--loop", "--into-record", "--quiet", *BRISK)
    wait_for_looks(posture, 5)  # one look alone lasts no time, and makes no report
    assert posture("snooze", "2h").returncode == 0
    kept = set(posture.home.rglob("*"))
    watch.terminate()
    watch.communicate(timeout=PATIENCE_S)
    assert posture("report").returncode == 0
    kept |= set(posture.home.rglob("*"))
    inside = [path.relative_to(posture.home).parts for path in kept]
    rooms = {parts[1] for parts in inside if len(parts) > 1}
    assert rooms >= {"posture.db", "posture.log", "profiles", "holds.json", "reports", "backups"}
    for name in rooms:
        assert f"`{name}`" in page or f"`{name}/`" in page, name


def test_every_test_that_the_table_of_faults_names_is_there():
    table = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    rows = [line for line in table.splitlines() if re.match(r"\| .*(?<!Test) \|$", line)]
    assert len(rows) > 40
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row)
        assert named, f"no test: {row}"
        for path, name in named:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"
