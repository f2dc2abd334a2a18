"""A webcam for tests: fake_v4l2.c compiled once, the real cv2 in a process that preloads it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from posture.capture.opencv import opencv
from posture.system.paths import resource

SOURCE = Path(__file__).with_name("fake_v4l2.c")
SIZE = (640, 480)
STAMP_BITS, STAMP_CELL_PX = 32, 8


def why_not() -> str:
    """Why this machine cannot play a webcam; empty when it can."""
    if not sys.platform.startswith("linux"):
        return "the fake webcam is a Linux library"
    return "" if shutil.which("gcc") else "the fake webcam needs gcc"


def compile_library(folder: Path, source: Path = SOURCE) -> Path:
    """A preloaded library out of its C; the webcam's unless another is named."""
    library = (folder / source.name).with_suffix(".so")
    subprocess.run(
        ["gcc", "-Wall", "-Werror", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"],
        check=True,
    )
    return library


def write_frames(pictures: Iterable[np.ndarray], target: Path, pixels: str = "YUYV") -> Path:
    """RGB pictures as the raw frames the fake webcam plays: YUYV, GREY, NV12 or MJPG."""
    with target.open("wb") as file:
        for rgb in pictures:
            file.write(_ENCODERS[pixels](opencv().resize(rgb, SIZE)))
    return target


def _yuyv(rgb: np.ndarray) -> bytes:
    return opencv().cvtColor(rgb, opencv().COLOR_RGB2YUV_YUYV).tobytes()


def _grey(rgb: np.ndarray) -> bytes:
    return opencv().cvtColor(rgb, opencv().COLOR_RGB2GRAY).tobytes()


def _nv12(rgb: np.ndarray) -> bytes:
    planes = opencv().cvtColor(rgb, opencv().COLOR_RGB2YUV_I420).ravel()
    luma, chroma = np.split(planes, [SIZE[0] * SIZE[1]])
    return luma.tobytes() + chroma.reshape(2, -1).T.tobytes()


def _mjpg(rgb: np.ndarray) -> bytes:
    jpeg: bytes = opencv().imencode(".jpg", rgb[..., ::-1])[1].tobytes()
    return jpeg.ljust(SIZE[0] * SIZE[1] * 2, b"\0")


_ENCODERS = {"YUYV": _yuyv, "GREY": _grey, "NV12": _nv12, "MJPG": _mjpg}


def replace_frames(pictures: Iterable[np.ndarray], target: Path) -> None:
    """Other pictures, as many, for the webcams that play this file at present."""
    draft = write_frames(pictures, target.with_suffix(".new"))
    assert draft.stat().st_size == target.stat().st_size
    with target.open("r+b") as playing:
        playing.write(draft.read_bytes())


def stamped_age_s(rgb: np.ndarray, now_s: float) -> float:
    """How old a stamped picture is, by its own pixels and not by what any driver claims."""
    half = STAMP_CELL_PX // 2
    cells = rgb[half, half : STAMP_BITS * STAMP_CELL_PX : STAMP_CELL_PX].mean(axis=1) > 128
    stamp_ms = sum(1 << bit for bit, is_set in enumerate(cells) if is_set)
    return ((int(now_s * 1000) - stamp_ms) % 2**STAMP_BITS) / 1000


class FakeWebcam:
    """/dev/videoN in the processes it runs. frames: a file of raw pictures, else a test pattern."""

    def __init__(
        self,
        library: Path,
        folder: Path,
        frames: Path | None = None,
        repeat: int = 1,
        number: int = 0,
        pixels: str = "YUYV",
    ):
        self.control = folder / "control"
        self.set("ok")
        self.environment = {
            **os.environ,
            "LD_PRELOAD": str(library),
            "FAKE_V4L2_CONTROL": str(self.control),
            "FAKE_V4L2_REPEAT": str(repeat),
            "FAKE_V4L2_STAMP": "1",
            "FAKE_V4L2_NUMBER": str(number),
            "FAKE_V4L2_FORMAT": pixels,
            "PYTHONPATH": str(resource(".")),
        }
        if frames:
            self.environment["FAKE_V4L2_FRAMES"] = str(frames)

    @property
    def preloaded(self) -> dict[str, str]:
        """What makes it the webcam of any process."""
        ours = ("LD_PRELOAD", "FAKE_V4L2_")
        return {name: said for name, said in self.environment.items() if name.startswith(ours)}

    def set(self, state: str) -> None:
        set_state(state, self.control)

    def run(self, function: str, timeout_s: float = 60, module: str = "looks") -> object:
        """Call a function of tests.support.looks in such a process; what it returns, by JSON."""
        code = (
            f"import json; from tests.support import {module}; "
            f"print(json.dumps({module}.{function}()))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == "", "nothing is printed on the user's terminal"
        return json.loads(done.stdout)


@contextmanager
def side_by_side(play, names, at_once: int):
    """told_by(name): what play(name) returns; they begin now, so many at once, in this order.

    For what mostly waits: one after the other it would take long.
    """
    with ThreadPoolExecutor(at_once) as players:
        playing = {name: players.submit(play, name) for name in names}
        yield lambda name: playing[name].result()


def set_state(state: str, control: Path | None = None) -> None:
    """Make a fault happen, or end: one atomic step, so that nobody reads half a word."""
    control = control or Path(os.environ["FAKE_V4L2_CONTROL"])
    written = control.with_suffix(".new")
    written.write_text(state)
    written.replace(control)
    time.sleep(0.01)  # the fake driver believes what it has read for 5 ms
