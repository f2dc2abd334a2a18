"""Nothing leaves the machine and no picture is kept: asked of the kernel, not of the code."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from posture.privacy import refuse_internet

REPOSITORY = Path(__file__).parents[1]
LINUX_X86_64 = sys.platform == "linux" and platform.machine() == "x86_64"
only_linux = pytest.mark.skipif(not LINUX_X86_64, reason="the filter is Linux x86-64's")
needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")

# A library that phones home did so every 60 s and once more at the end: watch for two rounds of it.
WATCHED_S = 135

OPENED = re.compile(r'\b(?:creat|open\w*)\([^"]*"([^"]*)"')
TO_WRITE = re.compile(r"\bcreat\(|O_WRONLY|O_RDWR|O_CREAT")

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
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@only_linux
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_PACKET", "AF_VSOCK"])
def test_no_socket_that_leaves_the_machine_opens_behind_the_filter(family: str):
    assert python(f"""
import socket
from posture.privacy import refuse_internet
assert refuse_internet()
try:
    socket.socket(socket.{family}, socket.SOCK_DGRAM)
except PermissionError:
    print("refused")
""") == "refused"


@only_linux
def test_the_filter_binds_threads_that_were_there_before_it_and_children_that_come_after():
    assert python("""
import socket, subprocess, sys, threading
from posture.privacy import refuse_internet
ready, answers = threading.Event(), []
def attempt():
    ready.wait(10)
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
""") == "['refused'] True"


@only_linux
def test_unix_sockets_and_so_notifications_go_on_behind_the_filter():
    assert python("""
import socket
from posture.privacy import refuse_internet
assert refuse_internet()
one, other = socket.socketpair()
one.send(b"hello")
socket.socket(socket.AF_UNIX)
print(other.recv(5).decode())
""") == "hello"


@only_linux
def test_asking_twice_for_the_filter_is_harmless():
    assert python("""
from posture.privacy import refuse_internet
print(refuse_internet(), refuse_internet())
""") == "True True"


def test_elsewhere_the_filter_is_left_out_and_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    assert refuse_internet() is False


@dataclass(frozen=True)
class Traced:
    """What a program asked of the kernel: socket families, and the paths it opened to write."""

    output: str
    families: tuple[str, ...]
    written: tuple[Path, ...]

    @property
    def left_the_machine(self) -> list[str]:
        return [one for one in self.families if one not in {"AF_UNIX", "AF_LOCAL", "AF_NETLINK"}]


def traced(command: list[str], folder: Path, timeout_s: float) -> Traced:
    """Run to the end under strace, with every place that posture may write to below ``folder``.

    Without compilers in PATH, which ctypes would have write scratch files to find a library.
    """
    trace = folder / "trace"
    home = folder / "home"
    home.mkdir(exist_ok=True)
    environment = {
        "PATH": str(Path(sys.executable).parent), "LANG": "C.UTF-8",
        "HOME": str(home), "TMPDIR": str(home),
        "POSTURE_DATA_DIR": str(home / "data"), "POSTURE_CONFIG_DIR": str(home / "config"),
        "POSTURE_LOG_DIR": str(home / "log"), "PYTHONDONTWRITEBYTECODE": "1",
    }
    calls = "trace=socket,open,openat,openat2,creat,io_uring_setup"
    done = subprocess.run(
        [str(shutil.which("strace")), "-f", "-qq", "-e", calls, "-o", str(trace), *command],
        cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=timeout_s,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    families, written = [], []
    for line in trace.read_text(errors="replace").splitlines():
        if socket_call := re.search(r"\bsocket\((\w+),", line):
            families.append(socket_call[1])
        elif "io_uring_setup(" in line:
            families.append("io_uring")
        elif (opened := OPENED.search(line)) and TO_WRITE.search(line) and "= -1" not in line:
            written.append(REPOSITORY / opened[1])
    return Traced(done.stdout, tuple(families), tuple(written))


@only_linux
@needs_strace
def test_the_watcher_of_these_tests_sees_a_socket_and_a_written_picture(tmp_path: Path):
    code = (
        "import pathlib, socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
        "pathlib.Path.home().joinpath('leak.bin')"
        ".write_bytes(b'..' + bytes.fromhex('89504e470d0a1a0a'))"
    )
    seen = traced([sys.executable, "-c", code], tmp_path, timeout_s=60)
    assert seen.left_the_machine == ["AF_INET"]
    assert tmp_path / "home" / "leak.bin" in seen.written
    assert pictures_below(tmp_path / "home") == ["leak.bin holds PNG"]


def pictures_below(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)} holds {kind}"
        for path in sorted(folder.rglob("*")) if path.is_file()
        for content in [path.read_bytes()]
        for kind, magic in PICTURE_MAGIC.items() if magic in content
    ]


@only_linux
@needs_strace
@pytest.mark.parametrize("command", [
    ["measure", "samples/pictures/f1_r1_front_02_slump.jpg"],
    ["replay", "samples/clips/empty_room.mp4"],
    ["calibrate", "--upright", "samples/pictures/f1_r1_front_00_upright.jpg"],
], ids=" ".join)
def test_a_command_that_sees_pictures_shuts_itself_in_first(command: list[str], tmp_path: Path):
    trace = tmp_path / "trace"
    home = {"HOME": str(tmp_path), "POSTURE_DATA_DIR": str(tmp_path / "data")}
    subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=seccomp,openat", "-o", str(trace),
         sys.executable, "-m", "posture", *command],
        cwd=REPOSITORY, env={**os.environ, **home}, capture_output=True, timeout=60, check=False,
    )
    called = trace.read_text(errors="replace")
    sealed, saw = called.find("seccomp(SECCOMP_SET_MODE_FILTER"), called.find(command[-1])
    assert 0 < sealed < saw
    assert "pose_landmarker" in called[sealed:]
    assert "pose_landmarker" not in called[:sealed]


@pytest.mark.slow
@only_linux
@needs_strace
def test_a_long_watch_to_its_end_asks_for_no_socket_and_keeps_no_picture(tmp_path: Path):
    clip = REPOSITORY / "samples/clips/f1_front.mp4"
    seen = traced(
        [sys.executable, "-m", "posture", "run", "--source", str(clip), "--loop", "--quiet",
         "--for", f"{WATCHED_S}s", "--set", "monitor.steady_interval_s=1"],
        tmp_path, timeout_s=WATCHED_S + 90,
    )
    home = tmp_path / "home"
    assert looks_kept(home / "data" / "posture.db") > 20, "the model did not watch"
    assert seen.left_the_machine == []
    unexpected = [path.name for path in seen.written if not is_expected(path, home)]
    # Python's tempfile tries once, with four bytes, whether its folder can be written.
    assert [name for name in unexpected if not re.fullmatch(r"[a-z0-9_]{8}", name)] == []
    assert len(unexpected) <= 1
    assert pictures_below(home) == []


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
