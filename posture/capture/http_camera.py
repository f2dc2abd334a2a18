"""An HTTP camera: a motion JPEG stream, or the address of a still JPEG that is asked for anew.

Every refusal is reported with its real reason, in our own words: what a server wrote never reaches
the user. Redirects stay with the host and, once encrypted, encrypted. The password goes out only
when the server asks for one, as a digest (RFC 7616) where it takes that.
"""

import socket
import ssl
import threading
from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from posture.capture.address import HTTP_SCHEMES, has_host, without_login
from posture.capture.jpeg import is_jpeg
from posture.capture.multipart import MOST_PART_BYTES, parts
from posture.core.addresses import shown_address
from posture.core.states import Condition
from posture.errors import CameraError

if TYPE_CHECKING:  # the reader's process is sent its settings, and need not read them
    from posture.config import CaptureSection

_MOST_REDIRECTS = 3
_LONGEST_SHOWN = 200  # characters of what a server names; what fills a screen helps nobody
# What servers call a JPEG that are too simple to know, or too old.
_STILL_TYPES = ("image/jpeg", "image/jpg", "image/pjpeg", "application/octet-stream")

_LOOK_AT_IT = "Check the address in a browser."
_WITH_LOGIN = "Put both in the address: {scheme}://NAME:PASSWORD@HOST/PATH."
# What to say of an answer that is no picture, and what to do.
_REFUSALS: dict[int, tuple[str, str]] = {
    HTTPStatus.FORBIDDEN: ("forbids it", "Allow this user in the camera's settings."),
    HTTPStatus.NOT_FOUND: ("has nothing at this address", "Check the path after the host."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("gives no picture at this address", _LOOK_AT_IT),
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: ("is a proxy", "Give the camera's own address."),
    HTTPStatus.CONFLICT: ("is busy", "Close other viewers of this camera."),
    HTTPStatus.TOO_MANY_REQUESTS: ("is busy", "Close other viewers of this camera."),
    HTTPStatus.SERVICE_UNAVAILABLE: ("is busy", "Close other viewers of this camera."),
}
_BUSY = {HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


class HttpCamera:
    """JPEGs from one address. Making one connects, and raises CameraError with its remedy.

    Each step has ``capture.open_timeout_s``; a deadline for the whole is whoever waits for it.
    """

    def __init__(self, address: str, settings: "CaptureSection") -> None:
        self._shown = shown_address(address)
        plain, self._login = without_login(address)
        self._client = httpx.Client(
            verify=ssl.create_default_context(),
            trust_env=False,  # a proxy would see the pictures
            timeout=settings.open_timeout_s,
            headers={"Accept-Encoding": "identity", "User-Agent": "posture"},
        )
        try:
            self._address = httpx.URL(plain)
        except httpx.InvalidURL:
            raise self._refusal("is not a valid camera address.", "Check it.") from None
        try:
            self._response = self._ask()
        except CameraError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever an answer makes the client raise
            raise self._unreachable(error) from None

    @property
    def is_still(self) -> bool:
        """Whether the address gives one picture at a time."""
        return not _content_type(self._response).startswith("multipart/")

    def pictures(self, wanted: threading.Event) -> Iterator[bytes]:
        """JPEGs, undecoded. A stream gives each as it comes, a still address one when wanted.

        Raises whatever the connection ends with.
        """
        if not self.is_still:
            yield from parts(self._response.iter_raw())
            return
        yield self._still()
        while True:
            wanted.wait()
            self._response = self._ask()
            yield self._still()

    def _still(self) -> bytes:
        content = bytearray()
        for chunk in self._response.iter_raw():  # to its end, which closes the response
            content += chunk
            if len(content) > MOST_PART_BYTES:
                raise self._refusal("sends more than one picture.", _LOOK_AT_IT)
        jpeg = bytes(content)
        if not is_jpeg(jpeg):
            raise self._refusal("sends something that is not a JPEG picture.", _LOOK_AT_IT)
        return jpeg

    def _ask(self) -> httpx.Response:
        """The answer that carries pictures; its body is not read yet."""
        address = self._address
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._logged_in(address)
            if not response.has_redirect_location:
                self._require_pictures(response)
                return response
            response.close()
            address = self._target(address, response.headers["Location"])
        raise self._refusal("redirects endlessly.", "Use the address of the stream itself.")

    def _logged_in(self, address: httpx.URL) -> httpx.Response:
        request = self._client.build_request("GET", address)
        response = self._client.send(request, stream=True, auth=None)
        if response.status_code != HTTPStatus.UNAUTHORIZED or self._login is None:
            return response
        try:
            request = _with_login(request, response, self._login)
        except Exception:  # noqa: BLE001 - whatever is wrong with what the server asks
            raise self._refusal(
                "asks for a kind of login that posture does not support (401).",
                "Choose basic or digest login in the camera's settings.",
            ) from None
        response.close()
        return self._client.send(request, stream=True, auth=None)

    def _target(self, address: httpx.URL, location: str) -> httpx.URL:
        """Where a redirect leads; raises CameraError when that is not the same camera's."""
        try:
            target = address.join(location)
            is_address = target.scheme not in HTTP_SCHEMES or has_host(str(target))
        except (httpx.InvalidURL, ValueError):
            is_address = False
        if not is_address:
            raise self._refusal("redirects to an invalid address.", _LOOK_AT_IT)
        shown = shown_address(str(target))
        use_that = f"If you trust it, use that one: {shown}"
        remedy = use_that if len(shown) <= _LONGEST_SHOWN else _LOOK_AT_IT
        if target.scheme not in HTTP_SCHEMES:
            raise self._refusal("redirects to another kind of address.", remedy)
        if target.scheme == "http" and address.scheme == "https":
            raise self._refusal("redirects to an address that is not encrypted.", remedy)
        if target.host != address.host:
            raise self._refusal("redirects to another host.", remedy)
        return target

    def _require_pictures(self, response: httpx.Response) -> None:
        status, kind = response.status_code, _content_type(response)
        if status == HTTPStatus.OK and (kind.startswith("multipart/") or kind in _STILL_TYPES):
            return
        response.close()
        if status == HTTPStatus.OK:
            what = "a web page" if kind == "text/html" else kind or "something unnamed"
            raise self._refusal(
                f"gives {what}, not a picture.",
                "Give the address of the camera's MJPEG stream or JPEG picture.",
            )
        if status == HTTPStatus.UNAUTHORIZED:
            how = _WITH_LOGIN.format(scheme=self._address.scheme)
            if self._login is None:
                raise self._refusal("asks for a user name and password (401).", how)
            raise self._refusal(
                "rejects this user name or password (401).",
                "Check both. In the address : / and @ are %3A %2F %40.",
            )
        otherwise = "has a fault" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "refuses"
        problem, remedy = _REFUSALS.get(status, (otherwise, _LOOK_AT_IT))
        raise self._refusal(
            f"{problem} ({status}).",
            remedy,
            Condition.BUSY if status in _BUSY else Condition.NO_CAMERA,
        )

    def _refusal(
        self, problem: str, remedy: str, condition: Condition = Condition.NO_CAMERA
    ) -> CameraError:
        self._client.close()
        return CameraError(condition, f"{self._shown} {problem}", remedy)

    def _unreachable(self, error: Exception) -> CameraError:
        """The reason why nothing was answered, found in what the client's error came from."""
        if isinstance(error, httpx.TimeoutException):
            return self._refusal(
                "does not answer.", "Check the address and that the camera is on.", Condition.HUNG
            )
        chain: list[BaseException] = []
        cause: BaseException | None = error
        while cause is not None and cause not in chain:
            chain.append(cause)
            cause = cause.__cause__ or cause.__context__
        for kind, problem, remedy in _REASONS:
            if any(isinstance(each, kind) for each in chain):
                return self._refusal(problem, remedy)
        return self._refusal("cannot be reached.", "Check the address and that the camera is on.")


_REASONS: tuple[tuple[type[BaseException], str, str], ...] = (
    (httpx.InvalidURL, "redirects to an invalid address.", _LOOK_AT_IT),
    (
        socket.gaierror,
        "cannot be found: unknown host.",
        "Check the host, or use its IP address, such as 192.168.1.20.",
    ),
    (
        ConnectionRefusedError,
        "cannot be reached: nothing is listening on this port.",
        "Check the port and that the camera is on.",
    ),
    (
        ssl.SSLCertVerificationError,
        "has a certificate that this machine does not trust.",
        "Install the camera's certificate, or use its http address on a network you trust.",
    ),
    (ssl.SSLError, "does not speak HTTPS here.", "Check the port, or try its http address."),
    (
        httpx.RemoteProtocolError,
        "does not answer like a web server.",
        "Check the port; an RTSP stream's address begins with rtsp://.",
    ),
)


def _content_type(response: httpx.Response) -> str:
    """As ``image/jpeg``; empty when there is none that could be shown."""
    kind: str = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    is_shown = kind.isascii() and kind.isprintable() and len(kind) <= _LONGEST_SHOWN
    return kind if is_shown else ""


def _with_login(
    request: httpx.Request, response: httpx.Response, login: tuple[str, str]
) -> httpx.Request:
    """The request again, with the login that the response asks for; bodies are never read."""
    offered = " ".join(response.headers.get_list("WWW-Authenticate")).lower()
    if "digest" not in offered and "basic" in offered:
        return next(httpx.BasicAuth(*login).auth_flow(request))
    steps = httpx.DigestAuth(*login).auth_flow(request)
    next(steps)
    return steps.send(response)
