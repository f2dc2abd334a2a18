"""Whether a JPEG is whole. Decoders fill in what is missing, and grey pixels are no person."""

import numpy as np

_START, _SCAN = b"\xff\xd8", b"\xff\xda"
_MARKER, _END = 0xFF, 0xD9
_BASELINE = (0xC0, 0xC1)
_FRAME_HEADERS = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def is_jpeg(content: bytes) -> bool:
    return content.startswith(_START)


def size_px(content: bytes) -> tuple[int, int] | None:
    """Width and height that the frame header claims (ITU T.81, B.2.2); None when there is none."""
    position = 2
    while len(segment := content[position : position + 9]) == 9 and segment[0] == _MARKER:  # noqa: PLR2004 - to the width
        if segment[1] in _FRAME_HEADERS:
            return int.from_bytes(segment[7:9], "big"), int.from_bytes(segment[5:7], "big")
        position += 2 + int.from_bytes(segment[2:4], "big")
    return None


def is_intact(content: bytes) -> bool:
    """Whether the coded picture runs, without a stray marker, to its end marker (ITU T.81, B.1.1).

    Inside the scan 0xFF may be followed only by a stuffed zero, a restart marker or filling, so a
    lost or foreign stretch of bytes shows up with near certainty. Progressive files, which have
    several scans, are only asked for their end marker.
    """
    if not is_jpeg(content):
        return False
    position, frame_header = 2, 0
    while content[position : position + 2] != _SCAN:
        segment = content[position : position + 4]
        if len(segment) < 4 or segment[0] != _MARKER:  # noqa: PLR2004 - marker and length
            return False
        if segment[1] in _FRAME_HEADERS:
            frame_header = segment[1]
        position += 2 + int.from_bytes(segment[2:4], "big")
    data = np.frombuffer(content, np.uint8, offset=position + 2)
    after = data[1:][data[:-1] == _MARKER]
    stray = after[(after != 0) & (after != _MARKER) & ~((after >= 0xD0) & (after <= 0xD7))]  # noqa: PLR2004
    if frame_header in _BASELINE:
        return stray.size > 0 and int(stray[0]) == _END
    return _END in stray
