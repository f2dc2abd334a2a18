"""Where one person's slouch begins, in degrees, from the slouch they showed; or why it is none."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from posture.core.angles.angles import measure_angles
from posture.core.angles.baseline import Baseline, PersonalThresholds
from posture.core.angles.fitted import AngleModel
from posture.core.angles.refusals import CalibrationRefusedError, SlouchRefusedError
from posture.core.policies.angles import CalibrationPolicy
from posture.core.pose.landmarks import Pose
from posture.core.pose.shape import Shape


def personal_thresholds(
    upright: Sequence[Pose],
    slouch: Sequence[Pose] | None,
    baseline: Baseline,
    model: AngleModel,
    policy: CalibrationPolicy,
) -> tuple[PersonalThresholds, float | None, list[str]]:
    """Limits of the angles, how far the slouch stands apart, and what to say of that."""
    good = changes_deg(upright, baseline, model)
    furthest = good.max(axis=0) + _FINEST_DEG if len(good) else np.zeros(2)
    usual = PersonalThresholds(None, None, *furthest.tolist())
    if slouch is None:
        return usual, None, []
    bad = changes_deg(slouch, baseline, model)
    if not len(bad):
        raise SlouchRefusedError(
            "None of the slouched pictures can be used.",
            "Slouch as you usually do, with head and shoulders in the picture.",
        )
    gap = np.median(bad, axis=0) - np.median(good, axis=0)
    # What a picture is off by counts the less, the more of them there are.
    off = _ONE_PICTURE_DEG**2 / min(len(good), len(bad))
    pooled = np.sqrt((good.var(axis=0) + bad.var(axis=0)) / 2 + _FINEST_DEG**2 + off)
    apart = gap / pooled
    sunk = baseline.head_height.separation if baseline.head_height else None
    d_prime = _refuse_no_slouch(apart, sunk, policy)
    limit = np.maximum(np.median(good, axis=0) + gap / 2, policy.min_threshold_deg)
    # Where the head's height tells the slouch better, a limit on angles only adds their noise.
    neck_deg, torso_deg = (
        float(deg) if by >= max(policy.min_d_prime, sunk or 0.0) else None
        for deg, by in zip(limit, apart, strict=True)
    )
    said = (
        []
        if d_prime >= policy.good_d_prime
        else ["Your upright and your slouch are close together."]
    )
    return replace(usual, neck_change_deg=neck_deg, torso_change_deg=torso_deg), d_prime, said


def _refuse_no_slouch(apart: Shape, sunk: float | None, policy: CalibrationPolicy) -> float:
    """How far the slouch stands apart, by whatever tells it best.

    apart: (2,) how far neck and torso moved, in their common spread, forward positive; sunk: how
    far the head came down, in its scatter. Raises for a slouch that is the upright over again, or
    more upright than that.
    """
    lower, higher = (
        max(float(np.hypot(*np.maximum(sign * apart, 0.0))), sign * (sunk or 0.0))
        for sign in (1.0, -1.0)
    )
    # Sliding down reclines the torso: where the head is seen to sink, that decides.
    if higher >= policy.min_d_prime and higher > lower and (sunk or 0.0) <= 0:
        raise CalibrationRefusedError(
            "The slouch is more upright than the upright posture: they seem to be swapped.",
            "Start with upright, then slouch.",
        )
    if lower < policy.min_d_prime:
        raise SlouchRefusedError(
            "Upright and slouch look the same to the camera.",
            "Slouch more clearly, or calibrate without a slouch.",
        )
    return lower


# No camera separates more finely than this.
_FINEST_DEG = 1.0
# How far two pictures of one upright are apart: rendered people, 9 pairs of 10.
_ONE_PICTURE_DEG = 3.0


def changes_deg(poses: Sequence[Pose], baseline: Baseline, model: AngleModel) -> Shape:
    """(n, 2) change of neck and torso of the poses that show both, degrees."""
    found = [measure_angles(pose, model, baseline) for pose in poses]
    return np.array(
        [
            (a.neck_change_deg, a.torso_change_deg)
            for a in found
            if a.neck_change_deg is not None and a.torso_change_deg is not None
        ]
    ).reshape(-1, 2)
