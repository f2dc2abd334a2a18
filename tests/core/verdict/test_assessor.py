"""From looks to verdicts: whatever is not judged says why."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from posture.cli.status import _in_words
from posture.core.angles.baseline import PersonalThresholds
from posture.core.angles.head_height import HeadHeight
from posture.core.credit import CreditedTime
from posture.core.events import BackgroundShift, Observation, Sample, Verdict
from posture.core.reasons import Unjudged
from posture.core.states import Condition, WatchState
from posture.core.wording import why_unjudged
from posture.monitor.status import StatusBoard
from posture.system.clock import VirtualClock
from tests.support import policies
from tests.support.calibrated import MODEL, SLUMPED, assessor_of, upright_of
from tests.support.seated import seated

WAYS = (
    {},
    SLUMPED,
    {"head_pitch_deg": 25.0, "neck_deg": 18.0},
    {"torso_deg": 14.0, "neck_deg": 20.0},
)


def looks(rounds=3):
    """What is seen after a lid was tipped, which is suspected before it is certain."""
    assessor = assessor_of(upright_of())
    at_s = 0.0
    for _ in range(rounds):
        for way in WAYS:
            for _ in range(10):
                at_s += 3.0
                place = BackgroundShift(0.0, 0.05 if at_s > 30.0 else 0.0, 0.0)
                yield assessor.assess(
                    Observation(at_s, Condition.SEEN, seated(**way), background=place)
                )


def test_a_suspected_change_of_the_set_up_is_the_reason_given():
    seen = list(looks())
    suspected = [look for look in seen if look.unreliable_because is Unjudged.SETUP_SUSPECTED]
    assert suspected
    assert {look.state for look in suspected} == {WatchState.UNRELIABLE}
    assert all(look.unreliable_because for look in seen if look.state is WatchState.UNRELIABLE)
    assert not any(look.unreliable_because for look in seen if look.state is WatchState.UPRIGHT)


def test_a_picture_squeezed_to_another_shape_is_a_changed_set_up_told_once():
    assessor = assessor_of(upright_of())
    pose = seated()
    squeezed = replace(
        pose, width_px=pose.width_px * 3 // 4, points_px=pose.points_px * np.array([0.75, 1.0])
    )
    seen = [
        assessor.assess(Observation(at_s, Condition.SEEN, replace(squeezed)))
        for at_s in (0.0, 3.0, 6.0)
    ]
    assert {look.state for look in seen} == {WatchState.SETUP_CHANGED}
    assert [look.has_moved for look in seen] == [True, False, False]
    assert all(look.angles is not None for look in seen)
    assert {look.verdict.posture for look in seen} == {Verdict.UNKNOWN}


def test_damaged_pictures_are_a_reason_too():
    seen = assessor_of().assess(Observation(1.0, Condition.DAMAGED))
    assert (seen.state, seen.unreliable_because) == (WatchState.UNRELIABLE, Unjudged.DAMAGED)


def test_the_status_gives_the_reason_as_json_and_in_words():
    doubtful = next(look for look in looks() if look.unreliable_because)
    board = StatusBoard(VirtualClock(datetime.now(UTC)), {"profile": "me"}, CreditedTime(3.0))
    board(
        Sample(
            0.0, doubtful.state, 2.0, doubtful.verdict, doubtful.angles, doubtful.unreliable_because
        )
    )
    answer = board.snapshot()
    assert answer["unreliable_because"] == why_unjudged(Unjudged.SETUP_SUSPECTED)
    untroubled = {
        "paused_since": None,
        "failed_nudge": "",
        "record": "ok",
        "paused_because": None,
    }
    assert f"not judged ({why_unjudged(Unjudged.SETUP_SUSPECTED)})" in _in_words(
        {**answer, **untroubled}
    )


def calibrated_tall(moments):
    """An upright that was caught sitting taller than usual."""
    upright = upright_of()
    usual = upright.head_height.upright
    tall = HeadHeight(usual + 0.03, usual + 0.005, 0.016)
    return replace(upright, head_height=tall, moments=moments)


def states_of(assessor, minutes):
    times_s = np.arange(0.0, minutes * 60.0, 3.0)
    # A new pose each time: one that still holds is not measured again.
    return [assessor.assess(Observation(at_s, Condition.SEEN, seated())).state for at_s in times_s]


def test_whoever_sat_too_tall_for_ten_seconds_is_upright_again_after_some_minutes():
    states = states_of(assessor_of(calibrated_tall(moments=1.0)), minutes=8)
    assert states[10] is WatchState.POOR
    assert set(states[-20:]) == {WatchState.UPRIGHT}
    kept = states_of(assessor_of(calibrated_tall(moments=2.0)), minutes=8)
    assert set(kept[10:]) == {WatchState.POOR}


def test_limits_of_angles_shown_in_ten_seconds_are_not_gone_by_from_the_front():
    shown = PersonalThresholds(4.0, 4.0)
    usual = policies.RULES.neck_change_deg, policies.RULES.torso_change_deg
    few, many = (replace(upright_of(), moments=moments) for moments in (1.0, None))
    assert assessor_of(few, shown).limits_deg == usual
    assert assessor_of(many, shown).limits_deg == (4.0, 4.0)
    restless = PersonalThresholds(4.0, 4.0, upright_neck_deg=12.0, upright_torso_deg=13.0)
    assert assessor_of(few, restless).limits_deg == (12.0, 13.0)
    aside = replace(few, head_height=None)
    assert assessor_of(aside, shown).limits_deg == (4.0, 4.0)


def test_a_camera_that_frames_people_by_itself_moves_its_background_without_being_moved():
    assessor = assessor_of(upright_of(), model=replace(MODEL, auto_framing=True))
    for look in range(20):
        place = BackgroundShift(0.0, 0.05 if look else 0.0, 0.0)
        seen = assessor.assess(Observation(3.0 * look, Condition.SEEN, seated(), background=place))
        assert seen.state is WatchState.UPRIGHT


def test_a_camera_that_is_seen_to_follow_is_said_so_once_and_judged_as_one_that_does():
    assessor = assessor_of(upright_of())
    seen = []
    for look in range(60):
        # Somebody upright sits here, then there, and the picture goes along.
        place = BackgroundShift(0.1 if look // 10 % 2 else 0.0, 0.0, 0.0)
        seen.append(
            assessor.assess(Observation(3.0 * look, Condition.SEEN, seated(), background=place))
        )
    found = [look for look, result in enumerate(seen) if result.is_auto_framed]
    assert len(found) == 1
    # Until then the camera seems to have been moved, again and again.
    assert WatchState.SETUP_CHANGED in {result.state for result in seen[: found[0]]}
    assert {result.state for result in seen[found[0] :]} == {WatchState.UPRIGHT}
    assert seen[-1].angles.unseen["distance_ratio"] is Unjudged.AUTO_FRAMED
