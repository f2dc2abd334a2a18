"""What programs read: the JSON of measure, replay, calibrate, with the real model."""

import json

from posture.system.paths import resource
from tests.support.clips import filmed, first, joined

PICTURES = resource("samples/pictures")
MEASURED = {
    "path",
    "detected",
    "view",
    "neck_deg",
    "torso_deg",
    "head_pitch_deg",
    "shoulder_tilt_deg",
    "neck_lateral_deg",
    "confidence",
    "posture",
    "severity",
    "causes",
    "unseen",
}


def nobody_there(folder):
    """A picture of the empty room."""
    return next(joined(folder / "empty", ("empty_room", 0, 0.5)).iterdir())


UPRIGHT = "f1_r1_front_00_upright.jpg", "f1_r1_front_01_upright.jpg"
SLUMPED = "f1_r1_front_02_slump.jpg"


def lines(done):
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_measure_prints_one_line_a_picture_with_every_field(posture):
    rows = lines(posture("measure", "--json", *(PICTURES / name for name in (*UPRIGHT, SLUMPED))))
    assert [row["path"] for row in rows] == [str(PICTURES / n) for n in (*UPRIGHT, SLUMPED)]
    for row in rows:
        assert set(row) >= MEASURED
        assert row["detected"] is True
        assert row["view"] == "frontal"
        assert row["neck_change_deg"] is None
        for field in MEASURED - set(row["unseen"]):
            assert row[field] is not None, field
    assert [row["posture"] for row in rows] == ["good", "good", "poor"]
    assert rows[2]["severity"] > 1 > rows[0]["severity"]
    assert "slumped torso" in rows[2]["causes"]


def test_measure_says_why_a_thing_cannot_be_seen(posture, tmp_path):
    side, nobody = lines(
        posture(
            "measure",
            "--json",
            PICTURES / "f1_r1_side_00_upright.jpg",
            nobody_there(tmp_path),
        )
    )
    assert side["view"] == "sagittal"
    assert side["shoulder_tilt_deg"] is None
    assert side["unseen"]["shoulder_tilt_deg"]
    assert nobody["detected"] is False
    assert (nobody["neck_deg"], nobody["posture"], nobody["severity"]) == (None, "unknown", None)
    assert nobody["unseen"]


def test_a_folder_means_every_picture_in_it_in_order(posture, tmp_path):
    folder = joined(tmp_path / "some", ("f1_front", 0, 2))
    rows = lines(posture("measure", "--json", folder))
    assert [row["path"] for row in rows] == [str(p) for p in sorted(folder.iterdir())]


def test_with_a_profile_the_change_from_the_own_upright_is_told(posture):
    upright = posture("calibrate", "--upright", PICTURES / UPRIGHT[0], "--profile", "f1", "--json")
    assert lines(upright)[0]["view"] == "frontal"
    rows = lines(
        posture("measure", "--json", "--profile", "f1", PICTURES / UPRIGHT[1], PICTURES / SLUMPED)
    )
    assert abs(rows[0]["neck_change_deg"]) < 5 < rows[1]["neck_change_deg"]
    assert abs(rows[0]["torso_change_deg"]) < 5 < rows[1]["torso_change_deg"]
    for row in rows:  # the angles themselves stay degrees from the vertical
        assert row["neck_deg"] > row["neck_change_deg"]


def test_upright_and_slouch_together_make_personal_thresholds(posture, tmp_path):
    upright = joined(tmp_path / "upright", ("f1_front", 2, 5))
    slouch = joined(tmp_path / "slouch", ("f1_front", first("f1_front", "slump"), 5))
    (made,) = lines(
        posture("calibrate", "--upright", upright, "--slouch", slouch, "--profile", "f1", "--json")
    )
    assert made["quality"] == "good"
    assert made["d_prime"] > 3
    assert 0.02 < made["head_drop_limit"] < made["head_height"]
    shown = posture("profiles", "show", "f1", "--json")
    assert lines(shown)[0]["head_drop_limit"] == made["head_drop_limit"]
    assert lines(posture("profiles", "list", "--json"))[0][0]["name"] == "f1"
    assert posture("profiles", "delete", "f1", "--yes").returncode == 0
    assert posture("profiles", "show", "f1").returncode == 2


def test_a_clip_can_be_calibrated_on_too(posture, tmp_path):
    clip = filmed(tmp_path / "clip.avi", ("f1_front", first("f1_front", "upright"), 2))
    done = posture("calibrate", "--upright", clip, "--profile", "clip")
    assert done.returncode == 0, done.stderr
    assert "Saved the profile 'clip'" in done.stdout


def test_replay_tells_samples_states_episodes_nudges_and_a_summary(posture):
    clip = resource("samples/clips/f1_front.mp4")
    events = lines(posture("replay", clip, "--set", "rules.hold_s=10", "--json"))
    kinds = {event["event"] for event in events}
    assert kinds >= {"sample", "state", "episode_started", "episode_ended", "nudge", "summary"}
    assert events[-1]["event"] == "summary"
    sample = next(event for event in events if event["event"] == "sample")
    assert set(sample) >= (MEASURED - {"path"}) | {"at_s"}
    assert sample["at_s"] == 0.0
    times = [event["at_s"] for event in events[:-1]]
    assert times == sorted(times)

    slump_s = first("f1_front", "slump") - 1.5  # the two seconds of change into it begin before
    started = next(event for event in events if event["event"] == "episode_started")
    nudge = next(event for event in events if event["event"] == "nudge")
    assert slump_s - 1 <= started["since_s"] <= slump_s + 3
    assert started["since_s"] + 10 <= nudge["at_s"] <= slump_s + 10 + 5
    assert started["causes"][0] == nudge["cause"] == "slumped torso"
    assert 0 < len(nudge["text"]) <= 240
    assert nudge["tip"]


def test_a_folder_of_pictures_is_a_recording_at_the_given_rate(posture, tmp_path):
    folder = joined(tmp_path / "frames", ("f1_front", 0, 10))
    for fps, seconds in ((2, 10), (4, 5)):
        events = lines(posture("replay", folder, "--fps", fps, "--json"))
        samples = [event for event in events if event["event"] == "sample"]
        assert seconds - 2.5 <= samples[-1]["at_s"] < seconds


def test_nobody_there_is_away_and_brings_nothing(posture):
    events = lines(posture("replay", resource("samples/clips/empty_room.mp4"), "--json"))
    assert {event["state"] for event in events if event["event"] == "sample"} == {"away"}
    assert events[-1]["episodes"] == events[-1]["nudges"] == 0
