"""The filter's program, run step by step as the kernel would, for each kind of processor."""

import errno
import socket
import struct

import pytest

from posture.system.seccomp import MACHINES, assembled, no_internet, no_new_connection

ALLOWED, REFUSED = 0x7FFF0000, 0x00050000 | errno.EACCES
INTERNET = (socket.AF_INET, socket.AF_INET6, 17, 40)  # and AF_PACKET, AF_VSOCK
FASTOPEN = 0x20000000
# By the kernel's own tables: asm/unistd_64.h, and asm-generic/unistd.h for arm64.
NUMBERS = {
    "x86_64": {"read": 0, "socket": 41, "connect": 42, "sendto": 44, "sendmsg": 46, "bind": 49}
    | {"listen": 50, "socketpair": 53, "openat": 257, "sendmmsg": 307, "io_uring_setup": 425},
    "aarch64": {"read": 63, "socket": 198, "socketpair": 199, "bind": 200, "listen": 201}
    | {"connect": 203, "sendto": 206, "sendmsg": 211, "openat": 56, "sendmmsg": 269}
    | {"io_uring_setup": 425},
}
# linux/audit.h: the machine's number in ELF, 64 bits, little-endian.
ARCHES = {"x86_64": 62 | 0x80000000 | 0x40000000, "aarch64": 183 | 0x80000000 | 0x40000000}
I386, ARM = 3 | 0x40000000, 40 | 0x40000000


def answer(code, number, *arguments, arch):
    """What the program says of a call: linux/filter.h, as far as seccomp allows it."""
    data = struct.pack("=iIQ6Q", number, arch, 0, *arguments, *[0] * (6 - len(arguments)))
    steps = [*struct.iter_unpack("HBBI", code)]
    at, held = 0, 0
    while True:
        what, if_true, if_false, value = steps[at]
        at += 1
        match what:
            case 0x20:
                (held,) = struct.unpack_from("=I", data, value)
            case 0x06:
                return value
            case 0x15 | 0x35 | 0x45:
                is_so = {0x15: held == value, 0x35: held >= value, 0x45: held & value}[what]
                at += if_true if is_so else if_false
            case _:
                raise AssertionError(f"not a step the kernel would take: {what:#x}")


@pytest.fixture(params=MACHINES)
def machine(request):
    return request.param


@pytest.fixture
def call(machine):
    """call(name, *arguments, steps): the answer on that machine."""

    def ask(name, *arguments, program=no_internet):
        code = assembled(program(MACHINES[machine]))
        return answer(code, NUMBERS[machine][name], *arguments, arch=ARCHES[machine])

    return ask


def test_sockets_that_leave_the_machine_are_refused_and_others_are_not(call):
    for family in INTERNET:
        assert call("socket", family, socket.SOCK_STREAM) == REFUSED
        assert call("socket", family, socket.SOCK_DGRAM) == REFUSED
    for family in (socket.AF_UNIX, 16):
        assert call("socket", family, socket.SOCK_STREAM) == ALLOWED
    assert call("io_uring_setup", 8) == REFUSED
    for harmless in ("read", "openat", "socketpair", "connect", "bind", "sendto"):
        assert call(harmless, 3) == ALLOWED


def test_who_keeps_its_connection_can_neither_make_nor_turn_one(call):
    def strictly(name, *arguments):
        return call(name, *arguments, program=no_new_connection)

    for name in ("connect", "bind", "listen", "io_uring_setup"):
        assert strictly(name, 3) == REFUSED
    assert strictly("socket", socket.AF_INET) == REFUSED
    for name, before in (("sendto", (3, 0, 0)), ("sendmsg", (3, 0)), ("sendmmsg", (3, 0, 0))):
        assert strictly(name, *before, FASTOPEN) == REFUSED
        assert strictly(name, *before, 0x4000) == ALLOWED
    assert strictly("read", 3) == ALLOWED


def test_calls_of_another_processor_or_convention_are_no_way_around(machine):
    code = assembled(no_internet(MACHINES[machine]))
    others = {I386, ARM, *ARCHES.values()} - {ARCHES[machine]}
    assert {answer(code, 0, arch=arch) for arch in others} == {REFUSED}
    if machine == "x86_64":
        assert answer(code, 0x40000000 | 41, socket.AF_INET, arch=ARCHES[machine]) == REFUSED


def test_the_emulator_tells_a_program_that_lets_calls_through(machine):
    allowing = assembled(())
    assert answer(allowing, NUMBERS[machine]["socket"], socket.AF_INET, arch=0) == ALLOWED
