"""Shares as people read them."""

import re
from pathlib import Path

import pytest

import posture
from posture.core.share import percent, short_percent


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0%"),
        (0.001, "under 1%"),
        (0.5, "50%"),
        (0.999, "over 99%"),
        (1.0, "100%"),
        (1.3, "130%"),
        (-0.001, "0%"),
        (-0.03, "-3%"),
    ],
)
def test_a_share_never_rounds_something_to_nothing(share, words):
    assert percent(share) == words


def test_a_finer_share_keeps_its_digits():
    assert percent(0.00593, 2) == "0.59%"
    assert percent(0.00001, 2) == "under 0.01%"
    assert percent(0.99999, 2) == "over 99.99%"


def test_a_small_place_gets_a_sign_for_a_word():
    assert [short_percent(share) for share in (0.001, 0.5, 0.999)] == ["<1%", "50%", ">99%"]


def test_no_module_writes_a_share_by_hand():
    package = Path(posture.__file__).parent
    by_hand = re.compile(r"\.\d%\}|\} ?%(?!\w)|\d %")
    found = [
        f"{module.relative_to(package)}: {line.strip()}"
        for module in sorted(package.rglob("*.py"))
        for line in module.read_text("utf-8").splitlines()
        if module.name != "share.py" and by_hand.search(line)
    ]
    assert found == []
