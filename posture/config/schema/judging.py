"""The sections on judging what was seen: filters, calibration, limits, how long it must last."""

from typing import Annotated

from msgspec import Meta

from posture.config.schema.section import Section


class ViewSection(Section, frozen=True):
    frontal_below_deg: Annotated[float, Meta(gt=0, le=90)]
    sagittal_above_deg: Annotated[float, Meta(gt=0, le=90)]
    hysteresis_deg: Annotated[float, Meta(ge=0, le=45)]


class AnglesSection(Section, frozen=True):
    min_visibility: Annotated[float, Meta(ge=0, le=1)]
    min_face_share: Annotated[float, Meta(ge=0, le=1)]
    min_face_px: Annotated[float, Meta(ge=0, le=1000)]
    max_face_outside: Annotated[float, Meta(ge=0, le=1)]
    on_side_deg: Annotated[float, Meta(gt=0, lt=90)]
    head_margin: Annotated[float, Meta(ge=0, le=1)]
    shoulder_margin: Annotated[float, Meta(ge=0, le=1)]
    trusted_turn_deg: Annotated[float, Meta(ge=0, le=90)]
    doubtful_deg: Annotated[float, Meta(gt=0, le=90)]
    other_view_trust: Annotated[float, Meta(ge=0, le=1)]
    cut_off_trust: Annotated[float, Meta(ge=0, le=1)]
    hand_reach: Annotated[float, Meta(ge=0, le=5)]
    hand_visibility: Annotated[float, Meta(ge=0, le=1)]
    hand_trust: Annotated[float, Meta(ge=0, le=1)]
    outlier_sd: Annotated[float, Meta(gt=0, le=100)]
    noise_degrees_of_freedom: Annotated[float, Meta(gt=0, le=1000)]
    individual_share: Annotated[float, Meta(ge=0, le=1)]
    roll_scatter: Annotated[float, Meta(ge=0, le=2)]


class SmoothingSection(Section, frozen=True):
    min_cutoff_hz: Annotated[float, Meta(gt=0, le=100)]
    beta: Annotated[float, Meta(ge=0, le=100)]
    median_s: Annotated[float, Meta(ge=0, le=60)]
    reset_after_s: Annotated[float, Meta(gt=0, le=3600)]
    height_cutoff_hz: Annotated[float, Meta(gt=0, le=100)]
    height_beta: Annotated[float, Meta(ge=0, le=1000)]


class CalibrationSection(Section, frozen=True):
    min_poses: Annotated[int, Meta(ge=1, le=1000)]
    good_poses: Annotated[int, Meta(ge=1, le=1000)]
    min_shoulder_share: Annotated[float, Meta(ge=0, le=1)]
    max_turn_deg: Annotated[float, Meta(gt=0, le=90)]
    max_motion: Annotated[float, Meta(gt=0, le=1)]
    max_range_deg: Annotated[float, Meta(gt=0, le=90)]
    dark_below: Annotated[float, Meta(ge=0, le=255)]
    max_clothes_change: Annotated[float, Meta(gt=0, le=400)]
    min_d_prime: Annotated[float, Meta(ge=0, le=100)]
    good_d_prime: Annotated[float, Meta(ge=0, le=100)]
    min_threshold_deg: Annotated[float, Meta(ge=0, le=45)]


class ProfilesSection(Section, frozen=True):
    use: Annotated[str, Meta(max_length=64)]


class HeadHeightSection(Section, frozen=True):
    scatter: Annotated[float, Meta(gt=0, le=1)]
    scatter_weight: Annotated[float, Meta(gt=0, le=1000)]
    settle_s: Annotated[float, Meta(gt=0, le=3600)]
    upright_share: Annotated[float, Meta(gt=0, lt=0.5)]
    least_drop: Annotated[float, Meta(gt=0, le=2)]


class ProvisionalSection(Section, frozen=True):
    learn_s: Annotated[float, Meta(ge=0, le=86_400)]
    min_looks: Annotated[int, Meta(ge=1, le=1000)]
    tallest_share: Annotated[float, Meta(gt=0, le=1)]
    raise_s: Annotated[float, Meta(gt=0, le=86_400)]
    max_looks: Annotated[int, Meta(ge=1, le=10_000)]


class GuideSection(Section, frozen=True):
    countdown_s: Annotated[float, Meta(ge=0, le=60)]
    upright_s: Annotated[float, Meta(gt=0, le=120)]
    slouch_s: Annotated[float, Meta(gt=0, le=120)]
    interval_s: Annotated[float, Meta(gt=0, le=10)]


class SetupChangeSection(Section, frozen=True):
    min_confidence: Annotated[float, Meta(ge=0, le=1)]
    clip_sd: Annotated[float, Meta(gt=0, le=100)]
    distinct_deg: Annotated[float, Meta(gt=0, le=90)]
    settled_looks: Annotated[int, Meta(ge=1, le=1000)]
    memory_looks: Annotated[int, Meta(ge=1, le=1000)]
    min_postures: Annotated[int, Meta(ge=1, le=100)]
    max_postures: Annotated[int, Meta(ge=1, le=100)]
    misfit_limit: Annotated[float, Meta(gt=0, le=100)]
    misfit_sampling: Annotated[float, Meta(ge=0, le=100)]
    recovered_misfit: Annotated[float, Meta(gt=0, le=100)]
    oblique_ratio: Annotated[float, Meta(gt=0, le=100)]
    growth_log: Annotated[float, Meta(gt=0, le=5)]
    agreement_log: Annotated[float, Meta(gt=0, le=5)]
    hold_s: Annotated[float, Meta(gt=0, le=86_400)]
    forget_s: Annotated[float, Meta(gt=0, le=86_400)]
    moved_share: Annotated[float, Meta(gt=0, le=1)]
    moved_s: Annotated[float, Meta(ge=0, le=3600)]


class RulesSection(Section, frozen=True):
    neck_change_deg: Annotated[float, Meta(gt=0, le=90)]
    torso_change_deg: Annotated[float, Meta(gt=0, le=90)]
    upright_height: Annotated[float, Meta(gt=0, le=2)]
    slouched_height: Annotated[float, Meta(gt=0, le=2)]
    height_range: Annotated[float, Meta(ge=0, le=2)]
    height_weight: Annotated[float, Meta(ge=0, le=1)]
    neck_deg: Annotated[float, Meta(gt=0, le=90)]
    torso_deg: Annotated[float, Meta(gt=0, le=90)]
    upright_neck_deg: Annotated[float, Meta(ge=-45, le=45)]
    upright_torso_deg: Annotated[float, Meta(ge=-45, le=45)]
    head_pitch_deg: Annotated[float, Meta(gt=0, le=90)]
    torso_lateral_deg: Annotated[float, Meta(gt=0, le=90)]
    shoulder_tilt_deg: Annotated[float, Meta(gt=0, le=90)]
    neck_lateral_deg: Annotated[float, Meta(gt=0, le=90)]
    distance_ratio: Annotated[float, Meta(gt=0, lt=1)]
    turned_deg: Annotated[float, Meta(gt=0, le=90)]
    min_confidence: Annotated[float, Meta(ge=0, le=1)]
    exit_ratio: Annotated[float, Meta(gt=0, le=1)]
    reclined_deg: Annotated[float, Meta(ge=0, le=45)]
    in_line_share: Annotated[float, Meta(ge=0, le=1)]
    awkward_severity: Annotated[float, Meta(gt=1, le=100)]
    sensitivity_head_forward: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_head_down: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_slumped_torso: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_slid_down: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_leaning_forward: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_leaning_sideways: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_uneven_shoulders: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_head_tilted: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_too_close: Annotated[float, Meta(ge=0, le=10)]
    hold_s: Annotated[float, Meta(gt=0, le=3600)]
    mild_hold_ratio: Annotated[float, Meta(ge=1, le=10)]
    mild_severity: Annotated[float, Meta(gt=1, le=10)]
    merge_s: Annotated[float, Meta(ge=0, le=3600)]
    recovery_s: Annotated[float, Meta(ge=0, le=600)]
    unseen_s: Annotated[float, Meta(gt=0, le=3600)]
