"""The tips: every cause has several, each short, traceable and in our own careful words."""

import tomllib
from collections import Counter
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.events import Cause
from posture.core.nudges.tips import Advice, AdviceError, TipKind, load_advice
from posture.system.paths import resource
from tests.support.shingles import article_digests, shared_with_article
from tests.support.wording import faults

CONTENT = tomllib.loads(resource("config/advice.toml").read_text(encoding="utf-8"))
ADVICE: Advice = load_advice(CONTENT)
CAUSES = list(Cause)


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_has_at_least_four_tips_that_are_not_only_for_a_sore_back(cause):
    tips = ADVICE.fitting(cause, {TipKind.ADJUST, TipKind.MOVE})
    assert len(tips) >= 4
    assert len({tip.text for tip in tips}) == len(tips)


@pytest.mark.parametrize("tip", ADVICE.tips, ids=lambda tip: tip.id)
def test_a_tip_is_short_safe_traceable_and_in_our_own_words(tip):
    assert len(tip.text) <= 240
    assert tip.section in ADVICE.sections
    assert not faults(tip.text)
    assert not shared_with_article(tip.text)


def test_no_text_or_comment_of_the_file_repeats_eight_words_of_the_article():
    whole = resource("config/advice.toml").read_text(encoding="utf-8")
    assert not shared_with_article(whole)


def test_the_copy_check_would_find_a_copied_run():
    assert len(article_digests()) > 1500
    assert shared_with_article("So: what treatment options are available for back spasms, then?")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("tip-4", ["standing", "pillow", "cushion", "screen"]),
        ("rest", ["lifting", "twisting"]),
        ("heat-or-cold", ["towel", "cloth", "never straight on the skin"]),
        ("pain-relievers", ["pharmacist", "label"]),
        ("stretching", ["gently", "slow"]),
        ("faq-4", ["severe", "numbness", "doctor"]),
    ],
)
def test_the_tips_cover_what_the_article_advises(subject, words):
    text = " ".join(tip.text.lower() for tip in ADVICE.tips if tip.section == subject)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    "text",
    [
        "Take 400 mg now.",
        "Take two tablets.",
        "You have a herniated disc.",
        "This cures spasms.",
        "Heat will relieve it.",
        "Your pain is caused by your posture.",
        "Stay in bed.",
        "Bad posture damages joints.",
        "Put ice directly on your skin.",
        "Push through the pain.",
        "Again every six hours.",
        "We diagnosed a strain.",
    ],
)
def test_the_wording_rules_would_catch(text):
    assert faults(text)


@given(cause=st.sampled_from(CAUSES), turn=st.integers(0, 50))
def test_no_tip_is_repeated_while_others_are_left(cause, turn):
    used: list[str] = []
    tips = ADVICE.fitting(cause)
    for _ in range(3 * len(tips)):
        used.append(ADVICE.pick(cause, used, turn=turn).id)
    for first in range(0, len(used), len(tips)):
        assert len(set(used[first : first + len(tips)])) == len(tips)


@given(days=st.lists(st.lists(st.sampled_from(CAUSES), max_size=12), min_size=1, max_size=5))
def test_within_a_day_a_repeat_means_every_other_fitting_tip_was_shown_that_day(days):
    used: list[str] = []
    for day in days:
        today: list[str] = []
        for cause in day:
            tip = ADVICE.pick(cause, used)
            assert cause in tip.causes
            if tip.id in today:
                assert {other.id for other in ADVICE.fitting(cause)} <= set(today)
            today.append(tip.id)
            used.append(tip.id)


def test_picking_is_deterministic_and_a_turn_changes_where_it_begins():
    first = {ADVICE.pick(Cause.SLUMPED, [], turn=turn).id for turn in range(10)}
    assert ADVICE.pick(Cause.SLUMPED, []) == ADVICE.pick(Cause.SLUMPED, [])
    assert len(first) >= 4


@pytest.mark.parametrize("cause", CAUSES)
def test_the_first_tips_of_a_day_alternate_between_adjusting_and_moving_before_sore_day_care(cause):
    used: list[str] = []
    kinds = []
    for _ in ADVICE.fitting(cause):
        tip = ADVICE.pick(cause, used)
        used.append(tip.id)
        kinds.append(tip.kind)
    counts = Counter(kinds)
    assert (
        kinds[-counts[TipKind.CARE] :] == [TipKind.CARE] * counts[TipKind.CARE]
        or not counts[TipKind.CARE]
    )
    if counts[TipKind.MOVE] and counts[TipKind.ADJUST]:
        assert kinds[0] is not kinds[1]


def test_eye_and_standing_breaks_are_shown_only_when_asked_for():
    shown = {ADVICE.pick(Cause.SITTING_LONG, [], turn=turn).kind for turn in range(30)}
    assert shown.isdisjoint({TipKind.EYES, TipKind.STAND})
    assert ADVICE.pick(Cause.SITTING_LONG, [], kinds={TipKind.EYES}).kind is TipKind.EYES
    assert ADVICE.pick(Cause.SITTING_LONG, [], kinds={TipKind.STAND}).kind is TipKind.STAND


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", "x" * 241, "tip head-back: text must be"),
        ("text", "", "tip head-back: text must be"),
        ("section", "nowhere", "tip head-back: section 'nowhere'"),
        ("causes", [], "tip head-back: causes"),
        ("causes", ["bad luck"], "tip head-back: 'bad luck'"),
        ("kind", "scold", "tip head-back: 'scold'"),
        ("id", "chin-tuck", "tip 'chin-tuck' appears twice"),
        ("id", None, "id is missing"),
    ],
)
def test_a_broken_tip_is_named_with_its_field(field, value, message):
    content = deepcopy(CONTENT)
    content["tip"][0][field] = value
    with pytest.raises(AdviceError, match=message):
        load_advice(content)


def test_a_cause_without_any_tip_is_refused():
    content = deepcopy(CONTENT)
    content["tip"] = [tip for tip in content["tip"] if "head tilted" not in tip["causes"]]
    with pytest.raises(AdviceError, match="head tilted"):
        load_advice(content)


@pytest.mark.parametrize("content", [{}, {"sections": {}}, {"sections": {}, "tip": []}, {"tip": 3}])
def test_a_file_without_tips_or_sections_is_refused(content):
    with pytest.raises(AdviceError):
        load_advice(content)


@pytest.mark.parametrize("cause", CAUSES)
def test_the_first_tip_for_a_cause_is_something_to_do_now_whatever_turn_it_is(cause):
    for turn in range(len(ADVICE.fitting(cause))):
        tip = ADVICE.pick(cause, [], turn=turn)
        assert tip.kind in {TipKind.ADJUST, TipKind.MOVE}
        assert not {"keyboard", "cushion", "headset", "stand or"} & set(tip.text.split())


@pytest.mark.parametrize("cause", CAUSES)
def test_a_title_says_what_to_do_and_is_no_diagnosis(cause):
    title = ADVICE.title(cause, ADVICE.pick(cause, []))
    assert title.split()[0] in DOING
    assert cause.value not in title.lower()
    assert not {"slump", "slouch", "forward", "tilted", "uneven"} & set(title.lower().split())


DOING = {"Glide", "Lift", "Sit", "Push", "Let", "Bring", "Move", "Get"}


def test_a_break_of_its_own_kind_has_a_title_of_its_own():
    for kind, title in ((TipKind.EYES, "Look into the distance"), (TipKind.STAND, "Stand up")):
        tip = ADVICE.pick(Cause.SITTING_LONG, [], kinds={kind})
        assert ADVICE.title(Cause.SITTING_LONG, tip).startswith(title)


@pytest.mark.parametrize("title", ["", "x" * 41, None])
def test_a_cause_without_a_title_that_fits_is_refused(title):
    content = deepcopy(CONTENT)
    content["titles"]["head down"] = title
    with pytest.raises(AdviceError, match="'head down'"):
        load_advice(content)
