"""What a user reads: one word for one thing, and none of the code's own."""

from posture.cli.status import state_words
from posture.system.paths import resource

PICTURES = resource("samples/pictures")
UPRIGHT, SLUMPED = (PICTURES / f"f1_r1_front_{name}.jpg" for name in ("00_upright", "02_slump"))
CLIP = resource("samples/clips/f1_front.mp4")


def test_a_slouch_is_called_slouched_everywhere(posture):
    shown = [
        posture("measure", UPRIGHT, SLUMPED).stdout,
        posture("replay", CLIP, "--set", "rules.hold_s=10").stdout,
        posture("check", "--help").stdout,
        state_words("poor", {}),
    ]
    assert f"{UPRIGHT}: upright" in shown[0]
    assert f"{SLUMPED}: slouched (slumped torso)" in shown[0]
    for text in shown[1:]:
        assert "slouch" in text or "upright" in text or "verdict" in text
    assert [text for text in shown if " poor" in text or ": good" in text] == []


def test_a_profile_is_shown_without_terms_of_statistics(posture):
    assert posture("calibrate", "--upright", UPRIGHT, "--slouch", SLUMPED).returncode == 0
    shown = posture("profiles", "show").stdout
    assert "times your usual variation away from upright" in shown
    assert "d prime" not in shown
    assert "None" not in shown
