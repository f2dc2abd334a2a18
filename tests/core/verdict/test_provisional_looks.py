"""Which of the first looks are taken for upright, when, and when they are raised."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from posture.core.angles.angles import Angles
from posture.core.angles.head_height import HeadHeight
from posture.core.angles.refusals import CalibrationRefusedError
from posture.core.verdict.provisional import Learning, Provisional, advance
from tests.support import policies
from tests.support.calibrated import LIMITS, MODEL, upright_of

LEARNING = Learning(policies.PROVISIONAL, LIMITS)
SCATTER = 0.02
UPRIGHT = replace(upright_of(), head_height=HeadHeight(0.6, 0.5, SCATTER))


@pytest.fixture
def calibrated(monkeypatch):
    """The poses, each by its number here, of every calibration that was made, and their span."""
    made = []

    def calibrate(poses, _slouched, _model, _limits, span_s):
        made.append((poses, span_s))
        return SimpleNamespace(baseline=UPRIGHT)

    monkeypatch.setattr("posture.core.verdict.provisional.calibrate", calibrate)
    return made


def watched(heights, every_s=3.0, from_s=1000.0, state=None):
    """The state after a look at each height in turn, whose pose is its number."""
    state = state or Provisional()
    for number, height in enumerate(heights):
        angles = Angles(None, 1.0, head_height=height)
        state = advance(state, from_s + number * every_s, number, angles, MODEL, LEARNING)
    return state


def known(tallness=0.5):
    return Provisional((), UPRIGHT, tallness)


def test_it_is_learned_once_both_the_time_and_the_looks_are_enough(calibrated):
    assert watched([0.6] * 60).baseline is None, "177 s"
    assert watched([0.6] * 61).baseline is UPRIGHT, "180 s"
    assert watched([0.6] * 19, every_s=20.0).baseline is None
    assert watched([0.6] * 20, every_s=20.0).baseline is UPRIGHT
    assert watched([0.6] * 61).looks == ()
    assert {span_s for _, span_s in calibrated} == {0.0}


def test_it_is_taken_from_the_straightest_share_but_for_the_very_straightest(calibrated):
    """Of 61 looks the upper twentieth is left out, and a quarter is taken from below that."""
    state = watched([number / 100 for number in range(61)])
    ((poses, _),) = calibrated
    assert poses == [*range(43, 58)]
    assert state.tallness == pytest.approx(0.5)


def test_looks_that_make_no_calibration_are_forgotten_and_others_are_waited_for(monkeypatch):
    def refuse(*_args, **_more):
        raise CalibrationRefusedError("They differ.", "Sit still.")

    monkeypatch.setattr("posture.core.verdict.provisional.calibrate", refuse)
    state = watched([0.6] * 61)
    assert (state.looks, state.baseline) == ((), None)
    assert len(watched([0.6] * 5, from_s=2000.0, state=state).looks) == 5
    raised = watched([0.9] * 20, state=known())
    assert (raised.looks, raised.baseline, raised.tallness) == ((), UPRIGHT, 0.5)


@pytest.mark.parametrize(
    ("heights", "is_raised"),
    [
        ([0.53] * 20, True),  # over 57 s of 60, and twenty looks
        ([0.53] * 19, False),
        ([0.5 + SCATTER / 2] * 30, False),
        ([0.5 - SCATTER / 2] * 30, False),
        ([0.53] * 10 + [0.51] * 10 + [0.53] * 16, False),
        ([0.4] + [0.53] * 19, True),  # one look may have missed the head
    ],
)
def test_only_who_sits_taller_for_a_minute_raises_it(calibrated, heights, is_raised):
    state = watched(heights, state=known())
    assert (state.tallness > 0.5) is is_raised
    assert bool(calibrated) is is_raised


def test_few_looks_in_a_minute_raise_nothing_and_those_before_it_do_not_count(calibrated):
    state = watched([0.55] * 40, every_s=6.0, state=known())
    assert calibrated == []
    assert len(state.looks) == 11, "a minute of them"


def test_however_many_looks_somebody_must_sit_taller_for_nearly_a_minute(calibrated):
    assert watched([0.53] * 54, every_s=1.0, state=known()).tallness == 0.5, "53 s"
    assert calibrated == []
    assert watched([0.53] * 55, every_s=1.0, state=known()).tallness > 0.5, "54 s"


def test_from_the_side_it_goes_by_how_little_neck_and_torso_lean(calibrated):
    state = Provisional()
    for number in range(61):
        angles = Angles(None, 1.0, neck_deg=20.0 - number / 10, torso_deg=10.0)
        state = advance(state, 3.0 * number, number, angles, MODEL, LEARNING)
    ((poses, _),) = calibrated
    assert poses == [*range(43, 58)]
    assert state.tallness == pytest.approx(-(20.0 - 5.0 + 10.0) / 2)


@pytest.mark.parametrize("seen", [{"neck_deg": 1.0}, {"torso_deg": 1.0}, {}])
def test_a_look_that_shows_no_tallness_is_left_out(seen):
    state = known()
    assert advance(state, 0.0, 0, Angles(None, 1.0, **seen), MODEL, LEARNING) is state
