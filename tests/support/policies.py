"""The core's policies by value: its tests read no configuration file."""

from posture.core.policies.angles import (
    AngleLimits,
    CalibrationLimits,
    CalibrationPolicy,
    HeightPolicy,
    RefinementPolicy,
    SmoothingPolicy,
)
from posture.core.policies.nudges import BreakPolicy, NudgePolicy, NudgeStep
from posture.core.policies.pose import PeoplePolicy, ViewLimits
from posture.core.policies.verdict import MonitorPolicy, ProvisionalPolicy, RulesPolicy, SetupPolicy

VIEW = ViewLimits(
    frontal_below_deg=22.0,
    sagittal_above_deg=70.0,
    hysteresis_deg=6.0,
)
PEOPLE = PeoplePolicy(
    reach_sizes=1.0,
    size_ratio=1.6,
    nearer_ratio=1.5,
    background_ratio=0.5,
    memory_s=60.0,
    settle_s=60.0,
    moved_sizes=0.5,
)
ANGLES = AngleLimits(
    min_visibility=0.3,
    min_face_share=0.02,
    min_face_px=12.0,
    max_face_outside=0.35,
    on_side_deg=55.0,
    head_margin=0.05,
    shoulder_margin=0.15,
    trusted_turn_deg=25.0,
    doubtful_deg=30.0,
    other_view_trust=0.6,
    cut_off_trust=0.6,
    hand_reach=0.6,
    hand_visibility=0.6,
    hand_trust=0.3,
    outlier_sd=4.0,
    noise_degrees_of_freedom=3.0,
    individual_share=0.1,
    roll_scatter=0.1,
)
SMOOTHING = SmoothingPolicy(
    min_cutoff_hz=1.0,
    beta=0.05,
    median_s=1.1,
    reset_after_s=10.0,
    height_cutoff_hz=0.05,
    height_beta=3.0,
)
CALIBRATION = CalibrationPolicy(
    min_poses=1,
    good_poses=8,
    min_shoulder_share=0.08,
    max_turn_deg=25.0,
    max_motion=0.06,
    max_range_deg=8.0,
    dark_below=40.0,
    max_clothes_change=12.0,
    min_d_prime=1.5,
    good_d_prime=3.0,
    min_threshold_deg=4.0,
)
HEAD_HEIGHT = HeightPolicy(
    scatter=0.012,
    scatter_weight=3.0,
    settle_s=60.0,
    upright_share=0.03,
    least_drop=0.015,
)
REFINEMENT = RefinementPolicy(
    few_moments=2,
    moments=20,
    min_looks=5,
    slouch_drop=0.08,
    slouch_drop_sd=0.05,
    missed_share=0.03,
)
CALIBRATION_LIMITS = CalibrationLimits(CALIBRATION, HEAD_HEIGHT)
RULES = RulesPolicy(
    hold_s=30.0,
    mild_hold_ratio=1.25,
    mild_severity=1.25,
    recovery_s=3.0,
    merge_s=30.0,
    unseen_s=60.0,
    neck_change_deg=10.0,
    torso_change_deg=10.0,
    upright_height=0.6,
    slouched_height=0.45,
    height_range=0.12,
    height_weight=0.75,
    neck_deg=24.0,
    torso_deg=15.0,
    upright_neck_deg=9.0,
    upright_torso_deg=1.0,
    head_pitch_deg=20.0,
    torso_lateral_deg=15.0,
    shoulder_tilt_deg=9.0,
    neck_lateral_deg=15.0,
    distance_ratio=0.6,
    turned_deg=30.0,
    min_confidence=0.4,
    exit_ratio=0.8,
    reclined_deg=5.0,
    in_line_share=0.5,
    front_doubt_sd=0.3,
    awkward_severity=2.0,
    sensitivity_head_forward=1.0,
    sensitivity_head_down=1.0,
    sensitivity_slumped_torso=1.0,
    sensitivity_slid_down=1.0,
    sensitivity_leaning_forward=1.0,
    sensitivity_leaning_sideways=1.0,
    sensitivity_uneven_shoulders=1.0,
    sensitivity_head_tilted=1.0,
    sensitivity_too_close=1.0,
)
MONITOR = MonitorPolicy(
    alert_interval_s=1.0,
    steady_interval_s=3.0,
    away_interval_s=5.0,
    alert_severity=0.8,
    gap_intervals=3.0,
    askew_s=30.0,
    remind_s=86400.0,
)
SETUP_CHANGE = SetupPolicy(
    min_confidence=0.32,
    clip_sd=3.0,
    distinct_deg=12.0,
    settled_looks=4,
    memory_looks=10,
    min_postures=3,
    max_postures=12,
    misfit_limit=0.4,
    misfit_sampling=3.6,
    recovered_misfit=0.45,
    oblique_ratio=1.8,
    growth_log=0.35,
    agreement_log=0.12,
    hold_s=120.0,
    forget_s=60.0,
    moved_share=0.02,
    moved_s=6.0,
)
PROVISIONAL = ProvisionalPolicy(
    learn_s=180.0,
    min_looks=20,
    tallest_share=0.25,
    raise_s=60.0,
    max_looks=120,
)
NUDGES = NudgePolicy(
    cooldown_s=600.0,
    long_s=300.0,
    long_cooldown_s=600.0,
    max_per_hour=3,
    answer_s=300.0,
    backoff_factor=2.0,
    backoff_max=4.0,
    quiet_hours=(),
    steps=(NudgeStep.TOAST,),
    praise=False,
    silent_share=0.0,
)
BREAKS = BreakPolicy(
    plan="hourly",
    min_rest_s=60.0,
    repeat_s=3000.0,
    hourly_sit_s=3000.0,
    hourly_rest_s=300.0,
)
