"""What the webcam tests do inside the process that has the fake webcam."""

import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from posture.app.doctor import _camera
from posture.capture import FrameCheck, cameras, open_live
from posture.capture.webcam import Webcam
from posture.config import load_config
from posture.core.pose.landmarks import Landmark
from posture.errors import CameraError
from posture.monitor.observer import SourceObserver
from posture.monitor.sources import camera_advice
from posture.monitor.supervisor import ChildObserver
from posture.system.clock import SystemClock
from posture.system.video_device import lasting_name
from posture.vision.landmarker import MediapipeEstimator
from posture.vision.models import verified_model
from tests.support.webcam import set_state, stamped_age_s

CAPTURE = load_config().capture
PEOPLE = load_config().vision
LOOK_S = 0.4


def camera():
    return closing(open_live(0, settings=CAPTURE, clock=SystemClock()))


def faults_at_open():
    """Fault -> what opening says."""
    told = {}
    for fault in ("absent", "eacces", "ebusy"):
        set_state(fault)
        with camera() as webcam:
            told[fault] = _read(webcam)
        set_state("ok")
        with camera() as webcam:
            told[f"after {fault}"] = _read(webcam)
    set_state("leaving")
    with camera() as webcam:
        told["leaving"] = _read(webcam)
    return told


def faults_while_open():
    """Fault -> what reading says, and whether the next read of the same source works again."""
    told = {}
    with camera() as webcam:
        for fault in ("enodev", "eio", "hang"):
            webcam.read()
            set_state(fault)
            told[fault] = _read(webcam)
            set_state("ok")
            told[f"after {fault}"] = _read(webcam)
    return told


def slow_opening():
    set_state("slow 1")
    with camera() as webcam:
        return _read(webcam)


def sizes():
    with camera() as webcam:
        before = webcam.read().rgb.shape
        webcam.close()
        set_state("size 320 240")
        return [before, webcam.read().rgb.shape]


def ages():
    """After ever longer waits: [least, told, most], the picture's age as the source tells it.

    Between its age by its own stamp before the source was asked and after it answered.
    """
    found = []
    with camera() as webcam:
        webcam.read()
        for wait_s in (0.5, 0.5, 2.0, load_config().monitor.away_interval_s):
            time.sleep(wait_s)
            before_s = time.monotonic()
            frame = webcam.read()
            after_s = time.monotonic()
            most_s = stamped_age_s(frame.rgb, after_s)
            found.append([most_s - (after_s - before_s), frame.age_s, most_s])
    return found


def modes():
    """Mode of the camera -> for each look: condition, whether it was fresh, is it open after."""
    told = {}
    for mode in ("hold", "burst"):
        config = load_config([f"capture.mode={mode}"])
        eyes = ChildObserver("0", config, SystemClock(), loop=False, must_be_there=True)
        with closing(eyes):
            told[mode] = []
            for _ in range(3):
                looked, is_fresh = _look(eyes)
                told[mode].append([looked.condition, is_fresh, _has_camera(eyes.pid)])
    return told


def poses_of_a_child():
    """[condition, reused, shoulder's pixel or None] while the lens is covered for a moment."""
    told = []
    config = load_config(["capture.unmoved_s=60"])
    eyes = ChildObserver("0", config, SystemClock(), loop=False, must_be_there=True)
    with closing(eyes):
        for state in ("ok", "ok", "black", "ok", "ok"):
            set_state(state)
            time.sleep(LOOK_S)
            looked = eyes.observe()
            pose = looked.pose
            told.append(
                [
                    looked.condition,
                    looked.is_reused,
                    pose and list(pose.points_px[Landmark.LEFT_SHOULDER]),
                ]
            )
    return told


def _has_camera(pid):
    """By the memory behind the fake driver's file descriptor."""
    links = Path(f"/proc/{pid}/fd").iterdir()
    return any("fake_v4l2" in str(link.readlink()) for link in links)


def a_day():
    """Conditions seen by the real observer, on the real model, as things happen to the camera."""
    told = {}
    observer = SourceObserver(
        open_live(0, settings=CAPTURE, clock=SystemClock()),
        MediapipeEstimator(verified_model("lite"), mode="still"),
        FrameCheck(CAPTURE),
        SystemClock(),
        CAPTURE,
        PEOPLE,
    )
    with closing(observer):
        told["ok"] = _looks(observer, 2)
        set_state("black")
        told["black"] = _looks(observer, 2)
        set_state("ok")
        told["uncovered"] = _looks(observer, 2)
        set_state("freeze")
        told["freeze"] = _looks(observer, round(CAPTURE.frozen_s / LOOK_S) + 3)
        set_state("ok")
        told["thawed"] = _looks(observer, 2)
        set_state("enodev")
        told["enodev"] = _looks(observer, 2)
        set_state("ok")
        replugged_s = time.monotonic()
        while observer.observe().pose is None:
            time.sleep(LOOK_S)
        told["back after"] = time.monotonic() - replugged_s
        set_state("size 320 240")
        observer._source.close()
        told["smaller"] = _looks(observer, 2)
    return told


def _looks(observer, count):
    """[condition, whether its picture was fresh, its size where somebody is seen] of each look."""
    seen = []
    for _ in range(count):
        looked, is_fresh = _look(observer)
        size = (looked.pose.width_px, looked.pose.height_px) if looked.pose else None
        seen.append([looked.condition, is_fresh, size])
    return seen


def _look(observer):
    """A look, and whether the picture was fresh when it began; then a moment's rest.

    What looking itself takes depends on the machine: it is left to the benchmark.
    """
    began_s = time.monotonic()
    looked = observer.observe()
    took_s = time.monotonic() - began_s
    time.sleep(LOOK_S)
    return looked, looked.frame_age_s <= CAPTURE.fresh_s + took_s


def _read(webcam):
    began_s = time.monotonic()
    try:
        frame = webcam.read()
    except CameraError as error:
        return [error.condition, str(error), time.monotonic() - began_s]
    return ["read", str(frame.rgb.shape), time.monotonic() - began_s]


def formats():
    """What a camera of another pixel format gives: the picture's shape and mean."""
    with closing(Webcam(3, settings=CAPTURE, clock=SystemClock())) as webcam:
        rgb = webcam.read().rgb
    return [list(rgb.shape), [float(level) for level in rgb.mean(axis=(0, 1))]]


def lit_every_other_frame():
    """Mean brightness of each of many looks."""
    with camera() as webcam:
        return [float(webcam.read().rgb.mean()) for _ in range(12)]


def replugged():
    """Its number and what reading says: before, and after it came back under another one."""
    told = []
    with TemporaryDirectory() as folder:
        link = Path(folder) / "usb-Fake_webcam-video-index0"
        link.symlink_to("/dev/video0")
        name = lasting_name("0", [Path(folder)])
        with closing(Webcam(name, settings=CAPTURE, clock=SystemClock())) as webcam:
            for number in (0, 2, 2):
                set_state(f"number {number}")
                link.unlink()
                link.symlink_to(f"/dev/video{number}")
                told.append(_read(webcam)[0])
    return told


def infrared_first():
    """What doctor and a watch say of a machine whose first camera is infrared."""
    with TemporaryDirectory() as folder:
        for number, name in (("0", "Integrated IR Camera"), ("2", "Integrated Camera")):
            (Path(folder) / f"video{number}").mkdir()
            (Path(folder) / f"video{number}" / "index").write_text("0")
            (Path(folder) / f"video{number}" / "name").write_text(name)
        # The fake driver plays one camera at a time: here the other one is taken to be sound.
        with patch.object(cameras, "CLASS", Path(folder)), patch.object(cameras, "probe"):
            listed = cameras.list_cameras()
            found = _camera()
            return {
                "infrared": [camera.is_infrared for camera in listed],
                "doctor": [found.ok, found.detail],
                "watch": camera_advice("0"),
                "by the other": camera_advice("2"),
            }
