"""Nothing leaves the machine and no picture is kept: asked of the kernel, not of the code."""

import os
import platform
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from posture.system.seccomp import refuse_internet
from tests.support.tracing import WATCHED_S, Tracing, needs_strace, only_linux
from tests.support.waiting import PATIENCE_S

REPOSITORY = Path(__file__).parents[2]

PICTURE_MAGIC = {
    "JPEG": b"\xff\xd8\xff",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "GIF": b"GIF8",
    "WebP": b"WEBPVP8",
    "AVI": b"AVI LIST",
    "MP4": b"ftyp",
    "TIFF": b"II*\x00",
}


def python(code: str) -> str:
    """What a new interpreter prints; a new one because the filter cannot be taken off again."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@only_linux
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_PACKET", "AF_VSOCK"])
def test_no_socket_that_leaves_the_machine_opens_behind_the_filter(family: str):
    assert (
        python(f"""
import socket
from posture.system.seccomp import refuse_internet
assert refuse_internet()
try:
    socket.socket(socket.{family}, socket.SOCK_DGRAM)
except PermissionError:
    print("refused")
""")
        == "refused"
    )


@only_linux
def test_the_filter_binds_threads_that_were_there_before_it_and_children_that_come_after():
    assert (
        python("""
import socket, subprocess, sys, threading
from posture.system.seccomp import refuse_internet
ready, answers = threading.Event(), []
def attempt():
    ready.wait()
    try:
        socket.socket()
    except PermissionError:
        answers.append("refused")
thread = threading.Thread(target=attempt)
thread.start()
assert refuse_internet()
ready.set()
thread.join()
child = subprocess.run([sys.executable, "-c", "import socket; socket.socket()"],
                       capture_output=True, text=True, check=False)
print(answers, "PermissionError" in child.stderr)
""")
        == "['refused'] True"
    )


@only_linux
def test_unix_sockets_and_so_notifications_go_on_behind_the_filter():
    assert (
        python("""
import socket
from posture.system.seccomp import refuse_internet
assert refuse_internet()
one, other = socket.socketpair()
one.send(b"hello")
socket.socket(socket.AF_UNIX)
print(other.recv(5).decode())
""")
        == "hello"
    )


@only_linux
def test_asking_twice_for_the_filter_is_harmless():
    assert (
        python("""
from posture.system.seccomp import refuse_internet
print(refuse_internet(), refuse_internet())
""")
        == "True True"
    )


def test_elsewhere_the_filter_is_left_out_and_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    assert refuse_internet() is False


@only_linux
@needs_strace
def test_the_watcher_of_these_tests_sees_a_socket_and_a_written_picture(tmp_path: Path):
    code = (
        "import pathlib, socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
        "pathlib.Path.home().joinpath('leak.bin')"
        ".write_bytes(b'..' + bytes.fromhex('89504e470d0a1a0a'))"
    )
    seen = Tracing([sys.executable, "-c", code], tmp_path).finish(timeout_s=PATIENCE_S)
    assert seen.left_the_machine == ["AF_INET"]
    assert tmp_path / "home" / "leak.bin" in seen.written
    assert pictures_below(tmp_path / "home") == ["leak.bin holds PNG"]


def pictures_below(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)} holds {kind}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for content in [path.read_bytes()]
        for kind, magic in PICTURE_MAGIC.items()
        if magic in content
    ]


@only_linux
@needs_strace
@pytest.mark.parametrize(
    "command",
    [
        ["measure", "samples/pictures/f1_r1_front_02_slump.jpg"],
        ["replay", "samples/clips/empty_room.mp4"],
        ["calibrate", "--upright", "samples/pictures/f1_r1_front_00_upright.jpg"],
    ],
    ids=" ".join,
)
def test_a_command_that_sees_pictures_shuts_itself_in_first(command: list[str], tmp_path: Path):
    trace = tmp_path / "trace"
    home = {"HOME": str(tmp_path), "POSTURE_DATA_DIR": str(tmp_path / "data")}
    subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=seccomp,openat",
            "-o",
            str(trace),
            sys.executable,
            "-m",
            "posture",
            *command,
        ],
        cwd=REPOSITORY,
        env={**os.environ, **home},
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    called = trace.read_text(errors="replace")
    sealed, saw = called.find("seccomp(SECCOMP_SET_MODE_FILTER"), called.find(command[-1])
    assert 0 < sealed < saw
    assert "pose_landmarker" in called[sealed:]
    assert "pose_landmarker" not in called[:sealed]


@pytest.mark.slow
@pytest.mark.long_watch
@only_linux
@needs_strace
def test_a_long_watch_to_its_end_asks_for_no_socket_and_keeps_no_picture(long_watch: Tracing):
    seen = long_watch.finish(timeout_s=WATCHED_S + 90)
    home = long_watch.home
    assert looks_kept(home / "data" / "posture.db") > 20, "the model did not watch"
    assert seen.left_the_machine == []
    unexpected = [path.name for path in seen.written if not is_expected(path, home)]
    # Python's tempfile tries once a process, with four bytes, whether its folder can be written.
    assert [name for name in unexpected if not re.fullmatch(r"[a-z0-9_]{8}", name)] == []
    assert len(unexpected) <= 2
    assert pictures_below(home) == []


@only_linux
@needs_strace
def test_the_window_shows_pictures_but_asks_for_no_socket_and_keeps_none(tmp_path: Path):
    """Icon, window, monitor and camera process, from the start to the end, under one strace."""
    clip = REPOSITORY / "samples/clips/f1_front.mp4"
    haste = {"MONITOR__STEADY_INTERVAL_S": "1", "MONITOR__ALERT_INTERVAL_S": "1"}
    words = ["QT_QPA_PLATFORM=offscreen", f"POSTURE_CAMERA__SOURCE={clip}"]
    words += [f"POSTURE_{name}={value}" for name, value in haste.items()]
    script = "tests.support.look_at_oneself.look_at_oneself"
    python_words = [sys.executable, "-m", "tests.support.clicking", script]
    tracing = Tracing(["/usr/bin/env", *words, *python_words], tmp_path)
    remembered = tracing.home / "data" / "window.json"
    remembered.parent.mkdir(exist_ok=True)
    remembered.write_text('{"welcomed": true, "no_tray_said": true}')
    seen = tracing.finish(timeout_s=PATIENCE_S)
    assert looks_kept(tracing.home / "data" / "posture.db") > 0, "the model did not watch"
    assert seen.left_the_machine == []
    unexpected = [path.name for path in seen.written if not is_expected(path, tracing.home)]
    assert [name for name in unexpected if not re.fullmatch(r"[a-z0-9_]{8}", name)] == []
    assert pictures_below(tracing.home) == []


def is_expected(path: Path, home: Path) -> bool:
    """Whether posture may write there: its record, its log, and what its libraries keep of fonts.

    ``home`` itself stands for unnamed scratch files; /dev/null swallows all.
    """
    return path in {home, Path("/dev/null")} or any(
        path.is_relative_to(home / folder) for folder in ("data", "log", ".cache/matplotlib")
    )


def looks_kept(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM samples").fetchone()
    return int(count)
