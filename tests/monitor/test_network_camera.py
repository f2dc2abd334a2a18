import os
import socket
import sys
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cache
from pathlib import Path

import psutil
import pytest

from posture.capture.live import camera_address
from posture.config import load_config
from posture.core.states import Condition
from posture.errors import CameraError, CameraProcessLostError
from posture.monitor.network_camera import NetworkCamera
from posture.monitor.stream_gate import readers_for
from posture.system.clock import SystemClock
from posture.system.paths import resource
from tests.support.mjpeg import RawServer, claiming, http_camera
from tests.support.processes import lives
from tests.support.waiting import PATIENCE_S, wait_until
from tests.support.webcam import stamped_age_s

# Nothing of a stamp that was not decoded whole reads as so young; a busy machine reads late.
QUEUED_S = 60.0
# A busy machine takes its time; only what must end by its deadline gets little of it, until the
# first picture or for each later one.
CONFIG = load_config(["capture.open_timeout_s=60", "capture.read_timeout_s=60"])
HASTY_TO_OPEN = load_config(["capture.open_timeout_s=3", "capture.read_timeout_s=60"])
HASTY_TO_READ = load_config(["capture.open_timeout_s=60", "capture.read_timeout_s=1"])
LONGEST_SAID = 500
ESCAPE = "\x1b]0;owned\x07"


@pytest.fixture(scope="module")
def server():
    with http_camera() as served:
        yield served


@pytest.fixture
def camera(server):
    server.fault, server.requests = "ok", 0
    server.seen_authorization.clear()
    return server


@pytest.fixture(scope="module")
def hostile():
    with closing(RawServer()) as served:
        yield served


@pytest.fixture(scope="module")
def opened():
    """opened(url): the camera, with one gate for all tests of an address."""
    with ExitStack() as gates:

        @cache
        def readers(address):
            return gates.enter_context(readers_for(address, CONFIG.capture))

        def opened(url, config=CONFIG):
            address = camera_address(url)
            return closing(camera_of(address, readers(address), config))

        yield opened


@contextmanager
def opened_alone(url):
    """The camera with a gate of its own."""
    with readers_for(url, CONFIG.capture) as own, closing(camera_of(url, own)) as source:
        yield source


def camera_of(address, readers, config=CONFIG):
    return NetworkCamera(address, readers, settings=config.capture, clock=SystemClock())


def fault_of(source):
    """The fault that comes once what was sent before is read."""
    with pytest.raises(CameraError) as caught:
        wait_until(lambda: source.read() is None, "a fault")
    said = str(caught.value)
    assert said.isprintable()
    assert caught.value.remedy
    return caught.value


def condition_of(source):
    return fault_of(source).condition


def picture_of(source):
    """The picture that comes, be it after a deadline that a busy machine has missed."""
    pictures = []

    def is_there():
        with suppress(CameraError):
            pictures.append(source.read())
        return pictures

    wait_until(is_there, "a picture")
    return pictures[0]


def test_pictures_come_in_colour_and_fresh(camera, opened):
    with opened(camera.url) as source:
        frame = source.read()
        assert frame.rgb.shape == (240, 320, 3)
        assert stamped_age_s(frame.rgb, time.monotonic()) < QUEUED_S
        assert frame.age_s <= CONFIG.capture.fresh_s


def test_looking_every_two_seconds_makes_no_backlog(camera, opened):
    with opened(camera.url) as source:
        for _ in range(2):
            rested_s = time.monotonic()
            time.sleep(2)
            rgb, now_s = source.read().rgb, time.monotonic()
            assert stamped_age_s(rgb, now_s) < now_s - rested_s, "it was sent before the rest"


def test_damaged_pictures_are_skipped_and_counted(camera, opened):
    camera.fault = "garbage"
    with opened(camera.url) as source:

        def are_skipped():
            age_s = stamped_age_s(source.read().rgb, time.monotonic())
            assert age_s < QUEUED_S, "a whole picture was decoded"
            return source.skipped_frames >= 6

        wait_until(are_skipped, "damaged pictures")


def test_nothing_but_damaged_pictures_is_a_fault_of_its_own(camera, opened):
    camera.fault = "all garbage"
    with opened(camera.url, HASTY_TO_READ) as source:
        wait_until(lambda: condition_of(source) is Condition.DAMAGED, "a damaged picture in time")


def test_a_stream_that_ends_is_opened_again(camera, opened):
    with opened(camera.url) as source:
        source.read()
        camera.fault = "end"
        assert condition_of(source) is Condition.UNPLUGGED
        camera.fault = "ok"
        assert source.read().rgb.shape == (240, 320, 3)


def test_a_stream_that_hangs_is_noticed_and_opened_again(camera, opened):
    with opened(camera.url, HASTY_TO_READ) as source:
        picture_of(source)
        camera.fault = "hang"
        assert condition_of(source) is Condition.HUNG
        camera.fault = "ok"
        picture_of(source)


@pytest.mark.parametrize("fault", ["redirect", "no length"])
def test_what_other_cameras_do_works_too(camera, fault, opened):
    camera.fault = fault
    with opened(camera.url) as source:
        ages_s = [stamped_age_s(source.read().rgb, time.monotonic()) for _ in range(3)]
    assert max(ages_s) < QUEUED_S


@pytest.mark.parametrize("fault", ["still", "still closing"])
def test_the_address_of_a_still_picture_is_asked_anew_at_each_look_and_only_then(
    camera, fault, opened
):
    camera.fault = fault
    with opened(camera.url) as source:
        for _ in range(4):
            before = camera.requests
            assert stamped_age_s(source.read().rgb, time.monotonic()) < QUEUED_S
            asked = camera.requests
            assert asked > before
            time.sleep(0.4)  # longer than a picture stays fresh
            assert camera.requests == asked


@pytest.mark.parametrize("kind", ["basic", "MD5", "SHA-256"])
def test_a_login_is_given_as_it_is_asked_for_and_its_password_never_shown(camera, kind, opened):
    camera.fault = kind
    with opened(camera.url_with("me", "s%3Acret")) as source:
        source.read()
        assert camera.seen_authorization[0].startswith("Basic" if kind == "basic" else "Digest")
        assert "cret" not in source.name
        camera.fault = "end"
        assert "cret" not in str(fault_of(source))


def test_no_password_goes_out_that_was_not_asked_for(camera, opened):
    with opened(camera.url_with("me", "s%3Acret")) as source:
        source.read()
    assert camera.seen_authorization == []


REFUSALS = {
    "basic": "asks for a user name and password (401)",
    "MD5": "asks for a user name and password (401)",
    "403": "forbids it (403)",
    "404": "has nothing at this address (404)",
    "418": "refuses (418)",
    "500": "has a fault (500)",
    "page": "gives a web page, not a picture",
    "type:video/mp4": "gives video/mp4, not a picture",
    "still text": "sends something that is not a JPEG picture",
    "location:/again": "redirects endlessly",
    "location:https://elsewhere.example/": "redirects to another host",
    "location:rtsp://127.0.0.1/": "redirects to another kind of address",
    "location:file:///etc/passwd": "redirects to another kind of address",
    "location:http://[::1": "redirects to an invalid address",
    "location:http://127.0.0.1:99999/": "redirects to an invalid address",
    "location:http://a..b/": "redirects to an invalid address",
    f"location:https://elsewhere.example/{'x' * 5000}": "redirects to another host",
    f"type:x/{'x' * 5000}": "gives something unnamed, not a picture",
}


@pytest.mark.parametrize("fault", REFUSALS, ids=lambda fault: fault[:40])
def test_each_refusal_is_told_by_its_real_reason(camera, fault, opened):
    camera.fault = fault
    with opened(camera.url) as source:
        told = fault_of(source)
    assert REFUSALS[fault] in str(told)
    assert len(str(told)) < LONGEST_SAID
    assert told.condition is Condition.NO_CAMERA


@pytest.mark.parametrize("kind", ["basic", "MD5"])
def test_a_wrong_password_is_told_as_that(camera, kind, opened):
    camera.fault = kind
    with opened(camera.url_with("me", "wrong")) as source:
        told = str(fault_of(source))
    assert "rejects this user name or password (401)" in told
    assert "wrong" not in told


def test_a_camera_with_too_many_viewers_is_busy(camera, opened):
    camera.fault = "503"
    with opened(camera.url) as source:
        assert condition_of(source) is Condition.BUSY


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=f\r\n"
HOSTILE = {
    "nothing": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.9\r\n",
    "escapes in the status": b"HTTP/1.1 404 " + ESCAPE.encode() + b"\r\n\r\n",
    "escapes in the type": b"HTTP/1.1 200 OK\r\nContent-Type: " + ESCAPE.encode() + b"\r\n\r\n",
    "letters of no code in the type": HEAD[:17] + b"Content-Type: \xff\xc3\xa4\r\n\r\n",
    "escapes in the redirect": b"HTTP/1.1 302 X\r\nLocation: http://h"
    + ESCAPE.encode()
    + b"\r\n\r\n",
    "a redirect of one megabyte": b"HTTP/1.1 302 X\r\nLocation: /" + b"a" * 1_000_000 + b"\r\n\r\n",
    "headers without end": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100_000,
    "a chunk of 2**72 bytes": HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx",
    "a chunk of no number": HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nx",
    "a negative length": HEAD + b"Content-Length: -5\r\n\r\n",
    "a part of 5,000 digits": HEAD + b"\r\n--f\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nx",
    "a part of a negative length": HEAD + b"\r\n--f\r\nContent-Length: -1\r\n\r\nx",
    "a digest of no kind": b"HTTP/1.1 401 X\r\nWWW-Authenticate: Digest realm=\r\n\r\n",
    "a digest of a kind nobody knows": (
        b'HTTP/1.1 401 X\r\nWWW-Authenticate: Digest realm="a", nonce="b", algorithm=ROT13\r\n\r\n'
    ),
    "a digest with a broken quality": (
        b'HTTP/1.1 401 X\r\nWWW-Authenticate: Digest realm="a", nonce="b", qop="auth-int"\r\n\r\n'
    ),
}


@pytest.mark.parametrize("answer", HOSTILE)
def test_whatever_a_server_answers_is_a_fault_in_words_of_ours(answer, hostile, capfd, opened):
    hostile.answer, hostile.drip_s = HOSTILE[answer], 0.0
    with opened(hostile.url.replace("//", "//me:pw@")) as source:
        told = fault_of(source)
        assert "owned" not in str(told)
        assert fault_of(source).condition is told.condition, "and once more"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "host", ["nosuch.invalid", "127.0.0.1:1"], ids=["no such host", "a closed port"]
)
def test_a_host_that_is_not_there_is_told_as_that(host, opened):
    with opened(f"http://{host}/x") as source:
        told = fault_of(source)
    assert told.condition is Condition.NO_CAMERA
    assert ("unknown host" if "nosuch" in host else "nothing is listening") in str(told)


def test_what_speaks_no_https_is_told_as_that(camera, opened):
    with opened(camera.url.replace("http", "https", 1)) as source:
        assert "does not speak HTTPS here" in str(fault_of(source))


def test_a_server_that_never_answers_is_hung(opened):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with opened(f"http://127.0.0.1:{port}/", HASTY_TO_OPEN) as source:
            assert condition_of(source) is Condition.HUNG


@pytest.mark.parametrize("where", ["in the headers", "in the first picture"])
def test_a_byte_now_and_then_does_not_put_off_the_deadline_of_the_whole(
    where, camera, hostile, opened
):
    camera.fault = "drip"
    hostile.answer, hostile.drip_s = HEAD + b"\r\n", 0.5
    with opened(hostile.url if where == "in the headers" else camera.url, HASTY_TO_OPEN) as source:
        assert condition_of(source) is Condition.HUNG


def test_a_byte_now_and_then_in_a_later_picture_is_a_hang_too(camera, opened):
    with opened(camera.url, HASTY_TO_READ) as source:
        picture_of(source)
        camera.fault = "drip"
        assert condition_of(source) is Condition.HUNG


def test_a_small_picture_that_claims_to_be_huge_takes_no_memory(camera, opened):
    camera.fault, camera.jpeg = "jpeg", claiming(14_000, 14_000)
    assert 60_000 < len(camera.jpeg) < 90_000
    before = psutil.Process().memory_info().rss
    peak_before = peak_bytes()
    with opened(camera.url) as source:
        told = fault_of(source)
    assert "14000x14000" in str(told)
    assert max(peak_bytes(), before) - max(peak_before, before) < 50_000_000


def peak_bytes():
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset
    import resource as limits  # noqa: PLC0415 - Unix's

    unit = 1 if sys.platform == "darwin" else 1024
    return limits.getrusage(limits.RUSAGE_SELF).ru_maxrss * unit


def test_other_network_video_plays_through_opencv():
    from posture.capture import video_camera  # noqa: PLC0415 - brings OpenCV

    clip = resource("samples/clips/empty_room.mp4")
    camera = video_camera.VideoCamera(clip.as_uri(), CONFIG.capture)

    class Wanted:
        def is_set(self):
            return True

    shapes = {rgb.shape for rgb in camera.pictures(Wanted())}
    assert shapes == {(360, 480, 3)}


def test_network_video_that_is_not_there_is_a_fault_and_no_crash(opened):
    with opened("rtsp://127.0.0.1:1/x") as source:
        assert condition_of(source) is Condition.NO_CAMERA


def test_readers_and_their_gate_end_with_their_camera(camera):
    before = set(psutil.Process().children(recursive=True))
    with opened_alone(camera.url) as source:
        source.read()
        begun = set(psutil.Process().children(recursive=True)) - before
        assert begun
        source.close()
        wait_until(lambda: sum(map(lives, begun)) < len(begun), "the reader to end")
    wait_until(lambda: not any(map(lives, begun)), "the gate to end")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the gate is Linux's")
def test_a_reader_that_is_killed_is_replaced_and_a_gate_that_is_killed_is_told(camera):
    with opened_alone(camera.url) as source:
        source.read()
        gate = newest_child()
        gate.children()[0].kill()
        assert condition_of(source) is Condition.UNPLUGGED
        source.read()
        gate.kill()
        gate.wait(PATIENCE_S)
        source.close()
        with pytest.raises(CameraProcessLostError):
            source.read()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux's kernel")
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the filter is for x86-64")
def test_a_reader_is_sealed_once_it_has_its_connection_and_its_gate_is_not(camera):
    with opened_alone(camera.url) as source:
        source.read()
        gate = newest_child()
        assert seccomp_mode(gate.pid) == 0
        assert [seccomp_mode(reader.pid) for reader in gate.children()] == [2]


def newest_child():
    """The process begun last: the gate, and not one that the other tests share."""
    return max(psutil.Process().children(), key=lambda child: child.create_time())


def seccomp_mode(pid):
    """0 none, 2 a filter (proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("\nSeccomp:")[2].split()[0])
