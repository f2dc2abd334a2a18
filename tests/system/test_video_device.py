"""Which device a camera's name means, and the name it keeps."""

import sys

import pytest

from posture.system.video_device import device_node, device_number, lasting_name

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="cameras have such names on Linux"
)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (0, "/dev/video0"),
        ("0", "/dev/video0"),
        (" 07 ", "/dev/video7"),
        ("/dev/video2", "/dev/video2"),
        ("/dev/v4l/by-id/usb-Cam-index0", "/dev/v4l/by-id/usb-Cam-index0"),
        ("-1", None),
        ("clip.mp4", None),
        ("http://x/y", None),
    ],
)
def test_only_a_camera_has_a_node(spec, expected):
    node = device_node(spec)
    assert (node and node.as_posix()) == expected


def test_a_number_is_read_through_links_and_of_nothing_else(tmp_path):
    (tmp_path / "by-id").symlink_to("/dev/video12")
    (tmp_path / "path").symlink_to(tmp_path / "by-id")
    assert device_number(tmp_path / "path") == 12
    assert device_number("/dev/video3") == 3
    for other in ("/dev/null", "/dev/video", "/dev/video1x", tmp_path):
        assert device_number(other) is None


def test_the_cameras_own_name_goes_before_that_of_its_port_and_before_none(tmp_path):
    by_id, by_path = tmp_path / "by-id", tmp_path / "by-path"
    for folder in (by_id, by_path):
        folder.mkdir()
    (by_id / "usb-Desk_cam-index0").symlink_to("/dev/video4")
    (by_path / "usb-port1-index0").symlink_to("/dev/video4")
    (by_path / "usb-port2-index0").symlink_to("/dev/video0")
    folders = (by_id, by_path, tmp_path / "none")
    assert lasting_name("4", folders) == str(by_id / "usb-Desk_cam-index0")
    assert lasting_name("/dev/video0", folders) == str(by_path / "usb-port2-index0")
    for spec in ("9", "clip.mp4", "http://x/y", "/dev/v4l/by-id/usb-other"):
        assert lasting_name(spec, folders) == spec
