"""Motion JPEG as cameras send it: the parts of an endless ``multipart`` body (RFC 2046, 5.1)."""

import io
from collections.abc import Iterable, Iterator

MOST_PART_BYTES = 30_000_000

_MOST_HEADER_LINES = 50
_MOST_HEADER_BYTES = 5_000


def parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Each part's content, as soon as it is whole; ends where the body does.

    chunks: the body as it arrives. Raises ValueError for a part without end, or of a size that no
    picture has.
    """
    body = io.BufferedReader(_Chunks(iter(chunks)))
    while (content := _next_part(body)) is not None:
        yield content


class _Chunks(io.RawIOBase):
    """Chunks as a file; a read gives what has arrived and never waits to fill its buffer."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._left = chunks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # bytes-like
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = memoryview(chunk)
        length = min(len(buffer), len(self._left))
        buffer[:length] = self._left[:length]
        self._left = self._left[length:]
        return length


def _next_part(body: "io.BufferedReader[_Chunks]") -> bytes | None:
    """The content of the next part; None at the end of the body."""
    length: int | None = None
    while not (line := body.readline(MOST_PART_BYTES)).startswith(b"--"):
        if not line:
            return None
    boundary = line.rstrip()
    for _ in range(_MOST_HEADER_LINES):
        line = body.readline(_MOST_HEADER_BYTES)
        if not line.strip():
            break
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    if length is not None:
        if not 0 <= length <= MOST_PART_BYTES:
            raise ValueError("a part of an impossible size")
        content = body.read(length)
        return content if len(content) == length else None
    lines = []
    size = 0
    while (line := body.readline(MOST_PART_BYTES)) and not line.startswith(boundary):
        lines.append(line)
        size += len(line)
        if size > MOST_PART_BYTES:
            raise ValueError("a part without an end")
    # The boundary that ended this part opens the next one, whose headers carry no picture.
    return b"".join(lines).rstrip(b"\r\n") if line else None
