"""What a video device of Linux says of itself: linux/videodev2.h, alike on every 64-bit Linux.

Each function asks an open device node and raises OSError when it does not answer.
"""

import sys
from collections.abc import Iterator

# Requests carry the size of their struct: 104, 20 and 64 bytes.
_QUERYCAP, _QUERYCAP_BYTES, _CAPABILITIES_AT = 0x80685600, 104, 84
_REQBUFS, _CAPTURE, _MMAP = 0xC0145608, 1, 1
_ENUM_FMT, _FMTDESC_BYTES, _FOURCC_AT = 0xC0405602, 64, 44
_MOST_FORMATS = 64
_CAN_CAPTURE = 0x00000001 | 0x00001000  # single- or multi-planar
_HAS_DEVICE_CAPS = 0x80000000


def can_capture(descriptor: int) -> bool:
    """Whether the node gives pictures, and not metadata only."""
    answer = bytearray(_QUERYCAP_BYTES)
    _ioctl(descriptor, _QUERYCAP, answer)
    both, own = (_word(answer, at) for at in (_CAPABILITIES_AT, _CAPABILITIES_AT + 4))
    return bool((own if both & _HAS_DEVICE_CAPS else both) & _CAN_CAPTURE)


def ask_for_a_buffer(descriptor: int) -> None:
    """Ask for one and give it back; a second user of a camera is refused it with EBUSY."""
    for count in (1, 0):
        _ioctl(descriptor, _REQBUFS, bytearray(_words(count, _CAPTURE, _MMAP, 0, 0)))


def pixel_formats(descriptor: int) -> Iterator[bytes]:
    """The four-letter code of every kind of picture on offer. Raises nothing: the last ends it."""
    for number in range(_MOST_FORMATS):
        answer = bytearray(_FMTDESC_BYTES)
        answer[:8] = _words(number, _CAPTURE)
        try:
            _ioctl(descriptor, _ENUM_FMT, answer)
        except OSError:
            return
        yield bytes(answer[_FOURCC_AT : _FOURCC_AT + 4])


def _word(answer: bytearray, at: int) -> int:
    return int.from_bytes(answer[at : at + 4], sys.byteorder)


def _words(*words: int) -> bytes:
    return b"".join(word.to_bytes(4, sys.byteorder) for word in words)


def _ioctl(descriptor: int, request: int, answer: bytearray) -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    import fcntl  # noqa: PLC0415 - Unix only

    fcntl.ioctl(descriptor, request, answer)
