"""How dark it is at each moment."""

FADE_SHARE, LONGEST_FADE_S = 0.25, 1.5
FRAME_MS = 40


def level_at(at_s: float, seconds: float, opacity: float) -> float:
    """The opacity at a moment: in, stay, out; 0 before the start and after the end."""
    fade_s = min(LONGEST_FADE_S, FADE_SHARE * seconds)
    share = min(at_s, seconds - at_s) / fade_s if fade_s > 0 else 0.0
    return opacity * min(1.0, max(0.0, share))
