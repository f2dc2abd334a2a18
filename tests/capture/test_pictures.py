import os

import cv2
import numpy as np
import pytest

from posture.capture import read_picture
from posture.capture.jpeg import is_intact, size_px
from posture.capture.pictures import MAX_SIDE_PX, decode
from posture.errors import SourceError
from posture.system.paths import resource
from tests.support.mjpeg import claiming

# Red left, green right, blue below: shows channel order and orientation.
SCENE = np.zeros((120, 160, 3), np.uint8)
SCENE[:, :80], SCENE[:, 80:], SCENE[80:] = (220, 20, 20), (20, 220, 20), (20, 20, 220)
PERSON = min(resource("samples/pictures").glob("*.jpg"))


def written(path, rgb):
    assert cv2.imwrite(str(path), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    return path


def is_scene(rgb):
    height, width = rgb.shape[:2]
    above, below, left, right = height // 4, -height // 8, width // 4, -width // 4
    spots = rgb[above, left], rgb[above, right], rgb[below, width // 2]
    return [int(np.argmax(spot)) for spot in spots] == [0, 1, 2]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".webp", ".tiff"])
def test_colours_and_place_survive_every_format(tmp_path, suffix):
    frame = read_picture(written(tmp_path / f"scene{suffix}", SCENE))
    assert frame.rgb.shape == (120, 160, 3)
    assert frame.rgb.dtype == np.uint8
    assert is_scene(frame.rgb)


def test_grey_becomes_colour(tmp_path):
    cv2.imwrite(str(tmp_path / "grey.png"), np.full((50, 60), 77, np.uint8))
    rgb = read_picture(tmp_path / "grey.png").rgb
    assert rgb.shape == (50, 60, 3)
    assert set(np.unique(rgb)) == {77}


def test_sixteen_bits_become_eight(tmp_path):
    cv2.imwrite(str(tmp_path / "deep.png"), np.full((50, 60, 3), 200 * 256, np.uint16))
    assert set(np.unique(read_picture(tmp_path / "deep.png").rgb)) <= {199, 200}


def test_transparency_is_ignored(tmp_path):
    bgra = cv2.cvtColor(SCENE, cv2.COLOR_RGB2BGRA)
    bgra[..., 3] = 128
    cv2.imwrite(str(tmp_path / "alpha.png"), bgra)
    assert is_scene(read_picture(tmp_path / "alpha.png").rgb)


@pytest.mark.parametrize(
    ("orientation", "stored"),
    [(1, SCENE), (3, SCENE[::-1, ::-1]), (6, np.rot90(SCENE)), (8, np.rot90(SCENE, -1))],
    ids=["as it is", "upside down", "turned left", "turned right"],
)
def test_the_orientation_a_phone_notes_is_followed(tmp_path, orientation, stored):
    jpeg = written(tmp_path / "plain.jpg", np.ascontiguousarray(stored)).read_bytes()
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"
    exif += bytes([orientation]) + bytes(7)
    noted = jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:]
    (tmp_path / "phone.jpg").write_bytes(noted)
    assert is_scene(read_picture(tmp_path / "phone.jpg").rgb)


def test_fifty_megapixels_are_made_smaller(tmp_path):
    big = np.zeros((6120, 8160, 3), np.uint8)
    big[:, :4080], big[:, 4080:], big[4080:] = (220, 20, 20), (20, 220, 20), (20, 20, 220)
    rgb = read_picture(written(tmp_path / "big.jpg", big)).rgb
    assert rgb.shape == (1440, MAX_SIDE_PX, 3)
    assert is_scene(rgb)


def _png_claiming(width, height):
    whole = cv2.imencode(".png", SCENE)[1].tobytes()
    return whole[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + whole[24:]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("note.jpg", b"dear diary, " * 50, "not a readable picture"),
        ("empty.jpg", b"", "an empty file"),
        ("nothing.png", _png_claiming(0, 0), "not a readable picture"),
        ("bomb.png", _png_claiming(60_000, 60_000), "not a readable picture"),
        ("dot.png", cv2.imencode(".png", SCENE[:1, :1])[1].tobytes(), "only 1x1 pixels"),
        ("torn.jpg", PERSON.read_bytes()[:9000], "not a readable picture"),
        ("torn.png", cv2.imencode(".png", SCENE)[1].tobytes()[:60], "not a readable picture"),
    ],
    ids=["text", "zero bytes", "0x0", "3600 megapixels", "1x1", "half a JPEG", "half a PNG"],
)
def test_what_is_no_picture_is_one_line_with_a_remedy(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=says) as caught:
        read_picture(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_a_folder_and_a_missing_file_are_told(tmp_path):
    with pytest.raises(SourceError, match="a folder, not a picture"):
        read_picture(tmp_path)
    with pytest.raises(SourceError, match="no such file"):
        read_picture(tmp_path / "none.jpg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(SourceError, match="not a file"):
        read_picture(tmp_path / "pipe.jpg")


def test_whole_jpegs_are_intact_and_torn_ones_are_not():
    jpeg = PERSON.read_bytes()
    random = np.random.default_rng(3)
    assert is_intact(jpeg)
    assert is_intact(jpeg + b"trailing bytes, as phones write")
    assert not is_intact(jpeg[:-2])
    assert not is_intact(b"")
    assert not is_intact(jpeg[:20])
    for cut in random.integers(700, len(jpeg) - 3000, 50):
        assert not is_intact(jpeg[:cut])
        assert not is_intact(jpeg[:cut] + random.bytes(2000) + jpeg[cut + 2000 :])


def test_progressive_jpegs_are_read(tmp_path):
    written(tmp_path / "plain.png", SCENE)
    flags = [cv2.IMWRITE_JPEG_PROGRESSIVE, 1]
    jpeg = cv2.imencode(".jpg", cv2.cvtColor(SCENE, cv2.COLOR_RGB2BGR), flags)[1].tobytes()
    (tmp_path / "progressive.jpg").write_bytes(jpeg)
    assert is_scene(read_picture(tmp_path / "progressive.jpg").rgb)
    assert not is_intact(jpeg[: len(jpeg) // 2])


@pytest.mark.parametrize("flags", [[], [cv2.IMWRITE_JPEG_PROGRESSIVE, 1]], ids=["plain", "scans"])
def test_a_large_jpeg_is_decoded_no_larger_than_needed(flags):
    large = cv2.resize(SCENE[..., ::-1], (8000, 6000), interpolation=cv2.INTER_NEAREST)
    rgb = decode(cv2.imencode(".jpg", large, flags)[1].tobytes())
    assert rgb.shape == (1500, 2000, 3)
    assert is_scene(rgb)


def test_the_size_of_a_jpeg_is_read_from_its_header():
    jpeg = PERSON.read_bytes()
    height, width = decode(jpeg).shape[:2]
    assert size_px(jpeg) == (width, height)
    assert size_px(claiming(14_000, 9_000)) == (14_000, 9_000)
    assert size_px(jpeg[:20]) is None


def test_what_libjpeg_says_of_a_damaged_picture_by_itself_reaches_nobody(capfd):
    whole = PERSON.read_bytes()
    at = whole.rindex(b"\xff\xd9")
    assert decode(whole[:at] + bytes(15) + whole[at:]) is not None
    assert capfd.readouterr().err == ""
