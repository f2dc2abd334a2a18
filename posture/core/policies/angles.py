"""The numbers of core/angles: [angles], [smoothing], [calibration], [head_height]."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from posture.core.policies.section import Section, Share


class AngleLimits(Section, frozen=True):
    """The limits of config/default.toml [angles].

    min_visibility: 0 to 1, of eyes and nose, and of the better seen shoulder. min_face_share: face
    over the picture's shorter side. min_face_px: face in pixels.
    max_face_outside: share of the face's width. on_side_deg: turn of face and trunk, both, about
    the line of sight. head_margin, shoulder_margin: how far outside the picture eyes and shoulders
    may be guessed, in its heights. trusted_turn_deg: a head turned further is trusted less, half at
    doubtful_deg beyond. other_view_trust, cut_off_trust: what confidence is multiplied by when the
    camera stands elsewhere than at the calibration, and when a shoulder is below the picture.
    hand_reach, hand_visibility, hand_trust: a hand seen so well and so near to the mouth, in
    shoulder widths, is at the face, and confidence is multiplied by the last. outlier_sd: standard
    deviations beyond which a landmark counts as missed. noise_degrees_of_freedom: of the
    landmarks' noise. individual_share: of a change, by which people bend each in their own way.
    roll_scatter: what a change of distance adds to the head's height, in shoulder widths per
    logarithm of it. framing_pan, framing_zoom: standard deviations of how far a camera that frames
    people by itself has moved and enlarged the picture since the calibration, in shoulder widths,
    and as a logarithm.
    """

    min_visibility: Share
    min_face_share: Share
    min_face_px: Annotated[float, Meta(ge=0, le=1000)]
    max_face_outside: Share
    on_side_deg: Annotated[float, Meta(gt=0, lt=90)]
    head_margin: Share
    shoulder_margin: Share
    trusted_turn_deg: Annotated[float, Meta(ge=0, le=90)]
    doubtful_deg: Annotated[float, Meta(gt=0, le=90)]
    other_view_trust: Share
    cut_off_trust: Share
    hand_reach: Annotated[float, Meta(ge=0, le=5)]
    hand_visibility: Share
    hand_trust: Share
    outlier_sd: Annotated[float, Meta(gt=0, le=100)]
    noise_degrees_of_freedom: Annotated[float, Meta(gt=0, le=1000)]
    individual_share: Share
    roll_scatter: Annotated[float, Meta(ge=0, le=2)]
    framing_pan: Annotated[float, Meta(gt=0, le=10)]
    framing_zoom: Annotated[float, Meta(gt=0, le=2)]


class SmoothingPolicy(Section, frozen=True):
    """config/default.toml [smoothing].

    min_cutoff_hz, beta: of the One Euro filter on every angle; height_cutoff_hz, height_beta: on
    the head's height. median_s: window of the median before them. reset_after_s: without a value.
    """

    min_cutoff_hz: Annotated[float, Meta(gt=0, le=100)]
    beta: Annotated[float, Meta(ge=0, le=100)]
    median_s: Annotated[float, Meta(ge=0, le=60)]
    reset_after_s: Annotated[float, Meta(gt=0, le=3600)]
    height_cutoff_hz: Annotated[float, Meta(gt=0, le=100)]
    height_beta: Annotated[float, Meta(ge=0, le=1000)]


class CalibrationPolicy(Section, frozen=True):
    """What a calibration asks of its pictures; config/default.toml [calibration].

    min_shoulder_share: shoulder width (or its like from the side) over the picture's width.
    max_turn_deg: how far the head may be turned; warned_turn_deg: from where on that is told.
    usable_share, same_view_share: of the upright pictures, that must be usable, and show the person
        from the same side, lest it is told.
    max_motion: spread of the shoulder height over the shoulder width. max_range_deg: of neck or
        torso, between the lowest and the highest tenth. poor_motion_ratio: times one of these make
        the calibration poor. dark_below: mean brightness, 0 to 255.
    max_clothes_change: between upright and slouch, in units of CIE 1976.
    min_d_prime: separation below which personal thresholds are refused. min_threshold_deg: no
        threshold is set closer to the upright.
    """

    min_poses: Annotated[int, Meta(ge=1, le=1000)]
    good_poses: Annotated[int, Meta(ge=1, le=1000)]
    min_shoulder_share: Share
    max_turn_deg: Annotated[float, Meta(gt=0, le=90)]
    warned_turn_deg: Annotated[float, Meta(gt=0, le=90)]
    usable_share: Share
    same_view_share: Share
    max_motion: Annotated[float, Meta(gt=0, le=1)]
    max_range_deg: Annotated[float, Meta(gt=0, le=90)]
    poor_motion_ratio: Annotated[float, Meta(ge=1, le=100)]
    dark_below: Annotated[float, Meta(ge=0, le=255)]
    max_clothes_change: Annotated[float, Meta(gt=0, le=400)]
    min_d_prime: Annotated[float, Meta(ge=0, le=100)]
    good_d_prime: Annotated[float, Meta(ge=0, le=100)]
    min_threshold_deg: Annotated[float, Meta(ge=0, le=45)]


class HeightPolicy(Section, frozen=True):
    """config/default.toml [head_height]; heights in shoulder widths.

    scatter: of a person's upright from one moment to another, before this person is known: the
    scale of Student's t. scatter_weight: how many heights that knowledge is worth, its degrees of
    freedom. settle_s: seconds between two independent moments.
    upright_share: of upright looks that may lie below a limit drawn without a shown slouch.
    least_drop: no limit lies nearer to the upright. nod_scatter: of the nose's height over the ears
    while upright. share_weight: how many moments that knowledge, and that a slouch does not bow the
    head, are worth.
    """

    scatter: Annotated[float, Meta(gt=0, le=1)]
    scatter_weight: Annotated[float, Meta(gt=0, le=1000)]
    settle_s: Annotated[float, Meta(gt=0, le=3600)]
    upright_share: Annotated[float, Meta(gt=0, lt=0.5)]
    least_drop: Annotated[float, Meta(gt=0, le=2)]
    nod_scatter: Annotated[float, Meta(gt=0, le=1)]
    share_weight: Annotated[float, Meta(gt=0, le=1000)]


class RefinementPolicy(Section, frozen=True):
    """config/default.toml [refinement]; heights in shoulder widths.

    few_moments: calibrations of fewer are refined. moments: of sitting upright that complete one.
    min_looks: that make a moment.
    slouch_drop, slouch_drop_sd: how far a slouch brings the head down, before this person's is
    known, and its standard deviation among people. missed_share: of heights taken from missed
    landmarks.
    """

    few_moments: Annotated[int, Meta(ge=0, le=1000)]
    moments: Annotated[int, Meta(ge=1, le=1000)]
    min_looks: Annotated[int, Meta(ge=1, le=1000)]
    slouch_drop: Annotated[float, Meta(gt=0, le=1)]
    slouch_drop_sd: Annotated[float, Meta(gt=0, le=1)]
    missed_share: Annotated[float, Meta(gt=0, lt=1)]


@dataclass(frozen=True, slots=True)
class CalibrationLimits:
    """All that a calibration is made by: [calibration] and [head_height]."""

    policy: CalibrationPolicy
    heights: HeightPolicy
