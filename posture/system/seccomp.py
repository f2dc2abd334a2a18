"""No way out: from a call on, this process cannot open an internet socket (Linux x86-64).

Pictures stay on the machine because nothing in posture sends them. This is the second lock, for the
libraries below it: a seccomp filter, kept by the kernel, that nothing in the process can undo. It
binds every thread and every child. Unix sockets go on working, and with them desktop notifications.
"""

import ctypes
import errno
import platform
import struct
import sys

_LOAD, _JUMP_EQ, _JUMP_GE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ARCH, _NUMBER = 4, 0  # offsets into struct seccomp_data
_X86_64, _X32_BIT = 0xC000003E, 0x40000000
# Numbers of system calls.
_SOCKET, _CONNECT, _SENDTO, _SENDMSG, _BIND, _LISTEN = 41, 42, 44, 46, 49, 50
_SENDMMSG, _IO_URING_SETUP, _SECCOMP = 307, 425, 317
_AF_UNIX, _AF_NETLINK = 1, 16
_MSG_FASTOPEN = 0x20000000  # sending with it connects
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES

# What to do, steps to skip if true, steps to skip if false, with what.
_Step = tuple[int, int, int, int]
_REFUSED: _Step = (_RETURN, 0, 0, _REFUSE)


def _argument(index: int) -> int:
    """Offset of the low half of a call's argument."""
    return 16 + 8 * index


def _refuse(number: int) -> tuple[_Step, ...]:
    return (_LOAD, 0, 0, _NUMBER), (_JUMP_EQ, 0, 1, number), _REFUSED


def _refuse_flag(number: int, argument: int, flag: int) -> tuple[_Step, ...]:
    return (
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_EQ, 0, 3, number),
        (_LOAD, 0, 0, _argument(argument)),
        (_JUMP_SET, 0, 1, flag),
        _REFUSED,
    )


_NO_INTERNET: tuple[_Step, ...] = (
    (_LOAD, 0, 0, _ARCH),
    (_JUMP_EQ, 1, 0, _X86_64),  # another calling convention would be a way around
    _REFUSED,
    (_LOAD, 0, 0, _NUMBER),
    (_JUMP_GE, 0, 1, _X32_BIT),  # and so would this one
    _REFUSED,
    *_refuse(_IO_URING_SETUP),  # io_uring opens sockets that seccomp does not see
    (_LOAD, 0, 0, _NUMBER),
    (_JUMP_EQ, 0, 4, _SOCKET),
    (_LOAD, 0, 0, _argument(0)),
    (_JUMP_EQ, 2, 0, _AF_UNIX),
    (_JUMP_EQ, 1, 0, _AF_NETLINK),  # glibc asks the kernel through it; it never leaves the machine
    _REFUSED,
)
# A socket that is open already could be connected anew, to somebody else.
_NO_NEW_CONNECTION: tuple[_Step, ...] = (
    *_NO_INTERNET,
    *_refuse(_CONNECT),
    *_refuse(_BIND),
    *_refuse(_LISTEN),
    *_refuse_flag(_SENDTO, 3, _MSG_FASTOPEN),
    *_refuse_flag(_SENDMSG, 2, _MSG_FASTOPEN),
    *_refuse_flag(_SENDMMSG, 3, _MSG_FASTOPEN),
)

_SET_NO_NEW_PRIVS, _SET_MODE_FILTER, _ALL_THREADS = 38, 1, 1


def refuse_internet() -> bool:
    """Refuse internet sockets in this process for good; True when the kernel does so from now on.

    Elsewhere than on Linux x86-64, or where the kernel knows no filters, nothing changes and the
    answer is False.
    """
    return _filter(_NO_INTERNET)


def refuse_new_connections() -> bool:
    """Keep the connections this process has and refuse every other one; as refuse_internet."""
    return _filter(_NO_NEW_CONNECTION)


def _filter(steps: tuple[_Step, ...]) -> bool:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    code = b"".join(struct.pack("HBBI", *step) for step in (*steps, (_RETURN, 0, 0, _ALLOW)))
    instructions = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(steps) + 1, ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    # Without privileges the kernel takes a filter only from a process that can gain none.
    libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # The answer is 0, -1, or the number of a thread that could not be bound.
    answer = libc.syscall(_SECCOMP, _SET_MODE_FILTER, _ALL_THREADS, program)
    return bool(answer == 0)
