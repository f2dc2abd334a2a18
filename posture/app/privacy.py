"""What is kept, what runs, and what is open to the network: on this machine, at this moment.

Nothing here repeats a promise. Files are asked of the file system, processes and their seals of the
kernel (``/proc/PID/status``), connections likewise.
"""

import shlex
import stat
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from posture.monitor.control_socket import monitor_pid
from posture.system.kept_files import KINDS, other_files, roots
from posture.system.lock_file import is_held, pid_in
from posture.system.paths import data_dir
from posture.system.program import window_lock
from posture.system.seccomp import filters_of
from posture.system.swap import locked_bytes

_OTHER = "not named above: of another version, or none of posture's"
_ROLES = {
    "posture.monitor.worker": "camera and model",
    "posture.monitor.stream_gate": "network camera",
    "posture.monitor.stream_reader": "network camera",
    "posture.desktop.overlay": "dimmed screen",
    "posture.app.windows.calibration_process": "calibration",
    # Branched off the windows' process, with its command line: what has to begin unsealed.
    "posture.gui": "launcher",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Files of one kind. readable_by: you, group or everyone; None where there are no modes."""

    name: str
    what: str
    folder: str
    files: int
    bytes: int
    readable_by: str | None


@dataclass(frozen=True, slots=True)
class Running:
    """A process of the monitor, or of the windows.

    sealed: whether the kernel refuses it internet sockets; None where no kernel can. files_hidden:
    whether the kernel keeps from this command which files and connections it has open.
    locked_bytes: how much of its memory cannot be swapped out; None where that is not known.
    """

    pid: int
    role: str
    sealed: bool | None
    files_hidden: bool
    locked_bytes: int | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection, or a socket that waits for one, with addresses as HOST:PORT."""

    pid: int
    local: str
    remote: str
    state: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found. check: commands by which to see the same without posture."""

    kept: tuple[Kept, ...]
    processes: tuple[Running, ...]
    network: tuple[Opened, ...]
    check: tuple[str, ...]


def facts() -> Facts:
    """All of it; raises InputError where the folders are not known."""
    found = {**_windows(), **_monitor()}  # which the windows may have started
    own_filters = filters_of(None)
    processes = tuple(
        Running(
            process.pid,
            role,
            _is_sealed(process.pid, own_filters),
            _hides_files(process),
            _locked_bytes(process),
        )
        for process, role in found.items()
    )
    opened = tuple(one for process in found for one in _connections(process))
    return Facts((*_kept(),), processes, opened, _commands([process.pid for process in found]))


def _kept() -> Iterator[Kept]:
    for kind in KINDS:
        if files := kind.paths():
            yield _described(kind.name, kind.holds, kind.root(), files)
    other = set(other_files())
    for root in roots():
        if here := {path for path in other if root in path.parents}:
            yield _described("other", _OTHER, root, here)
            other -= here


def _described(name: str, what: str, root: Path, files: Collection[Path]) -> Kept:
    found = []
    for path in files:
        with suppress(OSError):  # gone meanwhile
            found.append((path, path.lstat()))
    size = sum(status.st_size for _, status in found)
    return Kept(
        name, what, str(root), len(found), size, _readers(root, (path for path, _ in found))
    )


def _readers(root: Path, files: Iterable[Path]) -> str | None:
    """Who may read one of them or more, by the modes of files and of the folders down from root."""
    if sys.platform == "win32":
        return None
    may_group = may_all = False
    for path in files:
        with suppress(OSError):
            way = [
                folder.stat().st_mode for folder in (root, *path.parents) if _within(folder, root)
            ]
            mode = path.stat().st_mode
            may_group |= bool(mode & stat.S_IRGRP) and all(one & stat.S_IXGRP for one in way)
            may_all |= bool(mode & stat.S_IROTH) and all(one & stat.S_IXOTH for one in way)
    return "everyone" if may_all else "group" if may_group else "you"


def _within(folder: Path, root: Path) -> bool:
    return folder == root or root in folder.parents


def _monitor() -> dict[psutil.Process, str]:
    """The running monitor and all that it has started, with what they do; empty when none runs."""
    with suppress(psutil.Error):
        if (pid := monitor_pid()) is not None:
            monitor = psutil.Process(pid)
            children = monitor.children(recursive=True)
            return {monitor: "monitor"} | {one: _role(one) or _name(one) for one in children}
    return {}


def _windows() -> dict[psutil.Process, str]:
    """The process of icon and windows, and what it has started of posture's; no browser."""
    lock = window_lock()
    with suppress(psutil.Error):
        if is_held(lock) and (pid := pid_in(lock)) is not None:
            windows = psutil.Process(pid)
            children = {one: _role(one) for one in windows.children(recursive=True)}
            return {windows: "windows"} | {one: role for one, role in children.items() if role}
    return {}


def _role(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        words = " ".join(process.cmdline())
        for module, role in _ROLES.items():
            if module in words:
                return role
    return ""


def _name(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return str(process.name())
    return "ended meanwhile"


def _locked_bytes(process: psutil.Process) -> int | None:
    """The kernel also counts what was locked ahead, and is not in use."""
    locked = locked_bytes(process.pid)
    with suppress(psutil.Error):
        return locked and min(locked, process.memory_info().rss)
    return locked


def _is_sealed(pid: int, own_filters: int | None) -> bool | None:
    """Beside filters that hold for this command too, as in a container, the seal is one more."""
    filters = filters_of(pid)
    return None if filters is None or own_filters is None else filters > own_filters


def _hides_files(process: psutil.Process) -> bool:
    try:
        process.net_connections("inet")
    except psutil.AccessDenied:
        return True
    except psutil.Error:
        pass
    return False


def _connections(process: psutil.Process) -> Iterator[Opened]:
    with suppress(psutil.Error):
        for one in process.net_connections("inet"):
            yield Opened(process.pid, _address(one.laddr), _address(one.raddr), one.status)


def _address(end: "tuple[str, int] | tuple[()]") -> str:
    if not end:
        return ""
    host, port = end
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _commands(pids: list[int]) -> tuple[str, ...]:
    """For files, processes and connections, by what comes with the system."""
    folders = [str(root) for root in roots() if root.is_dir()] or [str(data_dir())]
    if sys.platform == "win32":
        ids = ",".join(map(str, pids)) or "PID"
        return (
            " & ".join(f'icacls "{folder}" /t' for folder in folders),
            f"powershell Get-Process -Id {ids}",
            f"powershell Get-NetTCPConnection -OwningProcess {ids}",
        )
    listed = f"ls -lAR {shlex.join(folders)}"
    if sys.platform == "darwin":
        ids = ",".join(map(str, pids)) or "PID"
        return listed, f"ps -o pid,command -p {ids}", f"lsof -nP -i -a -p {ids}"
    files = " ".join(f"/proc/{pid}/status" for pid in pids) or "/proc/PID/status"
    ids = "|".join(map(str, pids)) or "PID"
    return (
        listed,
        f"grep Seccomp {files}",
        f"sudo ss -nptuw | grep -E 'pid=({ids}),'",
    )
