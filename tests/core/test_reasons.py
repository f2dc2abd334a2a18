"""Reasons decide as values; what users read for them stands in one place."""

import ast
from pathlib import Path

from posture.core.angles.angles import Angles
from posture.core.reasons import EpisodeEnd, Unjudged
from posture.core.wording import why_ended, why_unjudged

NAMES = {*Angles.__dataclass_fields__, ""}  # fields, and no text at all
CORE = Path(__file__).parents[2] / "posture" / "core"


def test_every_reason_has_words_of_its_own():
    for kind, words in ((Unjudged, why_unjudged), (EpisodeEnd, why_ended)):
        said = [words(reason) for reason in kind]
        assert len(set(said)) == len(said)
        assert all(
            " " in text and not text.endswith(".") for text in said if text != "not calibrated"
        )


def test_an_end_that_only_an_older_record_knows_is_shown_as_it_stands():
    assert why_ended("carried away") == "carried away"


def test_the_core_decides_nothing_by_comparing_with_a_sentence():
    found = [
        f"{file.relative_to(CORE)}:{node.lineno}"
        for file in CORE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and any(text not in NAMES for side in node.comparators for text in _texts(side))
    ]
    assert found == []


def _texts(node):
    parts = node.elts if isinstance(node, ast.Set | ast.Tuple | ast.List) else [node]
    return [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
