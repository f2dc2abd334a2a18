"""The real commands: what they keep is for its owner's eyes, and no camera's password is in it."""

import json
import os
import subprocess
import sys

import psutil
import pytest

from posture.system.paths import resource
from tests.support.command import ROOT
from tests.support.mjpeg import LOGIN, http_camera
from tests.support.modes import open_to_others
from tests.support.processes import command_line
from tests.support.running import status_of, wait_for, wait_for_looks
from tests.support.tracing import LINUX_X86_64
from tests.support.waiting import PATIENCE_S

PICTURE = resource("samples/pictures/f1_r1_front_00_upright.jpg")
CLIP = resource("samples/clips/f1_front.mp4")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize(
    "first",
    [
        ["calibrate", "--upright", PICTURE],
        ["run", "--source", CLIP, "--for", "1s"],
        ["doctor"],
        ["config", "edit"],
    ],
    ids=lambda words: words[0],
)
def test_whichever_command_is_first_and_whatever_the_umask_others_can_read_nothing(
    posture, tmp_path, first
):
    before = os.umask(0)
    try:
        done = posture(*first, EDITOR="true", TMPDIR=str(tmp_path), timeout_s=PATIENCE_S)
    finally:
        os.umask(before)
    assert "Traceback" not in done.stderr
    assert any(posture.home.rglob("*"))
    assert open_to_others(posture.home) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_running_watch_and_its_socket_are_closed_to_others(posture):
    posture.start("run", "--source", CLIP, "--loop", "--quiet")
    wait_for(lambda: status_of(posture))
    assert (posture.home / "data/control.sock").is_socket()
    assert open_to_others(posture.home) == set()
    wait_for_looks(posture, 1)
    facts = json.loads(posture("privacy", "--json").stdout)
    kinds = {one["name"] for one in facts["kept"]}
    assert kinds >= {"record", "running", "log"}
    assert "other" not in kinds
    assert {one["readable_by"] for one in facts["kept"]} == {"you"}
    assert {"monitor", "camera and model"} <= {one["role"] for one in facts["processes"]}
    if LINUX_X86_64:
        assert {one["sealed"] for one in facts["processes"]} == {True}
    assert facts["network"] == []
    assert posture("stop").returncode == 0


def kept(home):
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_camera_s_password_is_in_nothing_that_is_kept_shown_or_seen_by_other_accounts(posture):
    with http_camera() as camera:
        camera.fault = "basic"
        source = camera.url.replace("//", f"//{':'.join(LOGIN)}@") + "?token=SECRET"
        words = ["start", "--source", source, "--set", f"camera.source={source}"]
        said = posture(*words).stdout
        try:
            for again in (False, True):
                if again:
                    camera.seen_authorization.clear()
                    said += posture("restart", "--set", "log.level=debug").stdout
                wait_for(lambda: camera.seen_authorization)
                status = posture("status", "--json")
                said += status.stdout + posture("status").stdout
                monitor = psutil.Process(json.loads(status.stdout)["pid"])
                for process in (monitor, *monitor.children()):
                    said += " ".join(command_line(process))
        finally:
            said += posture("stop").stdout
        config = posture.home / "config" / "config.toml"
        config.parent.mkdir()
        config.write_text(f'[camera]\nsource = "{source}"\n')
        for shown in (["config", "show"], ["config", "show", "--json"], ["doctor"], ["config"]):
            done = posture(*shown)
            said += done.stdout + done.stderr
    for refused in (
        ["run", "--source", "http://admin:SECRET@127.0.0.1:1/?key=SECRET"],
        ["run", "--source", "ftp://admin:SECRET@cam/"],
        ["calibrate", "--source", "http://admin:SECRET@[::1/"],
        ["replay", "http://admin:SECRET@cam/"],
        ["measure", "http://admin:SECRET@cam/"],
        ["run", "--set", "rules.hold_s=http://admin:SECRET@cam/"],
        ["http://admin:SECRET@cam/"],
    ):
        done = posture(*refused)
        assert done.returncode == 2
        said += done.stdout + done.stderr
    config.unlink()
    assert "127.0.0.1" in said
    for secret in ("SECRET", LOGIN[1]):
        assert secret not in said
        assert secret.encode() not in kept(posture.home)


def test_a_profile_made_at_an_address_is_kept_and_listed_without_its_password(posture):
    assert posture("calibrate", "--upright", PICTURE).returncode == 0
    path = posture.home / "data/profiles/default.json"
    written = json.loads(path.read_text())
    path.write_text(json.dumps(written | {"source": "rtsp://admin:SECRET@cam/main"}))
    said = [posture("profiles").stdout, posture("profiles", "show", "--json").stdout]
    assert all("rtsp://cam/main" in text and "SECRET" not in text for text in said)
    code = "from posture.store.profiles import *; save_profile(load_profile('default'))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=posture.environment)
    assert "SECRET" not in path.read_text()
