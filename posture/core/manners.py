"""How people sit: what the inference holds likely before it has looked."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from posture.core.comparison import forward_of_neck
from posture.core.rig import NECK, PITCH, STATES, TORSO

Array = NDArray[np.float64]

# From a change of state to what a manner tells of: the neck's own forward, the head's own pitch.
_PARTS = np.eye(STATES)
_PARTS[NECK] = forward_of_neck(*np.eye(STATES)[: PITCH + 1])
_PARTS[PITCH, TORSO] = -0.33


@dataclass(frozen=True, eq=False)
class Manners:
    """k ways people sit, each as a normal distribution.

    log_odds: (k,) how likely each one's middle is, against the middle of the usual way. mean_deg,
    sd_deg: (k, 7) torso, head pushed forward, head pitch beyond the torso's, yaw, roll, torso
    lateral, neck lateral.
    """

    log_odds: Array
    mean_deg: Array
    sd_deg: Array

    @cached_property
    def information(self) -> Array:
        """(k, 7, 7) the precision of a change of state."""
        information: Array = self._slopes.transpose(0, 2, 1) @ self._slopes
        return information

    @cached_property
    def pull(self) -> Array:
        """(k, 7) the precision times the middle."""
        pull: Array = (self._slopes.transpose(0, 2, 1) @ self._middles[:, :, None])[:, :, 0]
        return pull

    @cached_property
    def offset(self) -> Array:
        """(k,) how unlikely no change at all is, in squared standard deviations, less the odds."""
        offset: Array = (self._middles**2).sum(axis=1) - 2.0 * self.log_odds
        return offset

    @property
    def _slopes(self) -> Array:
        slopes: Array = _PARTS / self.sd_deg[:, :, None]
        return slopes

    @property
    def _middles(self) -> Array:
        middles: Array = self.mean_deg / self.sd_deg
        return middles


# Without a reason to, heads stay back. When one is pushed forward, the trunk stays up and the eyes
# stay on the screen. Who rolls their chair, or whose picture is zoomed, sits on as they sat.
USUAL, HEAD_FORWARD, ZOOMED, ROLLED = range(4)
_STILL_DEG = (2.0, 1.0, 3.0, 6.0, 4.0, 3.0, 4.0)
MANNERS = Manners(
    np.log([1.0, 2.5, 3.0, 3.0]),
    np.array([np.zeros(7), [4.0, 11.0, 0.0, 0.0, 0.0, 0.0, 0.0], np.zeros(7), np.zeros(7)]),
    np.array([
        (20.0, 3.0, 20.0, 15.0, 8.0, 8.0, 10.0), (4.0, 4.0, 4.0, 5.0, 4.0, 3.0, 3.0),
        _STILL_DEG, _STILL_DEG,
    ]),
)  # fmt: skip
# To a camera that looks up, leaning in looks much like growing: there it must be all but sure.
FROM_BELOW = Manners(np.log([1.0, 2.5, 0.002]), MANNERS.mean_deg[:3], MANNERS.sd_deg[:3])
