"""Who opens and closes one file, as the kernel reports it. Linux."""

import ctypes
import os
import struct
from dataclasses import dataclass
from pathlib import Path

# linux/inotify.h; the two flags as asm-generic/fcntl.h has them, which x86-64 and arm64 take
_IN_ATTRIB, _IN_CLOSE, _IN_OPEN, _IN_DELETE_SELF = 0x4, 0x8 | 0x10, 0x20, 0x400
_IN_OVERFLOW, _IN_IGNORED = 0x4000, 0x8000
_IN_NONBLOCK, _IN_CLOEXEC = 0o4000, 0o2000000
_HEADER = struct.Struct("iIII")  # watch, mask, cookie, bytes of a name that follow


@dataclass(frozen=True, slots=True)
class Moves:
    """What happened since last read. is_gone: the file itself may be another one now."""

    opens: int
    closes: int
    is_gone: bool


class FileWatch:
    """Raises OSError, FileNotFoundError above all, when the file cannot be watched."""

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = libc.inotify_init1(_IN_NONBLOCK | _IN_CLOEXEC)
        wanted = _IN_OPEN | _IN_CLOSE | _IN_ATTRIB | _IN_DELETE_SELF
        if (
            self._descriptor < 0
            or libc.inotify_add_watch(self._descriptor, os.fsencode(path), wanted) < 0
        ):
            number = ctypes.get_errno()
            self.close()
            raise OSError(number, os.strerror(number), str(path))

    def fileno(self) -> int:
        return int(self._descriptor)

    def read(self) -> Moves:
        """Whatever has happened; nothing when nothing has."""
        opens = closes = 0
        is_gone = False
        try:
            events = os.read(self._descriptor, 65536)
        except BlockingIOError:
            events = b""
        at = 0
        while at < len(events):
            _, mask, _, name_bytes = _HEADER.unpack_from(events, at)
            at += _HEADER.size + name_bytes
            opens += bool(mask & _IN_OPEN)
            closes += bool(mask & _IN_CLOSE)
            is_gone |= bool(mask & (_IN_ATTRIB | _IN_DELETE_SELF | _IN_IGNORED | _IN_OVERFLOW))
        return Moves(opens, closes, is_gone)

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
