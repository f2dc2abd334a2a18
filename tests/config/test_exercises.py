"""The shipped words of the guided sessions: the wording rules, and what must not be left out."""

import pytest

from posture.config import read_toml
from posture.core.exercises.guide import load_guide
from posture.core.exercises.relief_script import load_script
from posture.system.paths import resource
from tests.support.shingles import shared_with_article
from tests.support.wording import faults


def parsed(name):
    return read_toml(resource(f"config/{name}.toml"))


SCRIPT = load_script(
    parsed("relief"), load_guide(parsed("guide")).warning_signs, timer_s=900, pause_min=240
)


def texts(content):
    match content:
        case str():
            yield content
        case list():
            for part in content:
                yield from texts(part)
        case dict():
            for part in content.values():
                yield from texts(part)


@pytest.mark.parametrize("name", ["relief", "stretch"])
def test_each_line_keeps_to_the_wording_rules_and_is_our_own(name):
    lines = list(texts(parsed(name)))
    assert len(lines) > 10
    for line in lines:
        assert not faults(line)
        assert not shared_with_article(line)


def test_rest_is_lying_with_the_lower_legs_raised():
    assert "lower legs on a chair" in " ".join(SCRIPT.pages["rest"].lines)


@pytest.mark.parametrize("name", ["heat", "cold"])
def test_heat_and_cold_are_never_put_straight_on_the_skin(name):
    lines = " ".join(SCRIPT.pages[name].lines)
    assert "never straight on the skin" in lines
    assert "cloth" in lines


def test_a_pain_that_gets_worse_and_the_last_word_name_the_doctor():
    assert "doctor" in SCRIPT.worse
    assert "doctor" in SCRIPT.closing


def test_advice_for_warning_signs_names_no_exercise_or_warmth():
    advice = f"{SCRIPT.signs.emergency_advice} {SCRIPT.signs.doctor_advice}".lower()
    for word in ("heat", "warmth", "cold", "movement", "stretch"):
        assert word not in advice
