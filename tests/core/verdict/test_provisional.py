"""An upright learned where nobody has calibrated."""

import pytest

from posture.core.events import BackgroundShift, Observation, Verdict
from posture.core.reasons import CalibrationKind, Unjudged
from posture.core.states import Condition, WatchState
from tests.support.calibrated import SLUMPED, assessor_of
from tests.support.seated import seated

STEP_S = 3.0
HALF_SLUMPED, QUARTER_SLUMPED = (
    {what: deg * share for what, deg in SLUMPED.items()} for share in (0.5, 0.25)
)


def watched(assessor, *spells, from_s=0.0):
    """The results of looks at each (pose, seconds) in turn."""
    results, at_s = [], from_s
    for pose, length_s in spells:
        until_s = at_s + length_s
        while at_s < until_s:
            # A new pose each time: one that still holds is not measured again.
            results.append(assessor.assess(Observation(at_s, Condition.SEEN, pose())))
            at_s += STEP_S
    return results


def sitting(**how):
    return lambda: seated(**how)


@pytest.fixture
def assessor():
    return assessor_of()


def test_after_some_minutes_somebody_is_judged_by_their_own_upright(assessor):
    watched(assessor, (sitting(), 170))
    assert assessor.calibration is CalibrationKind.NONE
    results = watched(assessor, (sitting(), 30), (sitting(**HALF_SLUMPED), 30), from_s=170)
    assert assessor.calibration is CalibrationKind.PROVISIONAL
    assert results[-1].verdict.posture is Verdict.POOR
    assert results[8].verdict.posture is Verdict.GOOD


@pytest.mark.parametrize("azimuth_deg", [0, 88], ids=["from the front", "from the side"])
def test_who_slouches_most_of_the_first_minutes_is_judged_by_the_rest(assessor, azimuth_deg):
    slumped = sitting(azimuth_deg=azimuth_deg, **SLUMPED)
    watched(assessor, (slumped, 70), (sitting(azimuth_deg=azimuth_deg), 60), (slumped, 70))
    assert assessor.calibration is CalibrationKind.PROVISIONAL
    results = watched(assessor, (slumped, 30), from_s=203)
    assert results[-1].verdict.posture is Verdict.POOR


def test_slouching_for_hours_never_lowers_it_and_sitting_taller_raises_it(assessor):
    watched(assessor, (sitting(**HALF_SLUMPED), 200))
    assert watched(assessor, (sitting(**SLUMPED), 7200), from_s=200)[-1].state is WatchState.POOR
    watched(assessor, (sitting(), 90), from_s=7400)
    again = watched(assessor, (sitting(**HALF_SLUMPED), 30), from_s=7490)
    assert again[-1].verdict.posture is Verdict.POOR


def test_until_then_only_what_is_plain_is_judged_and_the_rest_says_why(assessor):
    unsure = watched(assessor, (sitting(**QUARTER_SLUMPED), 12))[-1]
    assert unsure.state is WatchState.UNRELIABLE
    assert unsure.unreliable_because is Unjudged.NEAR_THE_LIMIT


def test_a_moved_camera_starts_the_learning_anew(assessor):
    watched(assessor, (sitting(), 200))
    for look in range(10):
        place = BackgroundShift(0.0, 0.05 if look else 0.0, 0.0)
        at_s = 300 + look * STEP_S
        assessor.assess(Observation(at_s, Condition.SEEN, seated(), background=place))
    assert assessor.calibration is CalibrationKind.NONE


def test_a_look_that_cannot_be_judged_is_one_unjudged_look(assessor, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("nobody thought of this")

    with monkeypatch.context() as patch:
        patch.setattr("posture.core.verdict.assessor.measure_angles", broken)
        lost = assessor.assess(Observation(0.0, Condition.SEEN, seated()))
    assert (lost.state, lost.unreliable_because) == (WatchState.UNRELIABLE, Unjudged.FAULT)
    assert "nobody thought of this" in lost.failure
    assert assessor.assess(Observation(3.0, Condition.SEEN, seated())).failure is None
