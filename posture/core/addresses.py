"""Network addresses as they may be shown and kept: without what lets somebody in.

http://user:password@cam/video?key=1    ->  http://cam/video?...
rtsp://cam/user=admin&password=1/main   ->  rtsp://cam/user=...&password=.../main
"""

import re

from posture.core.printable import printable

# Of a scheme only its end: to try every beginning takes for ever in a long text without one.
_ADDRESS = re.compile(r"([A-Za-z0-9+.-]://)(\S+)")
_AUTHORITY = re.compile(r"([^/?#]*)(.*)", re.DOTALL)
_HOST_AND_PORT = re.compile(r"(\[[^\]]*\]|[^:]*)(:\d*)?")


def without_credentials(text: str) -> str:
    """A text in which every address is without user name, password, query and values in its path.

    Cameras take their keys in any of these.
    """
    return _ADDRESS.sub(lambda found: found[1] + _plain(found[2]), text)


def shown_address(address: str) -> str:
    """The address without what lets somebody in, and without what moves a terminal."""
    return printable(without_credentials(address))


def _plain(rest: str) -> str:
    """What follows ``scheme://``."""
    authority, tail = _split(rest)
    if "@" in authority:
        authority = authority.rpartition("@")[2]
    elif "@" in tail and not _HOST_AND_PORT.fullmatch(authority):
        # A password with an unescaped slash is no address, and shown in the complaint about it.
        authority, tail = _split(rest.rpartition("@")[2])
    path, query, _ = tail.partition("#")[0].partition("?")
    return authority + re.sub(r"=[^/&;]+", "=...", path) + ("?..." if query else "")


def _split(rest: str) -> tuple[str, str]:
    found = _AUTHORITY.fullmatch(rest)
    assert found is not None  # noqa: S101 - it matches any text
    return found[1], found[2]
