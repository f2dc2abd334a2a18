"""How soon a slouch is noticed, whenever in the rhythm of the looks it begins."""

import pytest

from posture.app.composition import replayed
from posture.core.events import Nudge, Sample, Verdict
from tests.support.clips import FPS, first, joined, truth

CLIP = "f1_front"
HOLD_S = 8.0
ONSET_S = next(float(row["at_s"]) for row in truth(CLIP) if row["state"] == "slump")


@pytest.mark.parametrize("phase", range(6))
def test_a_slouch_is_noticed_within_five_seconds_and_nudged_within_five_of_the_hold(
    tmp_path, phase
):
    upright_s = 9 + phase / FPS
    folder = joined(
        tmp_path / "clip", (CLIP, first(CLIP, "upright"), upright_s), (CLIP, ONSET_S, 24)
    )
    events = []
    replayed(folder, FPS, None, [f"rules.hold_s={HOLD_S}"], [events.append])
    noticed_s = next(
        event.at_s
        for event in events
        if isinstance(event, Sample)
        and event.at_s >= upright_s
        and event.assessment.posture is Verdict.POOR
    )
    nudged_s = next(event.at_s for event in events if isinstance(event, Nudge))
    assert noticed_s - upright_s <= 5
    assert HOLD_S - 2 <= nudged_s - upright_s <= HOLD_S + 5
