"""No way out: from a call on, this process cannot open an internet socket (Linux).

Pictures stay on the machine because nothing in posture sends them. This is the second lock, for the
libraries below it: a seccomp filter, kept by the kernel, that nothing in the process can undo. It
binds every thread and every child. Unix sockets go on working, and with them desktop notifications.
"""

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOAD, _JUMP_EQ, _JUMP_GE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ARCH, _NUMBER = 4, 0  # offsets into struct seccomp_data
_AF_UNIX, _AF_NETLINK = 1, 16
_MSG_FASTOPEN = 0x20000000  # sending with it connects
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES

# What to do, steps to skip if true, steps to skip if false, with what.
Step = tuple[int, int, int, int]
_REFUSED: Step = (_RETURN, 0, 0, _REFUSE)


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of processor: its name in linux/audit.h, and its numbers of system calls.

    first_foreign: calls from here on follow another convention, and would be a way around.
    """

    audit_arch: int
    socket: int
    connect: int
    sendto: int
    sendmsg: int
    bind: int
    listen: int
    sendmmsg: int
    seccomp: int
    io_uring_setup: int = 425
    first_foreign: int | None = None


# arch/x86/entry/syscalls/syscall_64.tbl, with the x32 bit; include/uapi/asm-generic/unistd.h
MACHINES: Final = {
    "x86_64": Machine(0xC000003E, 41, 42, 44, 46, 49, 50, 307, 317, first_foreign=0x40000000),
    "aarch64": Machine(0xC00000B7, 198, 203, 206, 211, 200, 201, 269, 277),
}


def _argument(index: int) -> int:
    """Offset of the low half of a call's argument."""
    return 16 + 8 * index


def _refuse(number: int) -> tuple[Step, ...]:
    return (_LOAD, 0, 0, _NUMBER), (_JUMP_EQ, 0, 1, number), _REFUSED


def _refuse_flag(number: int, argument: int, flag: int) -> tuple[Step, ...]:
    return (
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_EQ, 0, 3, number),
        (_LOAD, 0, 0, _argument(argument)),
        (_JUMP_SET, 0, 1, flag),
        _REFUSED,
    )


def no_internet(machine: Machine) -> tuple[Step, ...]:
    """The filter's program, but for its last step, that allows what has come so far."""
    foreign: tuple[Step, ...] = ()
    if machine.first_foreign is not None:
        foreign = ((_LOAD, 0, 0, _NUMBER), (_JUMP_GE, 0, 1, machine.first_foreign), _REFUSED)
    return (
        (_LOAD, 0, 0, _ARCH),
        (_JUMP_EQ, 1, 0, machine.audit_arch),  # as would be the calls of another processor
        _REFUSED,
        *foreign,
        *_refuse(machine.io_uring_setup),  # io_uring opens sockets that seccomp does not see
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_EQ, 0, 4, machine.socket),
        (_LOAD, 0, 0, _argument(0)),
        (_JUMP_EQ, 2, 0, _AF_UNIX),
        (_JUMP_EQ, 1, 0, _AF_NETLINK),  # glibc asks the kernel through it; it stays on the machine
        _REFUSED,
    )


def no_new_connection(machine: Machine) -> tuple[Step, ...]:
    """The same, and a socket that is open already cannot be connected anew, to somebody else."""
    return (
        *no_internet(machine),
        *_refuse(machine.connect),
        *_refuse(machine.bind),
        *_refuse(machine.listen),
        *_refuse_flag(machine.sendto, 3, _MSG_FASTOPEN),
        *_refuse_flag(machine.sendmsg, 2, _MSG_FASTOPEN),
        *_refuse_flag(machine.sendmmsg, 3, _MSG_FASTOPEN),
    )


_SET_NO_NEW_PRIVS, _SET_MODE_FILTER, _ALL_THREADS = 38, 1, 1
_LARGEST_OF_64_BITS = 2**63 - 1  # a Python of 32 bits numbers its calls otherwise
_MODE_FILTER = 2  # in /proc/PID/status


def refuse_internet() -> bool:
    """Refuse internet sockets in this process for good; True when the kernel does so from now on.

    Elsewhere than on Linux for MACHINES, or where the kernel knows no filters, nothing changes and
    the answer is False.
    """
    return _filter(no_internet)


def refuse_new_connections() -> bool:
    """Keep the connections this process has and refuse every other one; as refuse_internet."""
    return _filter(no_new_connection)


def assembled(steps: tuple[Step, ...]) -> bytes:
    """The program as the kernel takes it, struct sock_filter by struct sock_filter."""
    return b"".join(struct.pack("HBBI", *step) for step in (*steps, (_RETURN, 0, 0, _ALLOW)))


def _filter(program_for: Callable[[Machine], tuple[Step, ...]]) -> bool:
    machine = MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.maxsize < _LARGEST_OF_64_BITS:
        return False
    code = assembled(program_for(machine))
    instructions = ctypes.create_string_buffer(code, len(code))
    steps = len(code) // struct.calcsize("HBBI")
    program = struct.pack("HxxxxxxP", steps, ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    # Without privileges the kernel takes a filter only from a process that can gain none.
    libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # The answer is 0, -1, or the number of a thread that could not be bound.
    answer = libc.syscall(machine.seccomp, _SET_MODE_FILTER, _ALL_THREADS, program)
    return bool(answer == 0)


def filters_of(pid: int | None) -> int | None:
    """How many filters of system calls hold for a process, as the kernel says; None: unknown.

    pid: None for this process.
    """
    if sys.platform != "linux":
        return None
    try:
        status = Path(f"/proc/{'self' if pid is None else pid}/status").read_text(
            "ascii", "replace"
        )
    except OSError:
        return None
    said = dict(line.partition(":")[::2] for line in status.splitlines())
    if "Seccomp" not in said:
        return None
    # Kernels before 5.9 say only that there is at least one.
    return int(said.get("Seccomp_filters", int(said["Seccomp"]) == _MODE_FILTER))
