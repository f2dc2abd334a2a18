"""How people sit: what the inference holds likely before it has looked."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from posture.core.comparison import forward_of_neck
from posture.core.rig import NECK, PITCH, STATES, TORSO

Array = NDArray[np.float64]

# From a change of state to what a manner tells of: the neck's own forward, the head's own pitch.
PRIOR = np.eye(STATES)
PRIOR[NECK] = forward_of_neck(*np.eye(STATES)[: PITCH + 1])
PRIOR[PITCH, TORSO] = -0.33


@dataclass(frozen=True, eq=False)
class Manner:
    """One way people sit, as a normal distribution.

    odds: how likely its middle is, against the middle of the usual way. mean_deg, sd_deg: (7,)
    torso, head pushed forward, head pitch beyond the torso's, yaw, roll, torso lateral, neck
    lateral.
    """

    odds: float
    mean_deg: Array
    sd_deg: Array

    @cached_property
    def slope(self) -> Array:
        """(7, 7) by how many standard deviations each angle moves each part."""
        slope: Array = PRIOR / self.sd_deg[:, None]
        return slope

    @cached_property
    def centre(self) -> Array:
        """(7,) its middle, in standard deviations."""
        centre: Array = self.mean_deg / self.sd_deg
        return centre

    @cached_property
    def log_odds(self) -> float:
        return math.log(self.odds)
