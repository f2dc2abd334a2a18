"""From a pose to angles in degrees, each with its uncertainty or the reason it is unseen."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from posture.core.angles.baseline import Baseline
from posture.core.angles.features import absolute_features, frontal_yaw_deg
from posture.core.angles.fitted import AngleModel
from posture.core.angles.head_height import NOSE_SHARE, HeadHeight, head_height
from posture.core.angles.inference import PostureEstimate, infer
from posture.core.angles.person_model import Framing, build_person_model
from posture.core.angles.quality import trust_in, why_unusable
from posture.core.angles.skeleton import unit_of
from posture.core.policies.angles import AngleLimits
from posture.core.pose.landmarks import Landmark, Pose
from posture.core.pose.shape import Measure, Shape, measure_shape, mirrored
from posture.core.pose.view import View, estimate_view
from posture.core.reasons import Unjudged

__all__ = ["REPORTED_DEG", "Angles", "View", "measure_angles"]


@dataclass(frozen=True, slots=True)
class Angles:
    """Angles of one pose, in degrees; None where this view cannot show one, reason in ``unseen``.

    neck_deg, torso_deg: from the vertical, forward positive.
    neck_change_deg, torso_change_deg: from the person's own upright; None without a baseline.
    neck_uncertainty_deg, torso_uncertainty_deg: half-width of the interval about neck_deg and
        torso_deg (about the change, with a baseline) that covers the truth in 9 of 10 pictures.
    head_pitch_deg: chin down positive. head_yaw_deg: towards the person's left positive.
    head_roll_deg, neck_lateral_deg: head towards the person's left shoulder positive.
    shoulder_tilt_deg: left shoulder higher positive.
    torso_turn_deg: shoulders turned away from their upright direction; unsigned.
    distance_ratio: distance to the camera over its value at the upright calibration.
    shoulder_ratio: apparent trunk size over its value at the upright calibration.
    shoulder_rise: how much higher the shoulders stand in the picture than at the calibration, in
        upright shoulder widths.
    head_height: of nose and ears over the shoulders, in shoulder widths; from the front only.
    head_drop: how far that has come down since the calibration. head_drop_limit: how far it may,
        at this distance.
    confidence: 0 to 1, how far the landmarks behind the angles can be trusted.
    posture: the whole body behind the change; None without a baseline.
    unseen: field name -> why it is None.
    """

    view: View | None
    confidence: float
    neck_deg: float | None = None
    torso_deg: float | None = None
    neck_change_deg: float | None = None
    torso_change_deg: float | None = None
    neck_uncertainty_deg: float | None = None
    torso_uncertainty_deg: float | None = None
    head_pitch_deg: float | None = None
    head_yaw_deg: float | None = None
    head_roll_deg: float | None = None
    neck_lateral_deg: float | None = None
    torso_lateral_deg: float | None = None
    shoulder_tilt_deg: float | None = None
    torso_turn_deg: float | None = None
    distance_ratio: float | None = None
    shoulder_ratio: float | None = None
    shoulder_rise: float | None = None
    head_height: float | None = None
    head_drop: float | None = None
    head_drop_limit: float | None = None
    posture: PostureEstimate | None = field(default=None, repr=False, compare=False)
    unseen: Mapping[str, Unjudged] = field(default_factory=dict)

    @property
    def unusable_because(self) -> Unjudged | None:
        """Why the pose gave neither neck nor torso; None when it did."""
        is_seen = self.neck_deg is not None or self.torso_deg is not None
        return None if is_seen else self.unseen.get("neck_deg")


# What is reported of one look, in this order.
REPORTED_DEG = (
    "neck_deg",
    "torso_deg",
    "head_pitch_deg",
    "head_yaw_deg",
    "head_roll_deg",
    "shoulder_tilt_deg",
    "neck_lateral_deg",
    "torso_lateral_deg",
    "torso_turn_deg",
    "neck_change_deg",
    "torso_change_deg",
    "neck_uncertainty_deg",
    "torso_uncertainty_deg",
)
_FRONTAL_ONLY = (
    "head_roll_deg",
    "neck_lateral_deg",
    "torso_lateral_deg",
    "shoulder_tilt_deg",
    "head_height",
    "head_drop",
    "head_drop_limit",
)
_PLACED_ONLY = ("distance_ratio", "shoulder_ratio", "shoulder_rise")
_CALIBRATED_ONLY = (
    "neck_change_deg",
    "torso_change_deg",
    "torso_turn_deg",
    "distance_ratio",
    "shoulder_ratio",
    "shoulder_rise",
    "head_drop",
    "head_drop_limit",
)


def faces_right(pose: Pose, view: View) -> bool:
    """Whether a person seen from the side looks to the picture's right; the model knows left."""
    if view is View.FRONTAL:
        return False
    left, right = pose.world_m[Landmark.LEFT_SHOULDER], pose.world_m[Landmark.RIGHT_SHOULDER]
    return bool(left[2] > right[2])


def measure_angles(
    pose: Pose,
    model: AngleModel,
    baseline: Baseline | None = None,
    view: View | None = None,
) -> Angles:
    """Every angle of one pose. view: as known from the looks before, else taken from the pose.

    Without a baseline the angles come from the population's upright and are far less certain.
    """
    reason = why_unusable(pose, model.limits)
    if reason is not None:
        return Angles(view, 0.0, unseen=dict.fromkeys(_ANGLE_FIELDS, reason))
    seen_from = view or estimate_view(pose, model.view_limits)
    if baseline is None:
        return _alone(pose, model, seen_from)
    if not baseline.is_of(pose.width_px, pose.height_px):
        return Angles(view, 0.0, unseen=dict.fromkeys(_ANGLE_FIELDS, Unjudged.OTHER_SHAPE))
    # What changed can only be judged on the side the calibration saw.
    trust = 1.0 if seen_from is baseline.view else model.limits.other_view_trust
    shape = measure_shape(mirrored(pose) if baseline.is_mirrored else pose)
    return _against(baseline, shape, model, trust * trust_in(pose, model.limits))


def _against(baseline: Baseline, shape: Shape, model: AngleModel, trust: float) -> Angles:
    """The angles of a shape, by the body that explains its change from the person's upright."""
    view, upright, limits = baseline.view, baseline.shape, model.limits
    framing = Framing(limits.framing_pan, limits.framing_zoom) if model.auto_framing else None
    person = build_person_model(
        model.views[view].observation_model,
        model.postures,
        model.chair,
        model.lens,
        baseline,
        framing,
    )
    frontal = view is View.FRONTAL
    rise = math.atan(shape[Measure.SHOULDER_SLOPE]) - math.atan(upright[Measure.SHOULDER_SLOPE])
    found = infer(person, shape, rise if frontal else 0.0, limits)
    torso, neck, pitch, yaw, roll, torso_lateral, neck_lateral = found.change_deg.tolist()
    sign = -1.0 if baseline.is_mirrored else 1.0
    turned = max(0.0, abs(yaw) - limits.trusted_turn_deg) / limits.doubtful_deg
    size, size_was = unit_of(shape, view), unit_of(upright, view)
    distance_ratio = _face_size(upright) / _face_size(shape)
    known = baseline.head_height if frontal else None
    share = known.nose_share if known else NOSE_SHARE
    height = head_height(shape, share) if frontal else None
    angles = Angles(
        view,
        trust / (1.0 + turned),
        neck_deg=baseline.neck_deg + neck,
        torso_deg=baseline.torso_deg + torso,
        neck_change_deg=neck,
        torso_change_deg=torso,
        neck_uncertainty_deg=float(found.within_deg[1]) * (1.0 + turned),
        torso_uncertainty_deg=float(found.within_deg[0]) * (1.0 + turned),
        head_pitch_deg=pitch,
        head_yaw_deg=sign * yaw,
        head_roll_deg=roll if frontal else None,
        neck_lateral_deg=neck_lateral if frontal else None,
        torso_lateral_deg=torso_lateral if frontal else None,
        shoulder_tilt_deg=math.degrees(rise) if frontal else None,
        torso_turn_deg=math.degrees(abs(float(shape[Measure.AZIMUTH] - upright[Measure.AZIMUTH]))),
        distance_ratio=distance_ratio,
        shoulder_ratio=size / size_was,
        shoulder_rise=float(shape[Measure.SHOULDER_Y] - upright[Measure.SHOULDER_Y]) / size_was,
        head_height=height,
        head_drop=known.upright - height if known and height is not None else None,
        head_drop_limit=_drop_limit(known, size / size_was, distance_ratio, limits),
        posture=found,
        unseen={} if frontal else dict.fromkeys(_FRONTAL_ONLY, Unjudged.SIDE_VIEW),
    )
    return _wherever(angles, known) if model.auto_framing else angles


def _wherever(angles: Angles, known: HeadHeight | None) -> Angles:
    """The same without what the place and the size in the picture say."""
    return replace(
        angles,
        distance_ratio=None,
        shoulder_ratio=None,
        shoulder_rise=None,
        head_drop_limit=known.drop_limit if known and angles.head_drop is not None else None,
        unseen={**angles.unseen, **dict.fromkeys(_PLACED_ONLY, Unjudged.AUTO_FRAMED)},
    )


def _alone(pose: Pose, model: AngleModel, view: View) -> Angles:
    """The angles of somebody unknown."""
    is_mirrored = faces_right(pose, view)
    shape = measure_shape(mirrored(pose) if is_mirrored else pose)
    features = absolute_features(shape, view)
    uncalibrated = model.views[view].uncalibrated
    neck, torso, pitch = uncalibrated(features).tolist()
    strange = 1.0 + uncalibrated.strangeness(features)
    frontal = view is View.FRONTAL
    unseen = dict.fromkeys(_CALIBRATED_ONLY, Unjudged.NOT_CALIBRATED)
    yaw = None
    if frontal:
        yaw = frontal_yaw_deg(shape)
    else:
        unseen |= dict.fromkeys(_FRONTAL_ONLY, Unjudged.SIDE_VIEW)
        unseen["head_yaw_deg"] = Unjudged.NOT_CALIBRATED
    slopes = {row: math.degrees(math.atan(shape[row])) for row in _SLOPES}
    return Angles(
        view,
        trust_in(pose, model.limits) / strange,
        neck_deg=neck,
        torso_deg=torso,
        neck_uncertainty_deg=float(uncalibrated.interval[0]) * strange,
        torso_uncertainty_deg=float(uncalibrated.interval[1]) * strange,
        head_pitch_deg=pitch,
        head_yaw_deg=yaw,
        head_roll_deg=-slopes[Measure.EYE_SLOPE] if frontal else None,
        neck_lateral_deg=(
            math.degrees(
                math.atan2(
                    shape[Measure.EAR_X] - shape[Measure.SHOULDER_X],
                    max(float(shape[Measure.EAR_Y] - shape[Measure.SHOULDER_Y]), 1e-3),
                )
            )
            if frontal
            else None
        ),
        shoulder_tilt_deg=slopes[Measure.SHOULDER_SLOPE] if frontal else None,
        head_height=head_height(shape) if frontal else None,
        unseen=unseen | ({"torso_lateral_deg": Unjudged.NOT_CALIBRATED} if frontal else {}),
    )


_SLOPES = (Measure.EYE_SLOPE, Measure.SHOULDER_SLOPE)
_ANGLE_FIELDS = tuple(
    name
    for name in Angles.__dataclass_fields__
    if name not in ("view", "confidence", "posture", "unseen")
)


def _drop_limit(
    known: HeadHeight | None, growth: float, distance_ratio: float, limits: AngleLimits
) -> float | None:
    """How far the head may come down before somebody who has moved nearer or farther.

    A camera looks at whoever rolls from another height, which moves face and shoulders apart. How
    far they rolled, shoulders and face agree on: the lesser of the two.
    """
    if known is None:
        return None
    rolled = min(abs(math.log(max(growth, 1e-6))), abs(math.log(distance_ratio)))
    return math.hypot(known.drop_limit, limits.roll_scatter * rolled)


def _face_size(shape: Shape) -> float:
    return max(
        float(shape[Measure.EAR_WIDTH]),
        math.hypot(
            shape[Measure.EAR_X] - shape[Measure.MOUTH_X],
            shape[Measure.EAR_Y] - shape[Measure.MOUTH_Y],
        ),
        1e-6,
    )
