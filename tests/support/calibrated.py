"""The person of rods, calibrated: an upright to measure against, and changes to her pose."""

from datetime import UTC, datetime

import numpy as np

from posture.core.angles.baseline import Baseline, PersonalThresholds
from posture.core.angles.calibration import calibrate
from posture.core.angles.fitted import AngleModel
from posture.core.angles.person_model import build_person_model
from posture.core.angles.smoothing import AngleSmoother
from posture.core.pose.landmarks import Pose
from posture.core.verdict.assessor import PoseAssessor
from posture.core.verdict.provisional import Learning
from posture.core.verdict.refinement import Refining
from posture.store.profiles import Profile
from posture.system.paths import resource
from tests.support import policies
from tests.support.seated import seated

MODEL = AngleModel.from_json(
    resource("models/angles.json").read_text(encoding="utf-8"), policies.ANGLES, policies.VIEW
)
LIMITS = policies.CALIBRATION_LIMITS
SLUMPED = {"torso_deg": 24.0, "neck_deg": 34.0, "head_pitch_deg": 12.0}


def upright_of(**kwargs) -> Baseline:
    return calibrate([seated(**kwargs)] * 3, None, MODEL, LIMITS).baseline


def assessor_of(
    baseline: Baseline | None = None,
    personal: PersonalThresholds | None = None,
    model: AngleModel = MODEL,
) -> PoseAssessor:
    """Judges by this upright; without one, one is learned."""
    return PoseAssessor(
        model,
        policies.RULES,
        policies.SETUP_CHANGE,
        policies.AUTO_FRAMING,
        AngleSmoother(policies.SMOOTHING),
        baseline,
        personal,
        learning=Learning(policies.PROVISIONAL, LIMITS),
        refining=Refining(policies.HEAD_HEIGHT, policies.REFINEMENT),
    )


def profile_of(baseline: Baseline, name="me") -> Profile:
    made = datetime(2026, 11, 20, 9, tzinfo=UTC)
    return Profile(name, baseline, PersonalThresholds(6.0, 7.5), "good", 3.0, "0", made)


def changed(pose: Pose, points_px) -> Pose:
    return Pose(
        points_px,
        pose.depth_px,
        pose.world_m,
        pose.visibility,
        pose.presence,
        pose.width_px,
        pose.height_px,
    )


def shifted(pose, right_px, down_px):
    """Farther right and down in the picture."""
    return changed(pose, pose.points_px + np.array([right_px, down_px]))


def person_model_of(baseline):
    return build_person_model(
        MODEL.views[baseline.view].observation_model,
        MODEL.postures,
        MODEL.chair,
        MODEL.lens,
        baseline,
    )
