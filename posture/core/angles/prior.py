"""How people sit: examples that a look is compared with, and how far from one they stray.

The examples are the posed people of the fit, thinned out; ``models.fit.prior`` does so.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.forward_model import CHANGES, SHIFT, ZOOM
from posture.core.angles.residuals import HEAD_OF_TORSO, forward_of_neck
from posture.core.angles.skeleton import NECK, PITCH, STATES, TORSO

Array = NDArray[np.float64]

# From a change of state to its parts: the neck's own forward, the head's own pitch.
_PARTS = np.eye(STATES)
_PARTS[NECK] = forward_of_neck(*np.eye(STATES)[: PITCH + 1])
_PARTS[PITCH, TORSO] = -HEAD_OF_TORSO


@dataclass(frozen=True, slots=True, eq=False)
class PostureExamples:
    """Examples of changes from the own upright, and how likely each is.

    change: (k, 9) of a state, degrees, and of the hips forward and up, shoulder widths. log_odds:
    (k,). spread_deg: (7,) standard deviations about an example of torso, head pushed forward, head
    pitch beyond the torso's, yaw, roll, torso lateral, neck lateral. shift_spread: (2,) of the hips
    about an example in which they have left their place. coarse: (c, 9) a few examples about which
    people may stray by wide_deg (7,), for the postures that nobody showed; coarse_log_odds: (c,).
    """

    change: Array
    log_odds: Array
    spread_deg: Array
    shift_spread: Array
    coarse: Array
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
    (3,) of all of them together, before a camera in each ``Place``, and back_log_odds: (3,) what is
    added for those that make somebody smaller, as leaning back does. looks_up_deg: () the pitch
    from which a camera in front is held to look up. stays: (2,) how little the hips move forward
    and up while somebody sits, shoulder widths.
    """

    rolls: Array
    zooms: Array
    spread: Array
    still_deg: Array
    noise: Array
    log_odds: Array
    back_log_odds: Array
    looks_up_deg: Array
    stays: Array


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """What is held likely before looking, as n normal distributions.

    centres: (n, CHANGES). information: (n, CHANGES, CHANGES) their precision. log_odds: (n,).
    noise: (n,) to be added.
    """

    centres: Array
    information: Array
    log_odds: Array
    noise: Array

    def only(self, kept: NDArray[np.bool_]) -> "Prior":
        """Those of the distributions that are kept."""
        return Prior(
            self.centres[kept], self.information[kept], self.log_odds[kept], self.noise[kept]
        )


def build_prior(postures: PostureExamples, chair: Chair, place: Place) -> Prior:
    """Everything that may be seen: an example, something near one, a chair rolled, a zoom."""
    rolls, zooms = len(chair.rolls), len(chair.zooms)
    bodies = np.concatenate([postures.change, postures.coarse])
    centres = np.zeros((len(bodies) + rolls + zooms, CHANGES))
    centres[: len(bodies), :ZOOM] = bodies
    centres[len(bodies) : len(bodies) + rolls, SHIFT.start] = chair.rolls
    centres[len(bodies) + rolls :, ZOOM] = chair.zooms
    still, sinks = chair.stays.tolist()
    parts = [postures.spread_deg] * len(postures.change)
    parts += [postures.wide_deg] * len(postures.coarse)
    has_moved = np.abs(bodies[:, SHIFT]).max(axis=1) > _MOVED
    spreads = [
        (part, *(postures.shift_spread if moved else (still, sinks)), still)
        for part, moved in zip(parts, has_moved, strict=True)
    ]
    spreads += [(chair.still_deg, chair.spread[0], sinks, still)] * rolls
    spreads += [(chair.still_deg, still, sinks, chair.spread[1])] * zooms
    each = float(chair.log_odds[place]) - np.log(rolls + zooms)
    is_back = np.concatenate([chair.rolls, chair.zooms]) < 0.0
    odds = each + np.where(is_back, chair.back_log_odds[place], 0.0)
    moved_by = np.zeros(len(bodies))
    return Prior(
        centres,
        np.array([_information(*spread) for spread in spreads]),
        np.concatenate([postures.log_odds, postures.coarse_log_odds, odds]),
        np.concatenate(
            [moved_by, np.abs(chair.rolls) * chair.noise[0], np.abs(chair.zooms) * chair.noise[1]]
        ),
    )


# Hips nearer to their place than this, shoulder widths, have not left it.
_MOVED = 0.02


def _information(spread_deg: Array, forward: float, up: float, zoom: float) -> Array:
    """(CHANGES, CHANGES) the precision of a change whose parts spread so far."""
    slopes = _PARTS / spread_deg[:, None]
    information = np.zeros((CHANGES, CHANGES))
    information[:STATES, :STATES] = slopes.T @ slopes
    rest = range(STATES, CHANGES)
    information[rest, rest] = np.array([forward, up, zoom]) ** -2
    return information
