"""How soon a slouch is noticed, and nudged: `make bench`.

A real watch in real time, with its own process for camera and model, sees through the fake webcam
somebody who sits upright and slumps again and again, each time at another moment of the rhythm of
the looks; each person was calibrated upright. The time counts from where the body begins to move,
two seconds before it is slumped.
"""

import argparse
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from posture.capture.opencv import opencv
from tests.support.clips import FPS, first, frames, joined, truth
from tests.support.command import Posture
from tests.support.running import status_of, wait_for, wait_for_looks
from tests.support.webcam import SIZE, FakeWebcam, compile_library, why_not

HOLD_S = 8.0
SETTINGS = (
    f"rules.hold_s={HOLD_S}",
    "nudges.cooldown_s=0",
    "nudges.max_per_hour=60",
    "nudges.backoff_max=1",
    "notifier.backend=off",
)
UPRIGHT_S = 12.0
POLL_S = 0.05


@dataclass(frozen=True)
class Person:
    """Frames of a clip, two a second: sitting well, and from the beginning of a slump on."""

    upright: list
    slump: list

    @classmethod
    def of(cls, clip: str) -> "Person":
        rows, pictures = truth(clip), [_raw(rgb) for rgb in frames(clip)]
        states = [row["state"] for row in rows]
        onset = states.index("slump")
        end = next(i for i in range(onset, len(rows)) if states[i] != "slump")
        upright = [i for i in range(onset) if states[i] == "upright" and rows[i]["settled"] == "1"]
        return cls([pictures[i] for i in upright], pictures[onset:end])


def _raw(rgb):
    cv2 = opencv()
    return cv2.cvtColor(cv2.resize(rgb, SIZE), cv2.COLOR_RGB2YUV_YUYV).tobytes()


class Scene:
    """What is before the camera: one file with the frame of the moment."""

    def __init__(self, path: Path, first: bytes) -> None:
        self.path = path
        path.write_bytes(first)
        self._file = os.open(path, os.O_WRONLY)

    def play(self, pictures, seconds: float) -> Iterator[float]:
        """Show them one after another; yields, often, the seconds since the first was shown."""
        began_s = time.monotonic()
        for number in itertools.count():
            os.pwrite(self._file, pictures[min(number, len(pictures) - 1)], 0)
            while (at_s := time.monotonic() - began_s) < (number + 1) / FPS:
                if at_s >= seconds:
                    return
                yield at_s
                time.sleep(POLL_S)


def onset(posture: Posture, scene: Scene, person: Person, upright_s: float) -> tuple[float, float]:
    """Seconds from a slump's beginning until it is noticed, and until it is nudged."""
    sway = person.upright + person.upright[::-1]
    for _ in scene.play(sway * 8, upright_s):
        pass
    wait_for(lambda: status_of(posture)["state"] == "upright")
    nudges = status_of(posture)["nudges"]
    noticed_s = None
    for at_s in scene.play(person.slump, HOLD_S + 15.0):
        status = status_of(posture)
        if noticed_s is None and status["state"] == "poor" and status["state_for_s"] <= at_s:
            noticed_s = at_s - status["state_for_s"]
        if status["nudges"] > nudges:
            assert noticed_s is not None
            return noticed_s, at_s - status["last_nudge"]["ago_s"]
    raise SystemExit(f"A slump was not nudged (noticed after {noticed_s} s).")


@contextmanager
def watching(folder: Path, clip: str, scene: Scene) -> Iterator[Posture]:
    webcam = FakeWebcam(compile_library(folder), folder, scene.path)
    posture = Posture(folder / "home")
    upright = joined(folder / "upright", (clip, first(clip, "upright"), UPRIGHT_S))
    posture("calibrate", "--upright", upright).check_returncode()
    words = [word for setting in SETTINGS for word in ("--set", setting)]
    environment = {name: said for name, said in webcam.preloaded.items() if "STAMP" not in name}
    watch = posture.start("run", "--quiet", "--source", "0", *words, **environment)
    try:
        wait_for_looks(posture, 1)
        yield posture
    finally:
        watch.terminate()
        watch.wait(10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--onsets", type=int, default=3, help="slumps of each of two people")
    options = parser.parse_args()
    if why_not():
        print(f"noticing: skipped, {why_not()}")
        return 0
    found = []
    rhythm = random.Random(5)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for clip in ("f1_front", "m2_front_low"):
            person = Person.of(clip)
            (folder / clip).mkdir()
            scene = Scene(folder / clip / "frame", person.upright[0])
            with watching(folder / clip, clip, scene) as posture:
                found += [
                    onset(posture, scene, person, UPRIGHT_S + rhythm.uniform(0, 3))
                    for _ in range(options.onsets)
                ]
    noticed_s, nudged_s = (sorted(times) for times in zip(*found, strict=True))
    print(f"{len(found)} slumps, seconds from their beginning:  median  longest")
    print(f"  noticed {statistics.median(noticed_s):38.1f} {noticed_s[-1]:8.1f}")
    over_s = [at_s - HOLD_S for at_s in nudged_s]
    print(
        f"  nudged, beyond the hold of {HOLD_S:.0f} s {statistics.median(over_s):16.1f} "
        f"{over_s[-1]:8.1f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
