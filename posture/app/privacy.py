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
from posture.system.paths import data_dir
from posture.system.seccomp import filters_of
from posture.system.swap import locked_bytes

_OTHER = "not named above: of another version, or none of posture's"
_ROLES = {
    "posture.monitor.worker": "camera and model",
    "posture.monitor.stream_gate": "network camera",
    "posture.monitor.stream_reader": "network camera",
    "posture.desktop.overlay": "dimmed screen",
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
    """A process of the monitor.

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
    family = _family()
    own_filters = filters_of(None)
    processes = tuple(
        Running(
            process.pid,
            _role(process, family[0].pid),
            _is_sealed(process.pid, own_filters),
            _hides_files(process),
            locked_bytes(process.pid),
        )
        for process in family
    )
    opened = tuple(one for process in family for one in _connections(process))
    return Facts((*_kept(),), processes, opened, _commands([process.pid for process in family]))


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


def _family() -> list[psutil.Process]:
    """The running monitor and all that it has started; empty when none runs."""
    with suppress(psutil.Error):
        if (pid := monitor_pid()) is not None:
            monitor = psutil.Process(pid)
            return [monitor, *monitor.children(recursive=True)]
    return []


def _role(process: psutil.Process, monitor: int) -> str:
    if process.pid == monitor:
        return "monitor"
    with suppress(psutil.Error):
        words = " ".join(process.cmdline())
        for module, role in _ROLES.items():
            if module in words:
                return role
        return str(process.name())
    return "ended meanwhile"


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
