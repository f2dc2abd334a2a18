"""How much the nose counts in one person's head height, by how their slouch bows the head.

Some people bow their heads as they slouch, others look on at the screen. Where a slouch was shown,
the nose's share is the one that tells it best from the upright.

Theory
------
Fisher's linear discriminant (1936) of two measures: how high the head is, by the usual share, and
how far the nose stands over the ears. Both scatters are believed as far as they were seen: the
usual one, uncorrelated, is worth ``share_weight`` moments. So is that a slouch bows nothing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.head_height import (
    NOSE_SHARE,
    head_height,
    moments_of,
    nose_and_ear_heights,
)
from posture.core.policies.angles import HeightPolicy
from posture.core.pose.shape import Shape

Array = NDArray[np.float64]


def learn_nose_share(
    upright: Sequence[Shape],
    slouched: Sequence[Shape],
    policy: HeightPolicy,
    span_s: float | None = None,
) -> float:
    """The nose's share, from (len(Measure),) shapes; the usual one without a slouched one.

    span_s: how long each posture was watched; None when each shape is of a moment of its own.
    Raises ValueError without an upright shape.
    """
    if not len(upright):
        raise ValueError("no upright shape")
    if not len(slouched):
        return NOSE_SHARE
    good, poor = _sunk_and_bowed(upright), _sunk_and_bowed(slouched)
    moments = np.array([moments_of(len(seen), policy, span_s) for seen in (good, poor)])
    seen_share = moments.sum() / (moments.sum() + policy.share_weight)
    centres = np.median(good, axis=0), np.median(poor, axis=0)
    seen = np.average(
        [_scatter(shown, centre) for shown, centre in zip((good, poor), centres, strict=True)],
        axis=0,
        weights=moments,
    )
    usual = np.diag([policy.scatter**2, policy.nod_scatter**2])
    apart = (centres[0] - centres[1]) * [1.0, seen_share]
    sunk, bowed = np.linalg.solve(seen_share * seen + (1.0 - seen_share) * usual, apart)
    # A slouch that is no lower than the upright says nothing of how it bows.
    return NOSE_SHARE + float(bowed / sunk) if sunk > 0.0 else NOSE_SHARE


def _sunk_and_bowed(shapes: Sequence[Shape]) -> Array:
    """(n, 2) height of the head by the usual share, and of the nose over the ears."""
    nose, ear = np.array([nose_and_ear_heights(shape) for shape in shapes]).T
    return np.column_stack([[head_height(shape) for shape in shapes], nose - ear])


def _scatter(rows: Array, centre: Array) -> Array:
    """(2, 2) mean square about the centre of (n, 2) rows."""
    away = rows - centre
    return away.T @ away / len(away)
