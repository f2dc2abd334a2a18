"""Where a person's slouch begins, as JSON and as words."""

from posture.core.angles.baseline import Baseline, PersonalThresholds
from posture.core.share import percent


def limits_json(
    baseline: Baseline, thresholds: PersonalThresholds | None
) -> dict[str, float | None]:
    """A person's own limits; None where the usual one holds. Heights in shoulder widths."""
    height = baseline.head_height
    neck_deg = thresholds.neck_change_deg if thresholds else None
    torso_deg = thresholds.torso_change_deg if thresholds else None
    return {
        "head_height": round(height.upright, 3) if height else None,
        "head_drop_limit": round(height.drop_limit, 3) if height else None,
        "neck_change_deg": neck_deg and round(neck_deg, 1),
        "torso_change_deg": torso_deg and round(torso_deg, 1),
    }


def limits_text(baseline: Baseline, thresholds: PersonalThresholds | None) -> list[str]:
    """Where a person's slouch begins, a sentence each."""
    lines = []
    if baseline.head_height is not None:
        limit = percent(baseline.head_height.drop_limit)
        lines.append(f"Slouching begins when your head sinks by {limit} of your shoulders' width.")
    for part, limit_deg in (
        ("neck", thresholds and thresholds.neck_change_deg),
        ("torso", thresholds and thresholds.torso_change_deg),
    ):
        if limit_deg:
            lines.append(f"Your slouch begins {limit_deg:.0f}° of {part} beyond your upright.")
    return lines
