import errno
import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from posture.capture import (
    device,
    is_live,
    list_cameras,
    open_live,
    open_recording,
    picture_paths,
)
from posture.capture.live import camera_address
from posture.capture.webcam import Webcam
from posture.config import load_config
from posture.core.states import Condition
from posture.errors import CameraError, SourceError
from posture.system.clock import SystemClock

SETTINGS = load_config().capture


def live(spec):
    return open_live(spec, settings=SETTINGS, clock=SystemClock())


@pytest.mark.parametrize("spec", [0, "0", "/dev/video1"])
def test_a_webcam_is_told_by_how_it_is_written(spec):
    assert is_live(spec)
    assert isinstance(live(spec), Webcam)


@pytest.mark.parametrize(
    "spec",
    [
        "http://cam.local/video",
        "https://cam.local:8443/",
        "rtsp://cam.local/1",
        "http://host/\xfc",
        "http://k\xf6ln.example/",
        "http://[fe80::1]:8080/",
        "http://me:p%40ss@cam/",
    ],
)
def test_a_network_camera_is_told_by_how_it_is_written(spec):
    assert is_live(spec)
    assert camera_address(spec) == spec


@pytest.mark.parametrize(
    "spec", ["clip.mp4", "samples/pictures", "C:\\clips\\me.mp4", "frame_%d.jpg"]
)
def test_a_recording_is_not_live(spec):
    assert not is_live(spec)


def test_what_is_no_camera_is_refused():
    with pytest.raises(SourceError, match="not a camera"):
        live("-1")


@pytest.mark.parametrize("spec", ["ftp://cam/x", "file:///etc/passwd", "gopher://me:secret@cam/"])
def test_another_kind_of_address_is_refused(spec):
    with pytest.raises(SourceError, match="not supported") as caught:
        camera_address(spec)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "spec",
    [
        "http://",
        "rtsp://",
        "https:///video",
        "http://:8080/",
        "http://cam:99999/",
        "http://[::1/",
        "rtsp://my cam/1",
        "http://a..b/",
        f"http://{'a' * 64}.b/",
        "http://cam\x1b[31m/",
        "http://cam/\nx",
        "http://cam/\x00",
        "http://\ud800/",
    ],
)
def test_an_address_without_a_host_is_a_bad_address_and_no_missing_file(spec):
    assert is_live(spec)
    with pytest.raises(SourceError, match="not a valid camera address") as caught:
        camera_address(spec)
    assert str(caught.value).isprintable()


def test_the_password_in_a_bad_address_is_not_shown():
    with pytest.raises(SourceError) as caught:
        camera_address("http://me:secret@:8080/")
    assert "secret" not in str(caught.value)


def test_an_address_is_no_recording():
    for reader in (open_recording, picture_paths):
        with pytest.raises(SourceError, match="an address, not a recording"):
            reader("http://cam.local/video")


@pytest.mark.parametrize("spec", [99, "99", "/dev/video99", "/dev/null"])
def test_a_camera_that_is_not_there_is_one_line(spec, capfd):
    with pytest.raises(CameraError) as caught:
        live(spec).read()
    assert caught.value.condition is Condition.NO_CAMERA
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    assert capfd.readouterr().err == ""


@contextmanager
def nobody():
    """An ordinary user for a while: root may open everything."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="permissions are Unix's")
def test_a_node_without_permission_is_denied():
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        node = Path(folder) / "video0"
        node.touch(mode=0)
        with nobody(), pytest.raises(CameraError) as caught:
            device.probe(str(node))
    assert caught.value.condition is Condition.DENIED


@pytest.mark.parametrize(
    ("code", "condition"),
    [
        (errno.ENOENT, Condition.NO_CAMERA),
        (errno.ENODEV, Condition.NO_CAMERA),
        (errno.EACCES, Condition.DENIED),
        (errno.EPERM, Condition.DENIED),
        (errno.EBUSY, Condition.BUSY),
    ],
)
def test_the_system_call_says_what_is_wrong(monkeypatch, code, condition):
    def refuse(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(device.os, "open", refuse)
    with pytest.raises(CameraError) as caught:
        device._open_node(0)
    assert caught.value.condition is condition


def test_cameras_are_listed_by_name_without_their_metadata_nodes(tmp_path):
    for node, index, name in (
        ("video10", "0", "Desk cam"),
        ("video2", "0", "Laptop: cam"),
        ("video3", "1", "Laptop: cam"),
    ):
        (tmp_path / node).mkdir()
        (tmp_path / node / "index").write_text(index + "\n")
        (tmp_path / node / "name").write_text(name + "\n")
    (tmp_path / "video4").mkdir()
    cameras = list_cameras(tmp_path)
    assert [(camera.spec, camera.name) for camera in cameras] == [
        ("2", "Laptop: cam"),
        ("10", "Desk cam"),
    ]
    assert list_cameras(tmp_path / "none") == []
