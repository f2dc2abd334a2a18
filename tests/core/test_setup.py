"""Whether the picture still fits the calibration: another camera, chair or person."""


import pytest

from posture.core.angles import measure_angles
from posture.core.setup import Setup, SetupPolicy, advance
from tests.core.calibrated import MODEL, SLUMPED, upright_of
from tests.core.poses import seated, zoomed


def _look(pose, baseline):
    return measure_angles(pose, MODEL, baseline)


def test_another_set_up_is_told_once_and_takes_two_minutes():
    baseline, state, told = upright_of(), Setup(), []
    other = zoomed(seated(), 1.6)
    for at_s in range(0, 300, 5):
        state, now = advance(state, at_s, _look(other, baseline), SetupPolicy())
        if now:
            told.append(at_s)
    assert told == [120]
    assert state.is_changed


@pytest.mark.parametrize(
    "pose", [seated(**SLUMPED), zoomed(seated(), 1.2), seated(distance_m=0.55)],
    ids=["slumping for long", "a chair a little nearer", "a chair 15 cm nearer"],
)  # fmt: skip
def test_sitting_badly_or_a_little_nearer_is_no_other_set_up(pose):
    baseline, state = upright_of(), Setup()
    for at_s in range(0, 600, 5):
        state, told = advance(state, at_s, _look(pose, baseline), SetupPolicy())
        assert not told


def test_the_set_up_coming_back_is_judged_again():
    baseline, state = upright_of(), Setup(is_changed=True)
    for at_s in range(0, 150, 5):
        state, _ = advance(state, at_s, _look(seated(), baseline), SetupPolicy())
    assert not state.is_changed
