"""What posture must never say to somebody with a sore back, as patterns."""

import re

FORBIDDEN = {
    "a dose": r"\b\d+\s*(mg|milligrams?|g|grams?|ml|tablets?|pills?|capsules?|doses?)\b"
    r"|\b(one|two|three|four)\s+(tablets?|pills?|capsules?)\b"
    r"|\b(times|every \w+ hours) (a|per) day\b|\bevery \w+ hours\b",
    "a diagnosis": r"\bdiagnos(e|ed|es|ing)\b|\byou (probably |likely |may )?(have|suffer from|"
    r"are suffering from) an? (hernia\w*|slipped|strain\w*|sciatica|stenosis|spasm)"
    r"|\bthis (means|shows) (that )?you have\b",
    "a promise": r"\bcur(e|es|ed|ing)\b|\bguarantee\w*|\bwill (heal|relieve|fix|stop|remove|"
    r"go away|disappear|prevent|help)\b|\b(heals?|fixes) (your|the) back\b|\bpain[- ]free\b"
    r"|\bfor good\b|\balways (works|helps)\b|\bpermanent(ly)?\b|\binstant(ly)?\b|\bno more pain\b",
    "blame on posture": r"\bcaused by (your |bad |poor )?posture\b|\b(your |bad |poor )?posture "
    r"(has |have )?(caus(e|es|ed)|leads? to|damag\w+|ruin\w*|hurts?)\b|\bbecause of your posture\b"
    r"|\b(ruin\w*|damag\w*|harm\w*) your (back|spine|neck)\b|\bposture will\b",
    "bed rest": r"\bbed[- ]?rest\b|\bstay in bed\b|\bgo to bed\b|\blie in bed\b|\brest in bed\b",
    "force": r"\b(forceful(ly)?|crack your|push through|as hard as|jerk|bounce|manipulate)\b",
    "bare skin": r"\b(directly|straight) on(to)? (the|your|bare) skin\b",
}
NEGATED_SKIN = re.compile(
    r"\b(never|not)( \w+){0,4} (directly|straight) on(to)? (the|your|bare) skin\b"
)


def faults(text: str) -> list[str]:
    """Each forbidden thing the text says, with the words that say it."""
    cleaned = NEGATED_SKIN.sub("", " ".join(text.lower().split()))
    return [
        f"{name}: {match.group(0)!r}"
        for name, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, cleaned)
    ]
