"""How people sit: examples that a look is compared with, and how far from one they stray.

The examples are the posed people of the fit, thinned out; ``posture.evaluation.postures`` does so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posture.core.comparison import forward_of_neck
from posture.core.rig import NECK, PITCH, STATES, TORSO

Array = NDArray[np.float64]

# From a change of state to its parts: the neck's own forward, the head's own pitch.
_PARTS = np.eye(STATES)
_PARTS[NECK] = forward_of_neck(*np.eye(STATES)[: PITCH + 1])
_PARTS[PITCH, TORSO] = -0.33
# A change of state and, last, how much nearer the camera is: the logarithm of the growth.
CHANGES = STATES + 1


@dataclass(frozen=True, slots=True, eq=False)
class Postures:
    """Examples of changes from the own upright, and how likely each is.

    change_deg: (k, 7). log_odds: (k,). spread_deg: (7,) standard deviations about an example of
    torso, head pushed forward, head pitch beyond the torso's, yaw, roll, torso lateral, neck
    lateral. coarse_deg: (c, 7) a few examples about which people may stray by wide_deg (7,), for
    the postures that nobody showed; coarse_log_odds: (c,).
    """

    change_deg: Array
    log_odds: Array
    spread_deg: Array
    coarse_deg: Array
    coarse_log_odds: Array
    wide_deg: Array


@dataclass(frozen=True, slots=True, eq=False)
class Chair:
    """Chairs rolled nearer or away, and pictures zoomed: the body stays as it was.

    growths: (g,) logarithms. spread: () of a growth about one of them. still_deg: (7,) standard
    deviations of the body's parts meanwhile. noise: () how much less certain a look is for each
    unit of growth. log_odds: (2,) of all of them together, before a camera that looks down or level
    (or from the side), and before one that looks up, where leaning in looks much like it.
    """

    growths: Array
    spread: Array
    still_deg: Array
    noise: Array
    log_odds: Array


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """What is held likely before looking, as n normal distributions.

    centres: (n, 8) changes, the last the growth. information: (n, 8, 8) their precision.
    log_odds: (n,). is_zoomed: (n,) whether the picture is zoomed, not the chair rolled.
    """

    centres: Array
    information: Array
    log_odds: Array
    is_zoomed: NDArray[np.bool_]


# How little the camera's distance changes while the chair stays where it was, as a logarithm.
_STAYS = 0.001


def belief(postures: Postures, chair: Chair, *, is_below: bool) -> Belief:
    """Everything that may be seen: an example, something near one, a chair rolled."""
    still, growths = np.zeros((1, STATES)), chair.growths
    each = float(chair.log_odds[int(is_below)]) - np.log(2 * len(growths))
    parts = [
        (postures.change_deg, 0.0, _information(postures.spread_deg, _STAYS), postures.log_odds),
        (postures.coarse_deg, 0.0, _information(postures.wide_deg, _STAYS),
         postures.coarse_log_odds),
        *2 * [
            (still, growth, _information(chair.still_deg, chair.spread), np.array([each]))
            for growth in growths
        ],
    ]  # fmt: skip
    centres = np.concatenate([
        np.column_stack([changes, np.full(len(changes), growth)])
        for changes, growth, _, _ in parts
    ])
    is_zoomed = np.zeros(len(centres), dtype=bool)
    is_zoomed[len(centres) - len(growths) :] = True
    return Belief(
        centres,
        np.concatenate([np.repeat(info[None], len(changes), 0) for changes, _, info, _ in parts]),
        np.concatenate([odds for _, _, _, odds in parts]),
        is_zoomed,
    )


def _information(spread_deg: Array, growth: float | Array) -> Array:
    """(8, 8) the precision of a change whose parts spread so far."""
    slopes = _PARTS / spread_deg[:, None]
    information = np.zeros((CHANGES, CHANGES))
    information[:STATES, :STATES] = slopes.T @ slopes
    information[STATES, STATES] = 1.0 / growth**2
    return information
