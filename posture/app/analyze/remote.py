"""Recordings at fsspec addresses, such as s3://bucket/day.mp4: fetched for as long as needed."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from posture.errors import InputError, SourceError
from posture.system.scratch import scratch_folder

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_MAGIC = re.compile(r"[*?[]")
_CHUNK = 1 << 20


def is_remote(address: str) -> bool:
    """Whether it is an address and not a path."""
    return _ADDRESS.match(address) is not None


@contextmanager
def on_this_machine(address: str) -> Iterator[Path]:
    """The recording as a file here; a fetched copy goes when the context ends.

    Raises SourceError where it cannot be fetched.
    """
    if not is_remote(address):
        yield Path(address)
        return
    with scratch_folder("posture-") as folder:
        with _reported(address):
            filesystem, path = _opened(address)
            copy = folder / (PurePosixPath(path).name or "recording")
            filesystem.get_file(path, str(copy))
        yield copy


def remote_recordings(address: str, suffixes: frozenset[str]) -> list[tuple[str, str]]:
    """The recordings at an address, each with its name there.

    Of a pattern or a folder those in it, else the address. Of one within another, such as
    zip://*.mp4::s3://study/all.zip, those in the archive.

    Raises InputError for an address that cannot be used, SourceError for one that does not answer.
    """
    with _reported(address):
        filesystem, path = _opened(address)
        if magic := _MAGIC.search(path):
            found, base = filesystem.glob(path), path[: magic.start()].rpartition("/")[0]
        elif filesystem.isdir(path):
            found, base = filesystem.find(path), path
        else:
            return [(address, PurePosixPath(path).name)]
        videos = sorted(p for p in found if PurePosixPath(p).suffix.lower() in suffixes)
        _, chain, archive = address.partition("::")
        return [
            (
                f"{filesystem.unstrip_protocol(video)}{chain}{archive}",
                video.removeprefix(base).lstrip("/"),
            )
            for video in videos
        ]


def content_fingerprint(address: str) -> str:
    """What distinguishes contents: a checksum; for an address whatever its system gives.

    Raises SourceError where it cannot be read.
    """
    if is_remote(address):
        with _reported(address):
            filesystem, path = _opened(address)
            return f"remote-{filesystem.checksum(path)}"
    place = Path(address)
    checksum = hashlib.sha256()
    try:
        for file in sorted(place.iterdir()) if place.is_dir() else [place]:
            checksum.update(b"" if file == place else file.name.encode("utf-8", "surrogateescape"))
            if file.is_file():
                with file.open("rb") as content:
                    while chunk := content.read(_CHUNK):
                        checksum.update(chunk)
    except OSError as error:
        raise SourceError(
            f"{place}: cannot be read ({error.strerror}).", "Check the path and its permissions."
        ) from None
    return checksum.hexdigest()


def _opened(address: str) -> tuple[Any, str]:
    try:
        import fsspec  # noqa: PLC0415 - an extra
    except ImportError:
        raise InputError(
            f"{address}: reading from addresses needs fsspec.",
            "Install posture-monitor with the extra `cluster`.",
        ) from None
    filesystem, path = fsspec.core.url_to_fs(address)
    return filesystem, str(path)


@contextmanager
def _reported(address: str) -> Iterator[None]:
    """Whatever a filesystem raises, as one line."""
    try:
        yield
    except (InputError, SourceError):
        raise
    except FileNotFoundError:
        raise SourceError(f"{address}: nothing there.", "Check the address.") from None
    except ImportError as error:
        raise InputError(f"{address}: {error}.", "Install what it names.") from None
    except Exception as error:  # noqa: BLE001 - each filesystem has its own
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise SourceError(
            f"{address}: cannot be read ({why}).", "Check the address and your access."
        ) from None
