"""The REST interface of an ActivityWatch server (docs.activitywatch.net, "REST API").

Only on this machine: any address but loopback is refused, no proxy is asked and no redirect
followed.
"""

import ipaddress
import socket
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import httpx

from posture.app.activitywatch.events import CLIENT, Bucket
from posture.core.printable import printable
from posture.errors import InputError

USUAL = "http://127.0.0.1:5600"
_TIMEOUT_S = 30.0
_AT_ONCE = 500  # events of a request
_NOT_MODIFIED = 304  # the bucket is there already


class Server:
    """Raises InputError for an address that is not loopback, or where nothing answers as it should.

    The caller closes it.
    """

    def __init__(self, address: str) -> None:
        self._address = _loopback(address)
        self._host = socket.gethostname()
        self._http = httpx.Client(
            base_url=f"{self._address}/api/0/", trust_env=False, timeout=_TIMEOUT_S
        )

    def close(self) -> None:
        self._http.close()

    def make(self, bucket: Bucket) -> None:
        """Make the bucket, unless it is there."""
        body = {"client": CLIENT, "type": bucket.type, "hostname": self._host}
        self._asked("POST", self._path(bucket), json=body)

    def events(self, bucket: Bucket, start: datetime, end: datetime) -> list[dict[str, Any]]:
        """Those in the bucket that touch a span."""
        span = {"start": start.isoformat(), "end": end.isoformat(), "limit": -1}
        found = self._asked("GET", f"{self._path(bucket)}/events", params=span).json()
        if not isinstance(found, list):
            raise self._unexpected("no list of events")
        return found

    def send(self, bucket: Bucket, events: Sequence[dict[str, Any]]) -> None:
        for first in range(0, len(events), _AT_ONCE):
            part = list(events[first : first + _AT_ONCE])
            self._asked("POST", f"{self._path(bucket)}/events", json=part)

    def _path(self, bucket: Bucket) -> str:
        return f"buckets/{bucket.name}_{self._host}"

    def _asked(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        try:
            answer = self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            is_unreachable = isinstance(error, httpx.ConnectError)
            why = "" if is_unreachable else f" ({printable(str(error))})"
            raise InputError(
                f"ActivityWatch does not answer at {self._address}{why}.",
                "Start it, or give its address with --server.",
            ) from None
        if not (answer.is_success or answer.status_code == _NOT_MODIFIED):
            raise self._unexpected(f"{answer.status_code} to {path}")
        return answer

    def _unexpected(self, what: str) -> InputError:
        return InputError(
            f"The server at {self._address} is not an ActivityWatch server ({what}).",
            "Give its address with --server.",
        )


def _loopback(address: str) -> str:
    """The address of a server on this machine; raises InputError for any other."""
    try:
        url = httpx.URL(address)
        host = "127.0.0.1" if url.host == "localhost" else url.host
        is_here = ipaddress.ip_address(host).is_loopback
    except (httpx.InvalidURL, ValueError):
        is_here = False
    if not is_here or url.scheme != "http":
        raise InputError(
            f"--server {printable(address)}: not an address of this machine.",
            f"Events are sent to a local server only, such as {USUAL}.",
        )
    return str(url.copy_with(host=host, path="/", query=None)).rstrip("/")
