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

_LOAD, _JUMP_EQ, _JUMP_GE, _RETURN = 0x20, 0x15, 0x35, 0x06
_ARCH, _NUMBER, _FIRST_ARGUMENT = 4, 0, 16  # offsets into struct seccomp_data
_X86_64, _X32_BIT = 0xC000003E, 0x40000000
_SOCKET, _IO_URING_SETUP, _SECCOMP = 41, 425, 317  # numbers of system calls
_AF_UNIX, _AF_NETLINK = 1, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES

# (what to do, steps to skip if true, steps to skip if false, with what)
_PROGRAM = (
    (_LOAD, 0, 0, _ARCH),
    (_JUMP_EQ, 0, 7, _X86_64),  # another calling convention would be a way around
    (_LOAD, 0, 0, _NUMBER),
    (_JUMP_GE, 5, 0, _X32_BIT),  # and so would this one
    (_JUMP_EQ, 4, 0, _IO_URING_SETUP),  # io_uring opens sockets that seccomp does not see
    (_JUMP_EQ, 0, 4, _SOCKET),
    (_LOAD, 0, 0, _FIRST_ARGUMENT),
    (_JUMP_EQ, 2, 0, _AF_UNIX),
    (_JUMP_EQ, 1, 0, _AF_NETLINK),  # glibc asks the kernel through it; it never leaves the machine
    (_RETURN, 0, 0, _REFUSE),
    (_RETURN, 0, 0, _ALLOW),
)

_SET_NO_NEW_PRIVS, _SET_MODE_FILTER, _ALL_THREADS = 38, 1, 1


def refuse_internet() -> bool:
    """Refuse internet sockets in this process for good; True when the kernel does so from now on.

    Elsewhere than on Linux x86-64, or where the kernel knows no filters, nothing changes and the
    answer is False. Do not call it when the source is an address: it would be refused too.
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    code = b"".join(struct.pack("HBBI", *step) for step in _PROGRAM)
    instructions = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(_PROGRAM), ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    # Without privileges the kernel takes a filter only from a process that can gain none.
    libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # The answer is 0, -1, or the number of a thread that could not be bound.
    answer = libc.syscall(_SECCOMP, _SET_MODE_FILTER, _ALL_THREADS, program)
    return bool(answer == 0)
