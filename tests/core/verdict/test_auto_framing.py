"""Whether a camera pans and zooms by itself, from how the background and the person move."""

import math

from hypothesis import given
from hypothesis import strategies as st

from posture.core.events import BackgroundShift
from posture.core.verdict.auto_framing import AutoFraming, Framed, advance, framed
from tests.support import policies
from tests.support.calibrated import shifted
from tests.support.seated import HEIGHT_PX, seated, zoomed

POLICY = policies.AUTO_FRAMING
TIMES = POLICY.reframed_times
STEP_S, LOOKS = 3.0, 4
AT_REST = BackgroundShift(0.0, 0.0, 0.0)


def watched(pictures, looks=LOOKS):
    """The state after each picture was seen for some looks."""
    state, at_s = AutoFraming(), 0.0
    for seen in pictures:
        for _ in range(looks):
            state = advance(state, at_s, seen, POLICY)
            at_s += STEP_S
    return state


def panned(right, down=0.0, zoom=0.0, person=(0.0, 0.0), size=0.5):
    return Framed(BackgroundShift(right, down, zoom), *person, size)


def to_and_fro(moves, this, that):
    return [that if move % 2 else this for move in range(moves + 1)]


def test_a_background_that_moves_again_and_again_behind_somebody_who_does_not_is_proof():
    moves = to_and_fro(TIMES, panned(0.0), panned(0.1))
    assert watched(moves).is_proven
    assert not watched(moves[:-1]).is_proven


def test_what_is_proven_stays_so():
    state = watched(to_and_fro(TIMES, panned(0.0), panned(0.1)))
    assert advance(state, 1e6, panned(0.0), POLICY) is state


def test_a_lid_tipped_again_and_again_moves_the_person_as_well():
    tipped = panned(0.0, 0.1, person=(0.0, 0.1))
    assert watched(to_and_fro(50, panned(0.0), tipped)).reframed == 0


def test_somebody_who_moves_before_a_camera_that_stays_put_is_not_followed():
    aside = panned(0.0, person=(0.3, 0.1), size=0.7)
    assert watched(to_and_fro(50, panned(0.0), aside)).reframed == 0


def test_a_desk_that_shakes_is_no_camera_that_follows():
    shaken = to_and_fro(50, panned(0.0), panned(0.1))
    assert watched(shaken, looks=1).reframed == 0


def test_less_than_can_be_told_from_noise_is_no_movement():
    little = panned(0.9 * POLICY.moved_share)
    assert watched(to_and_fro(50, panned(0.0), little)).reframed == 0


def test_a_picture_that_grows_round_somebody_who_keeps_their_size_was_zoomed():
    zoomed_in = panned(0.0, zoom=0.3)
    assert watched(to_and_fro(TIMES, panned(0.0), zoomed_in)).is_proven
    came_nearer = panned(0.0, zoom=0.3, size=0.5 * math.exp(0.3))
    assert watched(to_and_fro(TIMES, panned(0.0), came_nearer)).reframed == 0


def test_what_grows_about_the_middle_moves_what_lies_aside():
    aside = 0.4
    grown = panned(0.0, zoom=0.2, person=(aside * math.exp(0.2), 0.0), size=0.5 * math.exp(0.2))
    assert watched(to_and_fro(TIMES, panned(0.0, person=(aside, 0.0)), grown)).reframed == 0


@given(
    st.lists(
        st.tuples(
            st.floats(-1.0, 1.0), st.floats(-0.5, 0.5), st.floats(0.1, 1.0), st.integers(1, 6)
        ),
        max_size=40,
    )
)
def test_nothing_that_somebody_does_before_a_camera_at_rest_is_ever_proof(places):
    pictures = [
        panned(0.0, person=(right, down), size=size)
        for right, down, size, looks in places
        for _ in range(looks)
    ]
    assert watched(pictures, looks=1).reframed == 0


def test_a_pose_lies_where_its_head_and_shoulders_do():
    sat = framed(seated(), AT_REST)
    moved = framed(shifted(seated(), 48, -24), AT_REST)
    assert math.isclose(moved.right - sat.right, 48 / HEIGHT_PX)
    assert math.isclose(moved.down - sat.down, -24 / HEIGHT_PX)
    assert math.isclose(framed(zoomed(seated(), 1.2), AT_REST).size, 1.2 * sat.size)
