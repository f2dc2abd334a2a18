"""A person's own upright, robustly, and where their slouch begins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from posture.core.angles.angles import faces_right, measure_angles
from posture.core.angles.baseline import Baseline, PersonalThresholds
from posture.core.angles.features import frontal_yaw_deg
from posture.core.angles.fitted import AngleModel
from posture.core.angles.head_height import head_height, learn_head_height, moments_of
from posture.core.angles.nose_share import learn_nose_share
from posture.core.angles.quality import why_unusable
from posture.core.angles.refusals import CalibrationRefusedError
from posture.core.angles.shown_slouch import changes_deg, personal_thresholds
from posture.core.angles.skeleton import unit_of
from posture.core.policies.angles import CalibrationLimits, CalibrationPolicy, HeightPolicy
from posture.core.pose.landmarks import Landmark, Pose
from posture.core.pose.shape import (
    FOCAL_OVER_LONG_SIDE,
    Measure,
    Shape,
    measure_shape,
    mirrored,
)
from posture.core.pose.view import View, estimate_view, shoulder_azimuth_deg
from posture.core.reasons import Grade, Unjudged
from posture.core.wording import why_unjudged

# What lies beyond these hundredths of the pictures is a missed landmark or a fidget. [own]
_TENTHS = (10, 90)


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """A baseline, thresholds when a slouch was shown, and how good it all is.

    d_prime: distance between upright and slouch in their
    spread, by whatever tells them apart best. advice: plain sentences that say what would make it
    better.
    """

    baseline: Baseline
    thresholds: PersonalThresholds | None
    quality: Grade
    d_prime: float | None
    advice: tuple[str, ...] = ()


def calibrate(
    upright: Sequence[Pose],
    slouch: Sequence[Pose] | None,
    model: AngleModel,
    limits: CalibrationLimits,
    brightness: float | None = None,
    span_s: float | None = None,
    *,
    hfov_deg: float | None = None,
) -> Calibration:
    """The calibration of these poses. brightness: mean of the pictures, 0 to 255, if known.

    span_s: how long the upright was watched; None when each picture is of a moment of its own.
    hfov_deg: the pictures' horizontal field of view, if known.

    Raises CalibrationRefusedError when too few upright poses can be used, naming the main cause,
    and when the slouch is higher than the upright; SlouchRefusedError when it is the same posture
    or none of its poses can be used.
    """
    policy = limits.policy
    if brightness is not None and brightness < policy.dark_below:
        raise CalibrationRefusedError("The picture is too dark.", "Turn on a light and try again.")
    reasons = [_why_unfit(pose, policy, model) for pose in upright]
    fit = [pose for pose, reason in zip(upright, reasons, strict=True) if reason is None]
    if len(fit) < max(policy.min_poses, 1):
        causes = [reason for reason in reasons if reason]
        cause = max(set(causes), key=causes.count) if causes else Unjudged.NOBODY
        what = "Sit upright, facing your screen, with head and shoulders in the picture"
        if cause in {Unjudged.UPSIDE_DOWN, Unjudged.ON_ITS_SIDE}:
            what = "Turn the camera"
        raise CalibrationRefusedError(
            f"Upright pictures cannot be used: {why_unjudged(cause)}.", f"{what}, then try again."
        )
    baseline, kept, motion = _baseline(fit, model)
    moments = None if span_s is None else moments_of(kept, limits.heights, span_s)
    baseline = replace(baseline, hfov_deg=hfov_deg, moments=moments)
    # Half of the pictures may be of another posture without moving a median: ask the angles, too.
    moved = max(motion / policy.max_motion, _range_deg(fit, baseline, model) / policy.max_range_deg)
    advice: list[str] = []
    if moved > 1:
        advice.append("You moved while sitting upright; hold still for a better calibration.")
    if kept < policy.good_poses:
        plural = "" if kept == 1 else "s"
        advice.append(
            f"Only {kept} upright picture{plural}; a few more seconds would make it more reliable."
        )
    if turned := _how_turned(fit, baseline, model, policy):
        advice.append(turned)
    if len(fit) < policy.usable_share * len(upright):
        advice.append("Many pictures were left out (turned away, too far or cut off).")
    shown = _with_height(baseline, fit, slouch or (), model, limits.heights, span_s)
    thresholds, d_prime, said = personal_thresholds(fit, slouch, shown, model, policy)
    advice.extend(said)
    quality = (
        Grade.POOR if moved > policy.poor_motion_ratio else Grade.FAIR if advice else Grade.GOOD
    )
    return Calibration(shown, thresholds, quality, d_prime, tuple(advice))


def _how_turned(
    poses: Sequence[Pose], baseline: Baseline, model: AngleModel, policy: CalibrationPolicy
) -> str | None:
    """What to say of somebody who was turned: facing the screen they would count as turned away."""
    views = [estimate_view(pose, model.view_limits, baseline.view) for pose in poses]
    if views.count(baseline.view) < policy.same_view_share * len(views):
        return "You turned while sitting upright; calibrate again facing your screen."
    if baseline.view is not View.FRONTAL:
        return None
    if abs(frontal_yaw_deg(baseline.shape)) <= policy.warned_turn_deg:
        return None
    return "Your head was turned aside. Unless your screen is there, calibrate again facing it."


def _why_unfit(pose: Pose, policy: CalibrationPolicy, model: AngleModel) -> Unjudged | None:
    reason = why_unusable(pose, model.limits)
    if reason is not None:
        return reason
    shape = measure_shape(pose)
    view = estimate_view(pose, model.view_limits)
    size_px = unit_of(shape, view) * FOCAL_OVER_LONG_SIDE * max(pose.width_px, pose.height_px)
    if size_px < policy.min_shoulder_share * pose.width_px:
        return Unjudged.TOO_FAR
    shoulders = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    if view is View.FRONTAL:
        if any(not 0 <= pose[s].x_px <= pose.width_px for s in shoulders):
            return Unjudged.SHOULDER_OUTSIDE
        if abs(frontal_yaw_deg(shape)) > policy.max_turn_deg:
            return Unjudged.HEAD_TURNED
    return None


_OBLIQUE_DEG = 45.0
# A frame farther from the others than so many of their median deviations is a bad one; landmarks of
# somebody sitting still deviate by this, shoulder widths.
_FAR, _STILL = 6.0, 0.01


def _baseline(poses: Sequence[Pose], model: AngleModel) -> tuple[Baseline, int, float]:
    # A vote may end in a tie: of the two in the middle the one nearer to an oblique view decides.
    turned = sorted(poses, key=shoulder_azimuth_deg)
    middle = min(
        turned[(len(poses) - 1) // 2 : len(poses) // 2 + 1],
        key=lambda pose: abs(shoulder_azimuth_deg(pose) - _OBLIQUE_DEG),
    )
    view = estimate_view(middle, model.view_limits)
    seen = [pose for pose in poses if estimate_view(pose, model.view_limits, view) is view]
    sides = [faces_right(pose, view) for pose in seen]
    is_mirrored = 2 * sum(sides) > len(sides)
    shapes = np.array([measure_shape(mirrored(pose) if is_mirrored else pose) for pose in seen])
    centre, spread = _middle(shapes)
    # A bad frame shows in the heights or the scale: far beyond the usual spread it is left out.
    rows = [Measure.SHOULDER_Y, Measure.NOSE_Y, Measure.EAR_WIDTH, Measure.SHOULDER_WIDTH]
    floor = _STILL * unit_of(centre, view)
    sane = (np.abs(shapes - centre)[:, rows] <= _FAR * (spread[rows] + floor)).all(axis=1)
    shapes = shapes[sane] if sane.any() else shapes
    centre, spread = _middle(shapes)
    motion = float(spread[Measure.SHOULDER_Y]) / unit_of(centre, view)
    neck_deg, torso_deg = model.views[view].upright_deg.tolist()
    if view is View.SAGITTAL:  # only there can the upright itself be read
        upright = [measure_angles(pose, model, None, view) for pose in seen]
        neck_deg = float(np.median([a.neck_deg for a in upright if a.neck_deg is not None]))
        torso_deg = float(np.median([a.torso_deg for a in upright if a.torso_deg is not None]))
    baseline = Baseline(
        view,
        centre,
        spread,
        neck_deg,
        torso_deg,
        len(shapes),
        poses[0].width_px,
        poses[0].height_px,
        is_mirrored=is_mirrored,
    )
    return baseline, len(shapes), motion


def _range_deg(poses: Sequence[Pose], baseline: Baseline, model: AngleModel) -> float:
    """Between the lowest and the highest tenth of neck or torso angles, whichever is more."""
    changes = changes_deg(poses, baseline, model)
    if not len(changes):
        return 0.0
    low, high = np.percentile(changes, _TENTHS, axis=0)
    return float((high - low).max())


def _middle(shapes: Shape) -> tuple[Shape, Shape]:
    """Median and median absolute deviation of (n, len(Measure)) shapes."""
    centre = np.median(shapes, axis=0)
    return centre, np.median(np.abs(shapes - centre), axis=0)


def _with_height(
    baseline: Baseline,
    upright: Sequence[Pose],
    slouch: Sequence[Pose],
    model: AngleModel,
    policy: HeightPolicy,
    span_s: float | None,
) -> Baseline:
    """The baseline with what the poses say of the head's height; from the front only."""
    if baseline.view is not View.FRONTAL:
        return baseline
    shapes = [
        [
            measure_shape(pose)
            for pose in poses
            if why_unusable(pose, model.limits) is None
            and estimate_view(pose, model.view_limits, View.FRONTAL) is View.FRONTAL
        ]
        for poses in (upright, slouch)
    ]
    share = learn_nose_share(shapes[0], shapes[1], policy, span_s)
    good, poor = ([head_height(shape, share) for shape in seen] for seen in shapes)
    # A slump among the upright pictures must not draw the limit down to itself.
    middle = float(np.median(good))
    furthest = _FAR * (float(np.median(np.abs(np.subtract(good, middle)))) + _STILL)
    good = [height for height in good if abs(height - middle) <= furthest]
    return replace(baseline, head_height=learn_head_height(good, poor, policy, span_s, share))
