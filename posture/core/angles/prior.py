"""How people sit: examples that a look is compared with, and how far from one they stray.

The examples are the posed people of the fit, thinned out; ``models.fit.prior`` does so.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.residuals import forward_of_neck
from posture.core.angles.skeleton import NECK, PITCH, STATES, TORSO

Array = NDArray[np.float64]

# From a change of state to its parts: the neck's own forward, the head's own pitch.
_PARTS = np.eye(STATES)
_PARTS[NECK] = forward_of_neck(*np.eye(STATES)[: PITCH + 1])
_PARTS[PITCH, TORSO] = -0.33
# A change of state and, last, how far the chair was rolled or the picture zoomed.
CHANGES = STATES + 1


@dataclass(frozen=True, slots=True, eq=False)
class PostureExamples:
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


class Place(IntEnum):
    """Where a camera stands: from below, leaning in looks much like a chair rolled nearer."""

    ASIDE = 0
    IN_FRONT = 1
    BELOW = 2


@dataclass(frozen=True, slots=True, eq=False)
class Chair:
    """Chairs rolled and pictures zoomed, while the body stays as it was.

    rolls: (r,) forward, shoulder widths. zooms: (z,) logarithms of the growth. spread: (2,) of a
    roll, of a zoom about one of these. still_deg: (7,) standard deviations of the body's parts
    meanwhile. noise: (2,) how much less certain a look is for each unit of roll, of zoom. log_odds:
    (3,) of all of them together, before a camera in each ``Place``. looks_up_deg: () the pitch from
    which a camera in front is held to look up. stays: () how little a chair moves while somebody
    sits in it, shoulder widths.
    """

    rolls: Array
    zooms: Array
    spread: Array
    still_deg: Array
    noise: Array
    log_odds: Array
    looks_up_deg: Array
    stays: Array


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """What is held likely before looking, as n normal distributions.

    centres: (n, 8) changes, the last of them the roll, or the zoom where is_zoomed. information:
    (n, 8, 8) their precision. log_odds: (n,). noise: (n,) to be added.
    """

    centres: Array
    information: Array
    log_odds: Array
    is_zoomed: NDArray[np.bool_]
    noise: Array

    def only(self, kept: NDArray[np.bool_]) -> "Prior":
        """Those of the distributions that are kept."""
        return Prior(
            self.centres[kept], self.information[kept], self.log_odds[kept],
            self.is_zoomed[kept], self.noise[kept],
        )


def build_prior(postures: PostureExamples, chair: Chair, place: Place) -> Prior:
    """Everything that may be seen: an example, something near one, a chair rolled, a zoom."""
    few, moved = len(postures.coarse_deg), len(chair.rolls) + len(chair.zooms)
    bodies = np.concatenate([postures.change_deg, postures.coarse_deg, np.zeros((moved, STATES))])
    moves = np.concatenate([np.zeros(len(bodies) - moved), chair.rolls, chair.zooms])
    is_zoomed = np.arange(len(bodies)) >= len(bodies) - len(chair.zooms)
    spreads = (
        (len(bodies) - moved - few, postures.spread_deg, chair.stays),
        (few, postures.wide_deg, chair.stays),
        (len(chair.rolls), chair.still_deg, chair.spread[0]),
        (len(chair.zooms), chair.still_deg, chair.spread[1]),
    )
    each = float(chair.log_odds[place]) - np.log(moved)
    return Prior(
        np.column_stack([bodies, moves]),
        np.concatenate([
            np.repeat(_information(parts, move)[None], count, axis=0)
            for count, parts, move in spreads
        ]),
        np.concatenate([postures.log_odds, postures.coarse_log_odds, np.full(moved, each)]),
        is_zoomed,
        np.abs(moves) * np.where(is_zoomed, chair.noise[1], chair.noise[0]),
    )


def _information(spread_deg: Array, move: float | Array) -> Array:
    """(8, 8) the precision of a change whose parts, and whose chair, spread so far."""
    slopes = _PARTS / spread_deg[:, None]
    information = np.zeros((CHANGES, CHANGES))
    information[:STATES, :STATES] = slopes.T @ slopes
    information[STATES, STATES] = 1.0 / move**2
    return information
