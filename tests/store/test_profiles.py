"""The file of a calibration: what is written is read again, what cannot be is refused whole."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

import numpy as np
import pytest

from posture.core.pose.shape import Measure
from posture.errors import ProfileError
from posture.store.profiles import load_profile, profiles_dir, save_profile
from tests.support.calibrated import profile_of, upright_of

MADE = datetime(2026, 11, 20, 9, tzinfo=UTC)
LONG, DEEP = "9" * 5000, "[" * 100_000


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path / "data"))


def written(**changes):
    """The text of a profile's file, with values at dotted paths replaced by raw JSON."""
    path = save_profile(profile_of(upright_of()))
    text = path.read_text()
    for dotted, raw in changes.items():
        data = json.loads(text)
        *parents, last = dotted.split("__")
        holder = data
        for parent in parents:
            holder = holder[parent]
        holder[last] = "@@"
        text = json.dumps(data).replace('"@@"', raw)
    path.write_text(text)


def test_a_profile_survives_its_file():
    profile = profile_of(upright_of(azimuth_deg=-45))
    save_profile(profile)
    again = load_profile("me")
    assert again.baseline.is_mirrored == profile.baseline.is_mirrored
    assert again.baseline.shape == pytest.approx(profile.baseline.shape, abs=1e-5)
    assert (again.made, again.quality, again.source) == (MADE, "good", "0")
    assert again.thresholds == profile.thresholds
    known = {**asdict(again.baseline), "shape": None, "spread": None}
    assert known == {**asdict(profile.baseline), "shape": None, "spread": None}


@pytest.mark.parametrize(
    ("place", "raw", "said"),
    [
        ("baseline__shape__shoulder_width", "4.36", "shoulder_width should be at most 2"),
        ("baseline__shape__shoulder_width", "0", "shoulder_width should be at least 1e-06"),
        ("baseline__shape__nose_y", "NaN", "no valid JSON"),
        ("baseline__shape__nose_y", "1e999", "nose_y is out of range"),
        ("baseline__shape__nose_y", '"0.2"', "nose_y should be a number"),
        ("baseline__spread__nose_y", "-0.1", "nose_y should be at least 0"),
        ("baseline__poses", "Infinity", "no valid JSON"),
        ("baseline__poses", LONG, "poses"),
        ("baseline__poses", "2.5", "poses should be a whole number"),
        ("baseline__width_px", "0", "width_px should be at least 1"),
        ("baseline__neck_deg", "1e6", "neck_deg should be at most 180"),
        ("baseline__hfov_deg", "180", "hfov_deg should be below 180"),
        ("baseline__view", '"above"', "view should be"),
        ("baseline__is_mirrored", "1", "is_mirrored should be true or false"),
        ("baseline__shape", "[]", "shape should be"),
        ("baseline", "null", "baseline should be"),
        ("thresholds__neck_change_deg", "0", "neck_change_deg should be above 0"),
        ("thresholds__neck_change_deg", '"much"', "neck_change_deg should be a number"),
        ("thresholds__torso_change_deg", "-3", "torso_change_deg should be above 0"),
        ("thresholds__upright_torso_deg", "1e6", "upright_torso_deg should be at most 180"),
        ("baseline__head_height__scatter", "0", "scatter should be above 0"),
        ("baseline__head_height__upright", "62", "upright should be at most 5"),
        ("baseline__head_height__limit", "4.9", "limit should lie below upright"),
        ("baseline__head_height__slouched", '"low"', "slouched should be a number"),
        ("thresholds", "3", "thresholds should be"),
        ("d_prime", "-1", "d_prime should be at least 0"),
        ("quality", '"splendid"', "quality should be 'good', 'fair' or 'poor'"),
        ("made", '"0001-01-01T00:00:00Z"', "the year 1 cannot be"),
        ("made", '"2026-11-20T09:00:00"', "made"),
        ("format", "2", "format should be 1"),
        ("source", "3", "source should be text"),
        ("name", DEEP, "name should be text"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_with_the_remedy(place, raw, said):
    written(**{place: raw})
    with pytest.raises(ProfileError) as caught:
        load_profile("me")
    message = str(caught.value)
    assert said in message
    assert "is damaged: " in message
    assert message.endswith("Calibrate again with `posture calibrate --profile me`.")


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"x": 1}'])
def test_what_is_no_profile_at_all_is_refused(content):
    written()
    (profiles_dir() / "me.json").write_bytes(content)
    with pytest.raises(ProfileError, match="is damaged: "):
        load_profile("me")


def test_a_file_of_an_earlier_version_may_lack_what_is_new():
    written()
    path = profiles_dir() / "me.json"
    data = json.loads(path.read_text())
    for name in ("hfov_deg", "head_height"):
        del data["baseline"][name]
    data["thresholds"] = {"neck_change_deg": 6.0, "torso_change_deg": 7.5, "head_drop": 0.1}
    path.write_text(json.dumps(data))
    profile = load_profile("me")
    assert (profile.baseline.hfov_deg, profile.baseline.head_height) == (None, None)
    assert profile.thresholds.upright_neck_deg == 0.0


def test_a_file_of_a_later_version_may_hold_more():
    written(later='{"a": 1}', baseline__later="3")
    assert load_profile("me").quality == "good"


def test_a_profile_is_called_as_its_file_is_whatever_the_file_says():
    written(name='"../../elsewhere"')
    (profiles_dir() / "me.json").rename(profiles_dir() / "default.json")
    assert load_profile("default").name == "default"


def test_a_calibration_that_could_not_be_read_again_is_not_saved():
    save_profile(profile_of(upright_of()))
    before = (profiles_dir() / "me.json").read_text()
    baseline = upright_of()
    shape = np.array(baseline.shape)
    shape[Measure.SHOULDER_WIDTH] = 4.36
    with pytest.raises(ProfileError, match="shoulder_width should be at most 2"):
        save_profile(profile_of(replace(baseline, shape=shape)))
    assert (profiles_dir() / "me.json").read_text() == before
