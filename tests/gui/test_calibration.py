"""The window that calibrates, and the process it talks to, played by the test."""

from multiprocessing import Pipe

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posture.app.windows.calibration_protocol import (
    Begin,
    CameraFound,
    Found,
    Refused,
    Save,
    Saved,
    SeenPicture,
    Tried,
)
from posture.gui.calibration import CalibrationWindow
from posture.gui.calibrator import Calibrator
from posture.gui.worker_thread import WorkerThread
from posture.system.paths import resource
from tests.support.answers import looking

JPEG = resource("samples/pictures/f1_r1_front_00_upright.jpg").read_bytes()
POINTS = looking()["points"]
HEAD = {"upright": 0.6, "limit": 0.55, "slouched": 0.45}


class Played:
    """The other ends of the connections that a launcher hands out."""

    def __init__(self):
        self.ends = []

    def calibration(self):
        ours, theirs = Pipe()
        self.ends.append(theirs)
        return ours


def heard(qtbot, end):
    """What the window says next; it may yet have to come round to it."""
    qtbot.waitUntil(end.poll)
    return end.recv()


@pytest.fixture
def played():
    return Played()


@pytest.fixture
def window(qtbot, played):
    worker = WorkerThread("launching")
    made = CalibrationWindow(Calibrator(worker, played), Calibrator(worker, played))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(played.ends) == 1)
    assert heard(qtbot, played.ends[0]) == Begin(lists_cameras=True)
    return made


def picture(doing="placing", **more):
    return SeenPicture(JPEG, POINTS, more.pop("problems", []), doing, **more)


def press(button):
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def placing(window, played, qtbot):
    """A camera was chosen, and its process has begun; the test's end of it."""
    played.ends[0].send(CameraFound("0", "Integrated Camera", "", JPEG))
    qtbot.waitUntil(window.next.isEnabled)
    press(window.next)
    qtbot.waitUntil(lambda: len(played.ends) == 2)
    process = played.ends[1]
    assert heard(qtbot, process) == Begin("0")
    return process


def test_cameras_are_listed_by_name_with_what_they_show_and_why_one_cannot(window, played, qtbot):
    assert not window.next.isEnabled()
    played.ends[0].send(CameraFound("2", "USB Camera", "Camera 2 is in use.", b""))
    played.ends[0].send(CameraFound("0", "Integrated Camera", "", JPEG))
    cameras = window.picker.cameras
    qtbot.waitUntil(lambda: cameras.count() == 2)
    busy, good = cameras.item(0), cameras.item(1)
    assert "Camera 2 is in use." in busy.text()
    assert not busy.flags() & Qt.ItemFlag.ItemIsSelectable
    assert not good.icon().isNull()
    assert window.picker.spec == "0"
    assert window.next.isEnabled()
    cameras.setCurrentItem(busy)
    assert window.picker.spec is None
    assert not window.next.isEnabled()


def test_where_no_camera_has_a_name_the_one_of_the_settings_is_taken(window, played, qtbot):
    played.ends[0].close()
    qtbot.waitUntil(window.next.isEnabled)
    press(window.next)
    qtbot.waitUntil(lambda: len(played.ends) == 2)
    assert heard(qtbot, played.ends[1]) == Begin(None)


def test_from_the_camera_to_a_saved_profile(window, placing, qtbot):
    saved, cameras = [], []
    window.saved.connect(saved.append)
    window.camera_chosen.connect(cameras.append)
    placing.send(picture(problems=["Your head is turned. Look at your screen."]))
    qtbot.waitUntil(lambda: "turned" in window.said.text())
    placing.send(picture())
    qtbot.waitUntil(lambda: window.said.text() == "You can be seen well.")
    press(window.next)
    press(window.next)
    assert placing.recv() == "upright"
    placing.send(picture("upright", left_s=6.4, length_s=10.0))
    qtbot.waitUntil(lambda: window.picture._countdown == (6.4, 10.0))
    assert not window.grab().isNull()
    placing.send(Found("upright", "fair", "frontal", ["Slouching begins."], [], HEAD))
    qtbot.waitUntil(lambda: window.step == "slouch")
    press(window.next)
    assert placing.recv() == "slouch"
    placing.send(picture("slouch", left_s=1.0, length_s=10.0))
    placing.send(Found("slouch", "good", "frontal", ["Slouching begins at 5%."], [], HEAD))
    qtbot.waitUntil(lambda: window.step == "outcome")
    assert window.outcome.quality.text() == "A good calibration."
    assert all(each.has_picture for each in window.outcome.pictures.values())
    assert window.outcome.pictures["slouch"]._limit == pytest.approx(0.55 / 0.45)
    press(window.next)
    assert placing.recv() == "try"
    placing.send(picture("try", left_s=9.0, length_s=20.0, verdict="poor", severity=1.4))
    qtbot.waitUntil(lambda: window.said.text() == "Slouched.")
    assert window.score.value() == 140
    placing.send(Tried(6, 4, 0))
    qtbot.waitUntil(lambda: "slouched in 4 of 10" in window.said.text())
    press(window.next)
    window.name.setText("office")
    press(window.next)
    assert placing.recv() == Save("office")
    placing.send(Saved("office", ""))
    qtbot.waitUntil(lambda: saved == ["office"])
    assert cameras == ["0"]
    assert not window.isVisible()
    assert not any(each.has_picture for each in window.outcome.pictures.values())
    with pytest.raises(EOFError):  # and with it the camera is let go
        placing.recv()


def test_what_is_refused_is_said_and_may_be_done_again(window, placing, qtbot):
    press(window.next)
    press(window.next)
    assert placing.recv() == "upright"
    placing.send(Refused("upright", "The picture is too dark.", "Turn on a light."))
    qtbot.waitUntil(lambda: window.said.text() == "The picture is too dark. Turn on a light.")
    press(window.next)
    assert placing.recv() == "upright"


def test_a_part_under_way_can_be_stopped(window, placing):
    press(window.next)
    press(window.next)
    assert placing.recv() == "upright"
    assert window.next.text() == "&Stop"
    assert not window.back.isVisible()
    press(window.next)
    assert placing.recv() == "stop"
    assert window.back.isVisible()


@pytest.mark.parametrize("how", ["it says why", "it ends"])
def test_a_camera_that_fails_leads_back_to_the_choice(window, placing, played, qtbot, how):
    if how == "it says why":
        placing.send(Refused("", "Camera 0 is in use.", "Close that program.", is_end=True))
    else:
        placing.close()
    qtbot.waitUntil(lambda: window.step == "camera")
    said = "Camera 0 is in use. Close that program." if how == "it says why" else "has ended"
    assert said in window.said.text()
    qtbot.waitUntil(lambda: len(played.ends) == 3)
    assert heard(qtbot, played.ends[2]) == Begin(lists_cameras=True)


def test_closing_the_window_lets_the_camera_go_and_forgets_the_pictures(window, placing, qtbot):
    placing.send(picture())
    qtbot.waitUntil(lambda: window.picture.has_picture)
    window.close()
    assert not window.picture.has_picture
    with pytest.raises(EOFError):
        placing.recv()
