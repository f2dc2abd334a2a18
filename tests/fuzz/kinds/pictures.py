"""Pictures and recordings, damaged byte by byte, read as ``measure`` and ``replay`` read them."""

import tempfile
from contextlib import closing
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np

from posture.capture import open_recording
from posture.capture.opencv import opencv
from posture.capture.pictures import MAX_SIDE_PX, read_picture
from posture.system.paths import resource
from tests.fuzz.harness import kind, spoiled

PICTURES = (".jpg", ".png", ".webp", ".bmp", ".tiff", ".gif", ".ppm", ".jp2", ".avif")
# Container and codec, as OpenCV names them.
VIDEOS = ((".mp4", "mp4v"), (".avi", "MJPG"), (".mkv", "mp4v"), (".webm", "VP80"))
SIZE = (64, 48)
FRAMES = 8
MOST_FRAMES = 50


@kind
def picture_file(random, folder):
    """It is one, of a size that can be used, or is refused with its name."""
    suffix, content = random.choice(_pictures())
    path = folder / f"a{suffix}"
    path.write_bytes(_damaged(random, content))
    frame = read_picture(path)
    height, width, colours = frame.rgb.shape
    assert frame.rgb.dtype == np.uint8
    assert colours == 3
    assert max(height, width) <= MAX_SIDE_PX
    assert frame.focal_px is None or np.isfinite(frame.focal_px)


@kind
def video_file(random, folder):
    """Its frames come in order, or it is refused; what is damaged in the middle is left out."""
    suffix, content = random.choice(_videos())
    path = folder / f"a{suffix}"
    path.write_bytes(_damaged(random, content))
    recording = open_recording(path)
    assert np.isfinite(recording.length_s())
    with closing(recording.frames()) as frames:
        seen = [(frame.at_s, frame.rgb.shape[2]) for frame in islice(frames, MOST_FRAMES)]
    assert seen == sorted(seen)
    assert all(np.isfinite(at_s) and colours == 3 for at_s, colours in seen)
    assert [one.name for one in folder.iterdir()] == [path.name], "something was written"


def _damaged(random, content):
    """Anywhere, or where the leading bytes say what the rest is."""
    at = random.choice((len(content), min(len(content), 400)))
    return spoiled(random, content[:at]) + content[at:]


@cache
def _pictures():
    shown = opencv().imread(str(resource("samples/pictures/f1_r1_front_00_upright.jpg")))
    small = opencv().resize(shown, SIZE)
    made = [(suffix, opencv().imencode(suffix, small)[1].tobytes()) for suffix in PICTURES]
    # As it came, with what its camera says of its lens.
    return [*made, (".jpg", resource("samples/pictures/f1_r1_front_00_upright.jpg").read_bytes())]


@cache
def _videos():
    made = []
    with tempfile.TemporaryDirectory(prefix="posture-fuzz-") as folder:
        for suffix, codec in VIDEOS:
            path = Path(folder) / f"a{suffix}"
            written = opencv().VideoWriter(
                str(path), opencv().VideoWriter.fourcc(*codec), 10.0, SIZE
            )
            chance = np.random.default_rng(1)
            for _ in range(FRAMES):
                written.write(chance.integers(0, 255, (SIZE[1], SIZE[0], 3), np.uint8))
            written.release()
            made.append((suffix, path.read_bytes()))
    assert all(content for _, content in made)
    return made
