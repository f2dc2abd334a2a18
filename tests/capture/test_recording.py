import os
import shutil

import cv2
import numpy as np
import pytest

from posture.capture import left_out, open_recording, picture_paths, read_picture
from posture.errors import SourceError
from posture.system.paths import resource
from tests.support.recordings import filmed_as, with_variable_rate

CLIP = resource("samples/clips/f1_front.mp4")
AV1 = resource("tests/support/av1.mp4")
HEIC = b"\0\0\0\x1cftypheic\0\0\0\0mif1heic\0\0\0\0meta" + bytes(range(256)) * 9


def picture(folder, name, level):
    cv2.imwrite(str(folder / name), np.full((64, 64, 3), level, np.uint8))


def levels(recording):
    return [int(frame.rgb.mean().round()) for frame in recording.frames()]


@pytest.fixture
def folder(tmp_path):
    for number, level in ((1, 10), (2, 20), (9, 90), (10, 100)):
        picture(tmp_path, f"frame_{number}.png", level)
    (tmp_path / "truth.csv").write_text("not a readable picture")
    (tmp_path / ".hidden.png").write_text("not ours")
    return tmp_path


def test_a_video_plays_from_the_start_as_often_as_wanted():
    recording = open_recording(CLIP)
    for _ in range(2):
        times_s = [frame.at_s for frame in recording.frames()]
        assert len(times_s) == 190
        assert times_s[:3] == pytest.approx([0, 0.5, 1.0])
        assert times_s[-1] == pytest.approx(94.5)


def test_a_video_can_be_played_at_another_rate():
    times_s = [frame.at_s for frame in open_recording(CLIP, fps=10).frames()]
    assert times_s[-1] == pytest.approx(18.9)


def test_pictures_in_a_folder_come_in_natural_order(folder):
    recording = open_recording(folder, fps=4)
    assert levels(recording) == [10, 20, 90, 100]
    assert [frame.at_s for frame in recording.frames()] == [0, 0.25, 0.5, 0.75]
    assert len(picture_paths(folder)) == 4


def test_a_numbered_sequence_is_a_recording(folder, tmp_path):
    assert levels(open_recording(folder / "frame_%d.png")) == [10, 20, 90, 100]
    for number in (1, 2, 11):
        picture(tmp_path, f"shot{number:03d}.png", number)
    assert levels(open_recording(tmp_path / "shot%03d.png")) == [1, 2, 11]


def test_frames_of_a_variable_rate_come_at_their_own_times(tmp_path):
    grey = [np.full((64, 64, 3), level, np.uint8) for level in range(0, 240, 30)]
    film = filmed_as(tmp_path / "film.mp4", grey, 4.0)
    recording = open_recording(with_variable_rate(film, [1, 2, 0.5, 0.5, 2, 1, 0.5, 0.5]))
    times_s = [frame.at_s for frame in recording.frames()]
    assert times_s == pytest.approx([0, 0.25, 0.75, 0.875, 1.0, 1.5, 1.75, 1.875])


def test_pictures_one_after_the_other_in_a_file_are_a_video(tmp_path):
    stream = tmp_path / "camera.mjpeg"
    jpegs = (cv2.imencode(".jpg", np.full((64, 64, 3), level, np.uint8))[1] for level in (10, 90))
    stream.write_bytes(b"".join(jpeg.tobytes() for jpeg in jpegs))
    assert levels(open_recording(stream)) == pytest.approx([10, 90], abs=2)


def test_one_picture_is_a_recording_of_one_frame(folder):
    assert levels(open_recording(folder / "frame_9.png")) == [90]


def test_a_damaged_picture_among_good_ones_is_left_out_and_time_stands(folder):
    (folder / "frame_2.png").write_bytes(b"damaged")
    recording = open_recording(folder, fps=1)
    assert [frame.at_s for frame in recording.frames()] == [0, 2, 3]


def test_a_name_that_is_not_ascii_is_opened(tmp_path):
    shutil.copy(CLIP, tmp_path / "Übung ☂.mp4")
    assert next(open_recording(tmp_path / "Übung ☂.mp4").frames()).rgb.shape == (360, 480, 3)
    picture(tmp_path, "a.png", 50)
    (tmp_path / "a.png").rename(tmp_path / "ñ.png")
    assert levels(open_recording(tmp_path / "ñ.png")) == [50]


HAS_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")


def pipe(path):
    """Nobody ever writes into it: who reads waits for ever."""
    os.mkfifo(path)


def headless_video(path):
    """A file that begins as an MP4 does and holds no frame."""
    path.write_bytes(CLIP.read_bytes()[:600])


def still_born_video(path):
    """An MP4 whose index is there and whose frames are not."""
    whole = CLIP.read_bytes()
    media = whole.index(b"mdat")
    index = whole.index(b"moov") - 4
    path.write_bytes(whole[: media + 4] + bytes(index - media - 4) + whole[index:])


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("none.mp4", lambda _: None, "no such file or folder"),
        ("zero.mp4", lambda path: path.write_bytes(b""), "an empty file"),
        ("zero.jpg", lambda path: path.write_bytes(b""), "an empty file"),
        ("note.jpg", lambda path: path.write_text("dear diary"), "not a readable picture"),
        ("note.txt", lambda path: path.write_text("dear diary\n" * 99), "not a readable video"),
        (
            "note.mp4",
            lambda path: path.write_text("liebes Tagebüch, ñ\n" * 99),
            "not a readable video",
        ),
        (
            "list.m3u8",
            lambda path: path.write_text(f"#EXTM3U\n#EXTINF:1\n{CLIP}\n"),
            "not a readable video",
        ),
        ("head.mp4", headless_video, "not a readable video"),
        ("still.mp4", still_born_video, "with no frame"),
        ("folder", lambda path: path.mkdir(), "no pictures there"),
        pytest.param("pipe.mp4", pipe, "not a file", marks=HAS_PIPES),
        pytest.param("pipe.jpg", pipe, "not a file", marks=HAS_PIPES),
        ("shot_%03d.jpg", lambda _: None, "no pictures there"),
        ("none/shot_%03d.jpg", lambda _: None, "no pictures there"),
    ],
)
def test_what_is_no_recording_is_one_line_with_a_remedy(tmp_path, capfd, name, make, says):
    make(tmp_path / name)
    with pytest.raises(SourceError, match=says) as caught:
        open_recording(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    assert capfd.readouterr().err == "", "OpenCV and FFmpeg keep quiet"


def test_a_folder_of_nothing_but_damaged_pictures_names_one(tmp_path):
    (tmp_path / "a.jpg").write_text("no picture")
    with pytest.raises(SourceError, match=r"a\.jpg"):
        open_recording(tmp_path)


def test_a_video_that_cannot_be_decoded_names_its_codec_and_what_converts_it(tmp_path):
    shutil.copy(AV1, tmp_path / "my clip.mp4")
    with pytest.raises(SourceError, match="AV1 video cannot be decoded") as caught:
        open_recording(tmp_path / "my clip.mp4")
    assert f"ffmpeg -i '{tmp_path / 'my clip.mp4'}' -c:v libx264" in caught.value.remedy


@pytest.mark.parametrize("name", ["phone.heic", "phone.HEIF", "renamed.jpg", "renamed.mov", "none"])
def test_a_heic_picture_is_told_as_that_whatever_its_name(tmp_path, name):
    (tmp_path / name).write_bytes(HEIC)
    for read in (open_recording, read_picture):
        with pytest.raises(SourceError, match="HEIC picture"):
            read(tmp_path / name)


def test_a_folder_is_read_by_every_suffix_that_can_be_and_names_what_it_leaves_out(tmp_path):
    picture(tmp_path, "1.jpg", 10)
    (tmp_path / "2.JFIF").write_bytes((tmp_path / "1.jpg").read_bytes())
    (tmp_path / "3.jpe").write_bytes((tmp_path / "1.jpg").read_bytes())
    picture(tmp_path, "4.avif", 40)
    picture(tmp_path, "5.gif", 50)
    for name in ("6.heic", "7.DNG", "notes.txt"):
        (tmp_path / name).write_bytes(HEIC)
    assert levels(open_recording(tmp_path)) == pytest.approx([10, 10, 10, 40, 50], abs=2)
    assert [path.name for path in left_out(tmp_path)] == ["6.heic", "7.DNG"]
    assert left_out(tmp_path / "1.jpg") == []


def test_a_folder_of_nothing_that_can_be_read_says_what_is_there(tmp_path):
    (tmp_path / "a.heic").write_bytes(HEIC)
    with pytest.raises(SourceError, match=r"only \.heic\. Convert"):
        open_recording(tmp_path)


@pytest.mark.parametrize("suffix", [".gif", ".bin"])
def test_one_file_is_read_by_what_it_holds(tmp_path, suffix):
    picture(tmp_path, "a.gif" if suffix == ".gif" else "a.jpg", 60)
    found = next(tmp_path.iterdir()).rename(tmp_path / f"one{suffix}")
    assert levels(open_recording(found)) == pytest.approx([60], abs=2)


def test_a_name_that_no_file_can_have_is_told():
    with pytest.raises(SourceError, match="not a valid file name"):
        open_recording("a\0b.mp4")


@pytest.mark.parametrize("fps", [0, -1, float("nan"), float("inf")])
def test_a_rate_that_makes_no_sense_is_refused(folder, fps):
    with pytest.raises(SourceError, match="frames per second"):
        open_recording(folder, fps)
