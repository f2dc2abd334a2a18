"""The guide: every fact of the article is in it, in our own careful words."""

import re
import tomllib
from copy import deepcopy

import pytest

from posture.core.exercises.guide import TOPICS, GuideError, load_guide
from posture.core.nudges.tips import load_advice
from posture.system.paths import resource
from tests.support.shingles import shared_with_article
from tests.support.wording import faults

CONTENT = tomllib.loads(resource("config/guide.toml").read_text(encoding="utf-8"))
GUIDE = load_guide(CONTENT)
ADVICE = load_advice(tomllib.loads(resource("config/advice.toml").read_text(encoding="utf-8")))


def passages():
    """Every text of the guide: (where, text)."""
    for number, text in enumerate(GUIDE.introduction):
        yield f"introduction {number}", text
    yield "disclaimer", GUIDE.disclaimer
    signs = GUIDE.warning_signs
    for text in (*signs.emergency, signs.emergency_advice, *signs.doctor, signs.doctor_advice):
        yield "warning signs", text
    for topic in GUIDE.topics:
        yield f"{topic.name} title", topic.title
        yield f"{topic.name} summary", topic.summary
        for part in topic.parts:
            yield f"{topic.name} heading", part.heading
            for point in part.points:
                yield topic.name, point


PASSAGES = list(passages())


@pytest.mark.parametrize(("where", "text"), PASSAGES)
def test_each_line_keeps_to_the_wording_rules_and_is_our_own(where, text):
    assert not faults(text), where
    assert not shared_with_article(text), where


def test_the_file_as_a_whole_copies_nothing():
    assert not shared_with_article(resource("config/guide.toml").read_text(encoding="utf-8"))


# One row per fact of the article: where it stands, and words that stand in one passage there.
FACTS = [
    ("a spasm is an involuntary contraction", "introduction", "muscle that tightens on its own"),
    ("it can cause severe pain and be debilitating", "introduction", "hurt badly .* days hard"),
    ("several measures together", "introduction", "rest.* pain.* moving"),
    ("it takes patience and consistency", "introduction", "patience .* steady"),
    (
        "persisting or worsening spasms need a doctor",
        "introduction",
        "severe, persists .* worse, .* doctor",
    ),
    ("rest reduces muscle tension", "rest", "release their tension"),
    ("rest lets muscles heal", "rest", "heal"),
    ("rest reduces pain and inflammation", "rest", "pain and inflammation"),
    ("rest improves blood flow", "rest", "blood .* oxygen and nutrients"),
    ("going on worsens the spasm or injures", "rest", "worse .* injury"),
    ("rest lets other treatments work", "rest", "warmth, cold and pain relievers"),
    ("no heavy lifting or twisting", "rest", "lifting heavy .* twisting"),
    ("ample time to recover", "rest", "as long as you need"),
    ("heat relaxes, brings blood, eases pain", "heat-or-cold", "loosens muscles.* blood .* pain"),
    ("heat sources", "heat-or-cold", "heating pad.* hot-water bottle .* warm bath"),
    ("heat for chronic pain and spasm", "heat-or-cold", "longer.* spasm"),
    (
        "cold numbs, reduces inflammation and spasm",
        "heat-or-cold",
        "numbs .* inflammation .* spasm",
    ),
    ("cold sources", "heat-or-cold", "ice pack.* cold pack .* cold water"),
    (
        "cold for acute pain and inflammation",
        "heat-or-cold",
        "inflammation that have only just begun",
    ),
    ("the choice is preference and severity", "heat-or-cold", "prefer .* how bad"),
    ("never directly on the skin", "heat-or-cold", "never .* skin: wrap .* towel or cloth"),
    ("relievers block pain signals", "pain-relievers", "pain signals .* brain"),
    ("relievers reduce inflammation and tension", "pain-relievers", "inflammation.* tense muscle"),
    ("pain makes daily activities difficult", "pain-relievers", "daily activities"),
    ("relief is temporary", "pain-relievers", "temporary"),
    ("ibuprofen is an NSAID", "pain-relievers", "ibuprofen .* nsaids"),
    ("ibuprofen for strains, sprains, injuries", "pain-relievers", "strain.* sprain .* injury"),
    (
        "acetaminophen has no anti-inflammatory effect",
        "pain-relievers",
        "acetaminophen .* not on inflam",
    ),
    ("acetaminophen for tension or stress", "pain-relievers", "acetaminophen .* tension or stress"),
    ("choose by severity and cause", "pain-relievers", "what is behind the pain, and how strong"),
    (
        "ibuprofen for inflammation, acetaminophen for pain",
        "pain-relievers",
        "inflammation, ibuprofen .* pain as such, acetaminophen",
    ),
    ("follow the directions", "pain-relievers", "directions on the label .* more than"),
    ("a pharmacist is asked", "pain-relievers", "pharmacist"),
    ("prescription through a professional", "pain-relievers", "professional .* prescription"),
    ("stretching improves flexibility", "stretching", "range of motion.* flexible"),
    ("exercise strengthens: yoga or Pilates", "stretching", "yoga or pilates .* strengthens"),
    (
        "strong muscles spasm less, posture reduces strain",
        "stretching",
        "stronger .* less .* posture",
    ),
    ("movement brings circulation", "stretching", "blood circulating.* oxygen and nutrients"),
    (
        "it speeds recovery and prevents",
        "stretching",
        "speed up recovery.* function .* less likely",
    ),
    ("it promotes back health", "stretching", "good for the back overall"),
    ("start gently, increase as tolerated", "stretching", "start with gentle .* little at a time"),
    ("poor posture strains and can lead to spasms", "posture summary", "strains .* spasm"),
    ("mindful sitting", "posture", "seat"),
    ("mindful standing", "posture", "both feet, knees"),
    ("mindful sleeping", "posture", "pillow between the knees"),
    ("ergonomic supports for alignment", "posture", "supports .* alignment"),
    ("severe pain: doctor", "medical", "severe, or persists"),
    ("no improvement at home: doctor", "medical", "home treatment"),
    ("numbness or tingling: doctor", "medical", "numbness or tingling"),
    ("underlying conditions are ruled out", "medical", "rule out"),
    (
        "physical therapy",
        "medical",
        "physical therapy: exercises .* flexibility, strength and posture",
    ),
    ("physical therapy's effects", "medical", "tension.* range of motion .* coming back"),
    ("chiropractic care", "medical", "chiropractic .* spine and other joints"),
    ("chiropractic's aims", "medical", "nerves .* body moves"),
    ("corticosteroid injections", "medical", "corticosteroid .* inflammation.* right where"),
    ("injections work quickly, for a time", "medical", "quickly, for a time"),
    ("injections sparingly, side effects", "medical", "sparingly.* repeated use .* side effects"),
    ("a professional decides with the person", "medical", "depends on the person.* professional"),
    ("Q1 causes", "faq", "strained muscle.*posture.*dehydration.*stress.*medical condition"),
    ("Q2 duration", "faq", "hours or days.* weeks.* months"),
    ("Q3 prevention", "faq", "not every one.* posture.* exercising regularly .* stress .* risk"),
    ("Q4 when to seek help", "faq", "severe or persistent.* numbness, tingling .* home remedies"),
    (
        "Q5 options",
        "faq",
        "rest, heat or cold, pain relievers .* physical .* chiropractic .* injections",
    ),
    ("Q6 serious conditions", "faq", "herniated disc or spinal stenosis.* professional"),
]


@pytest.mark.parametrize(("fact", "where", "words"), FACTS, ids=[fact for fact, *_ in FACTS])
def test_every_fact_of_the_article_is_told(fact, where, words):
    texts = [text.lower() for place, text in PASSAGES if place.startswith(where)]
    assert any(re.search(words, text, re.DOTALL) for text in texts), fact


WARNING_SIGNS = [
    "both legs",
    "genitals or buttocks",
    "bladder or bowel",
    "chest pain",
    "accident",
    "fever",
    "losing weight",
    "lump",
    "changed shape",
    "ease with rest",
    "at night",
    "sneeze, cough",
    "between your shoulder blades",
    "cancer",
    "osteoporosis",
    "steroids",
    "immune",
    "under 16",
    "weakness in a leg",
    "six weeks",
]


@pytest.mark.parametrize("sign", WARNING_SIGNS)
def test_every_warning_sign_is_asked_about(sign):
    signs = GUIDE.warning_signs
    assert any(sign in text for text in (*signs.emergency, *signs.doctor))


def test_the_six_questions_are_answered_in_six_parts():
    parts = GUIDE.topic("faq").parts
    assert len(parts) == 6
    assert all(part.heading.endswith("?") for part in parts)


def test_every_topic_rests_on_sections_of_the_article_and_all_sections_are_used():
    assert [topic.name for topic in GUIDE.topics] == list(TOPICS)
    used = {section for topic in GUIDE.topics for section in topic.sections}
    assert used <= set(ADVICE.sections)
    assert set(ADVICE.sections) - used == {"introduction"}


def test_an_unknown_topic_is_a_key_error():
    with pytest.raises(KeyError):
        GUIDE.topic("surgery")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda c: c.pop("disclaimer"), "disclaimer"),
        (lambda c: c.pop("topic"), "topic is missing"),
        (lambda c: c["topic"].pop("faq"), "exactly"),
        (lambda c: c["topic"]["rest"].pop("part"), "topic rest"),
        (lambda c: c["topic"]["rest"]["part"][0].update(points=[]), "rest: points"),
        (lambda c: c["warning_signs"].update(emergency="none"), "warning_signs: emergency"),
    ],
)
def test_a_broken_guide_is_refused_naming_the_place(spoil, message):
    content = deepcopy(CONTENT)
    spoil(content)
    with pytest.raises(GuideError, match=message):
        load_guide(content)
