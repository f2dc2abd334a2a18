"""Programs run under strace: what they asked of the kernel."""

import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.waiting import PATIENCE_S

REPOSITORY = Path(__file__).parents[2]
LINUX_X86_64 = sys.platform == "linux" and platform.machine() == "x86_64"
HAS_STRACE = shutil.which("strace") is not None
only_linux = pytest.mark.skipif(not LINUX_X86_64, reason="the filter is Linux x86-64's")
needs_strace = pytest.mark.skipif(not HAS_STRACE, reason="strace is not installed")

# A library that phones home did so every 60 s and once more at the end: watch for two rounds of it.
WATCHED_S = 135

OPENED = re.compile(r'\b(?:creat|open\w*)\([^"]*"([^"]*)"')
TO_WRITE = re.compile(r"\bcreat\(|O_WRONLY|O_RDWR|O_CREAT")


@dataclass(frozen=True)
class Traced:
    """What a program asked of the kernel: socket families, and the paths it opened to write."""

    families: tuple[str, ...]
    written: tuple[Path, ...]

    @property
    def left_the_machine(self) -> list[str]:
        return [one for one in self.families if one not in {"AF_UNIX", "AF_LOCAL", "AF_NETLINK"}]


def seals() -> str:
    """How many filters of system calls hold in this process, as the kernel says; else nothing."""
    status = Path("/proc/self/status")
    return status.read_text().partition("\nSeccomp_filters:")[2][:8] if LINUX_X86_64 else ""


class Tracing:
    """A program under strace, with every place that posture may write to below ``home``.

    Without compilers in PATH, which ctypes would have write scratch files to find a library.
    """

    def __init__(self, command: list[str], folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self._trace = folder / "trace"
        self._stderr = (folder / "stderr").open("w+")
        environment = {
            "PATH": str(Path(sys.executable).parent),
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "POSTURE_DATA_DIR": str(self.home / "data"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "POSTURE_CONFIG_DIR": str(self.home / "config"),
            "POSTURE_LOG_DIR": str(self.home / "log"),
        }
        calls = "trace=socket,open,openat,openat2,creat,io_uring_setup"
        self._process = subprocess.Popen(
            [
                str(shutil.which("strace")),
                "-f",
                "-qq",
                "-e",
                calls,
                "-o",
                str(self._trace),
                *command,
            ],
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=self._stderr,
        )

    def finish(self, timeout_s: float) -> Traced:
        """Wait for its end, which must be a good one."""
        code = self._process.wait(timeout_s)
        self._stderr.seek(0)
        assert code == 0, self._stderr.read()
        families, written = [], []
        for line in self._trace.read_text(errors="replace").splitlines():
            if socket_call := re.search(r"\bsocket\((\w+),", line):
                families.append(socket_call[1])
            elif "io_uring_setup(" in line:
                families.append("io_uring")
            elif (opened := OPENED.search(line)) and TO_WRITE.search(line) and "= -1" not in line:
                written.append(REPOSITORY / opened[1])
        return Traced(tuple(families), tuple(written))

    def stop(self) -> None:
        """End it wherever it is; harmless when it has ended."""
        self._process.terminate()
        self._process.wait(PATIENCE_S)
        self._stderr.close()


def long_watch_below(folder: Path) -> Tracing:
    """The real program on a bundled recording, for WATCHED_S and to its orderly end."""
    clip = REPOSITORY / "samples/clips/f1_front.mp4"
    return Tracing(
        [
            sys.executable,
            "-m",
            "posture",
            "run",
            "--source",
            str(clip),
            "--loop",
            "--quiet",
            "--for",
            f"{WATCHED_S}s",
            "--set",
            "monitor.steady_interval_s=1",
        ],
        folder,
    )
