"""Advice out of a parsed file: what is in it, and what is said of each thing that is wrong."""

import pytest

from posture.core.events import Cause
from posture.core.nudges.tips import (
    MAX_TEXT_CHARS,
    MAX_TITLE_CHARS,
    AdviceError,
    Tip,
    TipKind,
    load_advice,
)

TITLES = {str(cause): f"Do {number}" for number, cause in enumerate(Cause)}
ALL = [str(cause) for cause in Cause]


def tip(**changes):
    entry = {"id": "one", "text": "Sit up.", "section": "s", "causes": ALL}
    return {name: said for name, said in (entry | changes).items() if said is not None}


def content(*tips, **changes):
    return {"sections": {"s": "Section"}, "tip": [*tips] or [tip()], "titles": TITLES} | changes


def test_everything_in_it_is_taken_up():
    more = tip(id="two", text="x", kind="move", causes=["slumped torso"])
    advice = load_advice(content(tip(), more, praise=["Well done."]))
    assert advice.tips == (
        Tip("one", tuple(Cause), "Sit up.", "s", TipKind.ADJUST),
        Tip("two", (Cause.SLUMPED,), "x", "s", TipKind.MOVE),
    )
    assert advice.sections == {"s": "Section"}
    assert advice.titles == TITLES
    assert advice.praise == ("Well done.",)
    assert load_advice(content()).praise == ()


def test_a_text_and_a_title_of_the_greatest_length_are_taken():
    longest = dict.fromkeys(TITLES, "x" * MAX_TITLE_CHARS)
    advice = load_advice(content(tip(text="x" * MAX_TEXT_CHARS), titles=longest))
    assert len(advice.tips[0].text) == MAX_TEXT_CHARS
    assert advice.titles == longest


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (content(sections=None), "[sections] must map section names to titles"),
        (content(sections={"s": 1}), "[sections] must map section names to titles"),
        (content(tip=[]), "there is no [[tip]]"),
        (content(tip={"a": 1}), "there is no [[tip]]"),
        (content(tip(), "x"), "tip number 2 is not a table"),
        (content(tip(id=None)), "tip number 1: id is missing"),
        (content(tip(id="")), "tip number 1: id is missing"),
        (content(tip(id=7)), "tip 7: id is missing"),
        (content(tip(text=None)), f"tip one: text must be 1 to {MAX_TEXT_CHARS} characters"),
        (content(tip(text="")), f"tip one: text must be 1 to {MAX_TEXT_CHARS} characters"),
        (content(tip(text="x" * 241)), f"tip one: text must be 1 to {MAX_TEXT_CHARS} characters"),
        (content(tip(section="t")), "tip one: section 't' is not among [sections]"),
        (content(tip(causes=None)), "tip one: causes must be a list of causes"),
        (content(tip(causes=[])), "tip one: causes must be a list of causes"),
        (content(tip(causes="slumped torso")), "tip one: causes must be a list of causes"),
        (content(tip(causes=["x"])), "tip one: 'x' is not a valid Cause"),
        (content(tip(kind="x")), "tip one: 'x' is not a valid TipKind"),
        (content(tip(), tip()), "tip 'one' appears twice"),
        (content(praise="x"), "praise must be a list of texts"),
        (content(praise=[1]), "praise must be a list of texts"),
        (content(titles=None), f"[titles] '{ALL[0]}' must be 1 to {MAX_TITLE_CHARS} characters"),
        (
            content(titles=TITLES | {ALL[1]: "x" * 41}),
            f"[titles] '{ALL[1]}' must be 1 to {MAX_TITLE_CHARS} characters",
        ),
        (
            content(titles=TITLES | {ALL[1]: ""}),
            f"[titles] '{ALL[1]}' must be 1 to {MAX_TITLE_CHARS} characters",
        ),
        (content(tip(causes=ALL[1:])), f"no tip to follow at once fits '{ALL[0]}'"),
        (content(tip(kind="later")), f"no tip to follow at once fits '{ALL[0]}'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(wrong, said):
    with pytest.raises(AdviceError) as refused:
        load_advice(wrong)
    assert str(refused.value) == said


def test_a_kind_of_which_no_tip_fits_is_named_and_the_first_tip_of_the_file_comes_first():
    advice = load_advice(content(tip(), tip(id="two")))
    with pytest.raises(AdviceError, match=r"^no tip of kind eyes, stand fits 'slumped torso'$"):
        advice.pick(Cause.SLUMPED, (), kinds={TipKind.STAND, TipKind.EYES})
    assert advice.pick(Cause.SLUMPED, ()).id == "one"


def test_a_title_may_be_one_character_long():
    titles = TITLES | {str(Cause.SLUMPED): "x"}
    assert load_advice(content(titles=titles)).titles == titles
