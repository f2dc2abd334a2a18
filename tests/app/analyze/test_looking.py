"""A recording looked at whole, and in pieces: the same looks, to the bit."""

import itertools
import zlib
from dataclasses import replace

import cv2
import numpy as np
import pytest

from posture.app.analyze.ahead import ahead
from posture.app.analyze.job import Job
from posture.app.analyze.judging import judged
from posture.app.analyze.looking import PieceSpan, RecordingLooks, due_frames, joined, spans
from posture.capture import open_recording
from posture.config import load_config
from tests.support.clips import frames
from tests.support.recordings import filmed_as
from tests.support.seated import seated


class FromPixels:
    """A pose that only these very pixels give."""

    def estimate(self, frame):
        height, width = frame.rgb.shape[:2]
        seed = zlib.crc32(np.ascontiguousarray(frame.rgb).tobytes())
        shift = np.random.default_rng(seed).normal(0, 1.5, (33, 2))
        pose = seated()
        return (replace(pose, points_px=pose.points_px + shift, width_px=width, height_px=height),)

    def close(self):
        pass


def a_job(**settings):
    words = [f"analyze.{name}={value}" for name, value in settings.items()]
    return Job("", load_config(words), may_cut=True)


def looks_of(recording, job):
    return [look for look, _ in RecordingLooks(recording, job, FromPixels())]


def in_pieces(recording, job, length_s):
    return [
        RecordingLooks(recording, job, FromPixels(), span).piece() for span in spans(job, length_s)
    ]


def bits(looks):
    return [
        (
            look.at_s,
            look.condition,
            look.is_reused,
            look.background,
            tuple(pose.points_px.tobytes() for pose in look.people),
        )
        for look in looks
    ]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """100 s with still stretches in it, at 2 frames a second."""
    pictures = [frame for frame in frames("f1_front")[:50] for _ in range(4)]
    return open_recording(filmed_as(tmp_path_factory.mktemp("film") / "f.mp4", pictures, 2.0))


@pytest.mark.parametrize("piece_s", [7, 20, 33])
def test_the_looks_at_pieces_are_those_at_the_whole(film, piece_s):
    job = a_job(piece_s=piece_s, lead_s=5, fps=2)
    whole = looks_of(film, job)
    pieces = in_pieces(film, job, film.length_s())
    assert len(pieces) == max(1, round(100 / piece_s))
    found = joined(list(reversed(pieces)))
    assert found is not None
    assert bits(found) == bits(whole)
    assert any(look.is_reused for look in whole)
    assert not all(look.is_reused for look in whole)
    alone = judged(job, ((look, None) for look in whole), None)
    assert judged(job, ((look, None) for look in found), None) == alone


def test_pieces_that_do_not_meet_are_no_whole(film):
    job = a_job(piece_s=20, lead_s=5)
    one, two, *rest = in_pieces(film, job, film.length_s())
    moved = replace(two, first=replace(two.first, checksum=two.first.checksum + 1))
    assert joined([one, two, *rest]) is not None
    assert joined([one, moved, *rest]) is None
    assert joined([one, replace(two, is_timed=False), *rest]) is None


def test_a_recording_that_claims_to_be_longer_than_it_is_is_whole_all_the_same(film):
    job = a_job(piece_s=20, lead_s=5)
    pieces = in_pieces(film, job, 3 * film.length_s())
    assert pieces[-1].looks == ()
    assert bits(joined(pieces)) == bits(looks_of(film, job))


def test_a_recording_is_cut_only_where_it_is_long():
    job = a_job(piece_s=600)
    assert spans(job, 700.0) == [PieceSpan()]
    assert [span.first for span in spans(job, 3600.0)] == [0, 1200, 2400, 3600, 4800, 6000]


class Timed:
    """A reel whose frames come at the times given."""

    def __init__(self, times_s):
        self._times = iter(times_s)
        self._picture = frames("f1_front")[0]

    def skip(self):
        return next(self._times, None)

    def picture(self):
        return self._picture


def test_looks_are_due_by_the_clock_whatever_the_frame_rate_does():
    uneven = [0.0, 0.03, 0.06, 0.49, 0.51, 0.52, 2.2, 2.4, 2.6, 9.0]
    found = [(number, frame.at_s) for number, frame in due_frames(Timed(uneven), 2.0)]
    assert found == [(0, 0.0), (1, 0.51), (4, 2.2), (5, 2.6), (18, 9.0)]
    thirty = [number / 30 for number in range(301)]
    assert [number for number, _ in due_frames(Timed(thirty), 2.0)] == list(range(21))


def test_a_recording_whose_pictures_change_size_is_judged_and_not_cut(tmp_path):
    for number, rgb in enumerate(frames("f1_front")[:24]):
        size = (480, 360) if number < 12 else (640, 480)
        cv2.imwrite(str(tmp_path / f"{number:03}.png"), cv2.resize(rgb[..., ::-1], size))
    recording, job = open_recording(tmp_path), a_job(piece_s=4, lead_s=1)
    assert joined(in_pieces(recording, job, 12.0)) is None
    found = judged(job, ((look, None) for look in looks_of(recording, job)), None)
    assert found.summary["size_px"] == "480x360 640x480"
    assert found.summary["looks"] == 24


def test_what_goes_wrong_ahead_is_raised_where_it_is_taken_and_leaving_early_ends_it():
    closed = []

    def broken():
        try:
            yield from range(3)
            raise OSError("disk")
        finally:
            closed.append("broken")

    def endless():
        try:
            yield from itertools.count()
        finally:
            closed.append("endless")

    taken = []
    with pytest.raises(OSError, match="disk"):
        taken.extend(ahead(broken(), 2))
    left = ahead(endless(), 2)
    assert [next(left), next(left)] == [0, 1]
    left.close()
    assert closed == ["broken", "endless"]
