"""The sections on judging what was seen: filters, calibration, limits, how long it must last."""

from posture.config.section import Section, within


class ViewSection(Section):
    frontal_below_deg: float = within(gt=0, le=90)
    sagittal_above_deg: float = within(gt=0, le=90)
    hysteresis_deg: float = within(ge=0, le=45)


class AnglesSection(Section):
    min_visibility: float = within(ge=0, le=1)
    min_face_share: float = within(ge=0, le=1)
    max_face_outside: float = within(ge=0, le=1)
    on_side_deg: float = within(gt=0, lt=90)
    head_margin: float = within(ge=0, le=1)
    shoulder_margin: float = within(ge=0, le=1)
    trusted_turn_deg: float = within(ge=0, le=90)
    doubtful_deg: float = within(gt=0, le=90)
    other_view_trust: float = within(ge=0, le=1)
    cut_off_trust: float = within(ge=0, le=1)
    hand_reach: float = within(ge=0, le=5)
    hand_visibility: float = within(ge=0, le=1)
    hand_trust: float = within(ge=0, le=1)
    gross_sd: float = within(gt=0, le=100)
    noise_freedom: float = within(gt=0, le=1000)
    own_way_share: float = within(ge=0, le=1)


class SmoothingSection(Section):
    min_cutoff_hz: float = within(gt=0, le=100)
    beta: float = within(ge=0, le=100)
    median_s: float = within(ge=0, le=60)
    reset_after_s: float = within(gt=0, le=3600)


class CalibrationSection(Section):
    min_poses: int = within(ge=1, le=1000)
    good_poses: int = within(ge=1, le=1000)
    min_shoulder_share: float = within(ge=0, le=1)
    max_turn_deg: float = within(gt=0, le=90)
    max_motion: float = within(gt=0, le=1)
    max_range_deg: float = within(gt=0, le=90)
    dark_below: float = within(ge=0, le=255)
    min_d_prime: float = within(ge=0, le=100)
    good_d_prime: float = within(ge=0, le=100)
    min_head_drop: float = within(ge=0, le=2)
    min_threshold_deg: float = within(ge=0, le=45)


class GuideSection(Section):
    countdown_s: float = within(ge=0, le=60)
    upright_s: float = within(gt=0, le=120)
    slouch_s: float = within(gt=0, le=120)
    interval_s: float = within(gt=0, le=10)


class SetupSection(Section):
    min_confidence: float = within(ge=0, le=1)
    cut_sd: float = within(gt=0, le=100)
    apart_deg: float = within(gt=0, le=90)
    settled_looks: int = within(ge=1, le=1000)
    memory_looks: int = within(ge=1, le=1000)
    least_postures: int = within(ge=1, le=100)
    most_postures: int = within(ge=1, le=100)
    lasting: float = within(gt=0, le=100)
    passing: float = within(ge=0, le=100)
    suspect_share: float = within(gt=0, le=1)
    home: float = within(gt=0, le=100)
    beside_ratio: float = within(gt=0, le=100)
    growth_log: float = within(gt=0, le=5)
    agreement_log: float = within(gt=0, le=5)
    hold_s: float = within(gt=0, le=86_400)
    doubt_s: float = within(gt=0, le=86_400)
    forget_s: float = within(gt=0, le=86_400)


class RulesSection(Section):
    neck_change_deg: float = within(gt=0, le=90)
    torso_change_deg: float = within(gt=0, le=90)
    head_drop: float = within(gt=0, le=2)
    neck_deg: float = within(gt=0, le=90)
    torso_deg: float = within(gt=0, le=90)
    upright_neck_deg: float = within(ge=-45, le=45)
    upright_torso_deg: float = within(ge=-45, le=45)
    head_pitch_deg: float = within(gt=0, le=90)
    torso_lateral_deg: float = within(gt=0, le=90)
    shoulder_tilt_deg: float = within(gt=0, le=90)
    neck_lateral_deg: float = within(gt=0, le=90)
    distance_ratio: float = within(gt=0, lt=1)
    turned_deg: float = within(gt=0, le=90)
    min_confidence: float = within(ge=0, le=1)
    exit_ratio: float = within(gt=0, le=1)
    awkward_severity: float = within(gt=1, le=100)
    sensitivity_head_forward: float = within(ge=0, le=10)
    sensitivity_head_down: float = within(ge=0, le=10)
    sensitivity_slumped_torso: float = within(ge=0, le=10)
    sensitivity_leaning_forward: float = within(ge=0, le=10)
    sensitivity_leaning_sideways: float = within(ge=0, le=10)
    sensitivity_uneven_shoulders: float = within(ge=0, le=10)
    sensitivity_head_tilted: float = within(ge=0, le=10)
    sensitivity_too_close: float = within(ge=0, le=10)
    hold_s: float = within(gt=0, le=3600)
    mild_hold_ratio: float = within(ge=1, le=10)
    mild_severity: float = within(gt=1, le=10)
    recovery_s: float = within(ge=0, le=600)
    unseen_s: float = within(gt=0, le=3600)
