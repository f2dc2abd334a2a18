"""The list of cameras, each with what it shows, and what is said of one that fails."""

from contextlib import contextmanager
from multiprocessing import Pipe

import numpy as np

from posture.app.windows import calibration_process
from posture.capture.cameras import Camera
from posture.config import load_config
from posture.core.states import Condition
from posture.errors import CameraError
from posture.protocols import Frame


class Fake:
    def read(self):
        return Frame(0.0, np.full((480, 640, 3), 90, np.uint8))


@contextmanager
def borrowed(spec, _config):
    if spec == "2":
        raise CameraError(Condition.BUSY, "Camera 2 is in use.", "Close that program.")
    yield Fake(), spec


def test_every_camera_is_listed_with_its_picture_or_why_there_is_none(monkeypatch):
    cameras = [
        Camera("0", "Integrated Camera"),
        Camera("1", "Face Camera", is_infrared=True),
        Camera("2", "USB Camera"),
        Camera("3", "Another", "You are not allowed to use camera 3."),
    ]
    monkeypatch.setattr(calibration_process, "list_cameras", lambda: cameras)
    monkeypatch.setattr(calibration_process, "borrowed_camera", borrowed)
    ours, theirs = Pipe()
    with ours, theirs:
        calibration_process._list_cameras(theirs, load_config())
        found = [ours.recv() for _ in cameras]
    assert [each.name for each in found] == [
        "Integrated Camera",
        "Face Camera (infrared)",
        "USB Camera",
        "Another",
    ]
    assert [bool(each.jpeg) for each in found] == [True, True, False, False]
    assert found[2].problem == "Camera 2 is in use. Close that program."
    assert "not allowed" in found[3].problem
