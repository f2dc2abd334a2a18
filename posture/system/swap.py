"""No picture in the swap: memory that saw one stays in memory, where the system allows it.

Locking all of it takes the right CAP_IPC_LOCK, or no limit (RLIMIT_MEMLOCK): beyond a finite one,
often 8 MB, memory could no longer be had. Then only the picture itself is locked. https://man7.org/linux/man-pages/man2/mlock.2.html
"""

import ctypes
import sys
from contextlib import suppress
from pathlib import Path

_CURRENT, _FUTURE, _ON_FAULT = 1, 2, 4  # asm-generic/mman.h
_CAP_IPC_LOCK = 1 << 14  # linux/capability.h


def keep_out_of_swap() -> bool:
    """Lock all memory this process has and will have; False where that is not allowed.

    Not inherited by a fork, and lost by exec: each process asks for itself.
    """
    if sys.platform != "linux":
        return False
    if not (_is_unlimited() or _has_the_right()):
        return False
    return bool(ctypes.CDLL(None).mlockall(_CURRENT | _FUTURE | _ON_FAULT) == 0)


def lock(address: int, length: int) -> bool:
    """Lock so many bytes from this address on, until they are given back; False: not allowed."""
    if sys.platform != "linux":
        return False
    memory = ctypes.c_void_p(address), ctypes.c_size_t(length)
    return bool(ctypes.CDLL(None).mlock(*memory) == 0)


def locked_bytes(pid: int) -> int | None:
    """How much of a process's memory is locked, as the kernel says; None: unknown."""
    with suppress(OSError, ValueError):
        return int(_said(pid, "VmLck").split()[0]) * 1024
    return None


def _is_unlimited() -> bool:
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - Unix only

    _, most = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if most == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (most, most))
    return most == resource.RLIM_INFINITY


def _has_the_right() -> bool:
    with suppress(OSError, ValueError):
        return bool(int(_said("self", "CapEff"), 16) & _CAP_IPC_LOCK)
    return False


def _said(pid: int | str, key: str) -> str:
    """A line of /proc/PID/status; raises OSError, or ValueError when there is no such line."""
    text = Path(f"/proc/{pid}/status").read_text("utf-8", "replace")
    _, found, rest = text.partition(f"\n{key}:")
    if not found:
        raise ValueError(key)
    return rest.partition("\n")[0].strip()
