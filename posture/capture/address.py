"""The address of a network camera: whether it can be one, and its login."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

HTTP_SCHEMES = ("http", "https")
VIDEO_SCHEMES = ("rtsp", "rtsps", "rtmp")

_LONGEST_LABEL = 63  # RFC 1035, 2.3.4


def has_host(address: str) -> bool:
    """Whether it names a host there can be and, if any, a port; and holds no blank or control."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.port == 0 or re.search(r"[\s\x00-\x1f\x7f]", address):
            return False
        if ":" in host:  # urlsplit has checked what stands in brackets
            return True
        labels = host.encode("idna").decode().removesuffix(".").split(".")
    except ValueError:  # a port beyond 65535, open brackets, a name that cannot be encoded
        return False
    return all(0 < len(label) <= _LONGEST_LABEL for label in labels)


def without_login(address: str) -> tuple[str, tuple[str, str] | None]:
    """The address as it is asked for, and the user name and password that stood in it."""
    parts = urlsplit(address)
    plain = _plain(parts)
    if parts.username is None:
        return plain, None
    return plain, (unquote(parts.username), unquote(parts.password or ""))


def _plain(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
