"""The bundled clips, whose truth is known, through the commands: who slouches is told, once."""

import json

import pytest

from tests.support.clips import FPS, first, joined, truth
from tests.support.command import Posture

# Seconds of each clip left out at its start, so that the looks fall on other moments of it.
LEFT_OUT_S = {"f1_front": (1.5,), "m2_front_low": (0.5,)}
HOLD_S = 8.0
LATE_S = 3.0
SLOUCHED = {"slump", "forward"}
SETTINGS = (f"rules.hold_s={HOLD_S:g}", "nudges.cooldown_s=0", "nudges.max_per_hour=60")


def slouches(clip):
    """(onset, end) of each true slouch, seconds; the onset is when the change into it begins."""
    spans = []
    for row in truth(clip):
        at_s, is_poor = float(row["at_s"]), row["state"] in SLOUCHED
        if is_poor and (not spans or spans[-1][1] < at_s):
            spans.append([at_s, at_s + 1 / FPS])
        elif is_poor:
            spans[-1][1] = at_s + 1 / FPS
    return [tuple(span) for span in spans]


@pytest.fixture(scope="module", params=LEFT_OUT_S)
def person(request, tmp_path_factory):
    """(clip, its posture command) with the first ten upright seconds as calibration."""
    home = tmp_path_factory.mktemp(request.param)
    posture = Posture(home)
    upright = joined(home / "upright", (request.param, first(request.param, "upright"), 10))
    made = posture("calibrate", "--upright", upright, "--profile", "me")
    assert made.returncode == 0, made.stderr
    return request.param, posture


@pytest.fixture(scope="module")
def watched(person):
    """(clip, seconds of the clip at which a nudge was sent) for each of its beginnings."""
    clip, posture = person
    return [(clip, nudged_s(posture, clip, from_s)) for from_s in LEFT_OUT_S[clip]]


def nudged_s(posture, clip, from_s):
    length_s = len(truth(clip)) / FPS - from_s
    part = joined(posture.home / f"from {from_s}", (clip, from_s, length_s))
    settings = [word for setting in SETTINGS for word in ("--set", setting)]
    words = ("replay", part, "--fps", FPS, "--profile", "me", "--json", *settings)
    done = posture(*words)
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return [event["at_s"] + from_s for event in events if event["event"] == "nudge"]


def test_every_long_slouch_is_nudged_once_within_the_hold_and_three_seconds(watched):
    for clip, nudges in watched:
        long = [(begin, end) for begin, end in slouches(clip) if end - begin > HOLD_S + LATE_S]
        assert len(long) == 2, "each clip has two"
        for begin, end in long:
            within = [at_s for at_s in nudges if begin <= at_s <= end]
            assert len(within) == 1, (begin, nudges)
            assert within[0] - begin <= HOLD_S + LATE_S


def test_nobody_is_nudged_who_does_not_slouch(watched):
    """Neither sitting well, nor looking down for less than five seconds, nor turning the head."""
    for clip, nudges in watched:
        spans = slouches(clip)
        assert not [at_s for at_s in nudges if not any(a <= at_s <= b + LATE_S for a, b in spans)]
        states = {row["state"] for row in truth(clip)}
        assert states >= {"upright", "down", "turn"}, "the clip has what must not be nudged"
