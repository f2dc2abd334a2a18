"""The whole guide, topic by topic, and the warning signs: words and their order, no layout.

The texts live in config/guide.toml; whoever reads that file hands its parsed content to
``load_guide``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

TOPICS = (
    "rest",
    "heat-or-cold",
    "pain-relievers",
    "stretching",
    "posture",
    "medical",
    "faq",
)


class GuideError(ValueError):
    """The guide given is not usable; the message names the topic and the field."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the points under it."""

    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """sections: the article sections it rests on, keys of advice.toml [sections]."""

    name: str
    title: str
    summary: str
    sections: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class WarningSigns:
    """Signs that come before any advice, and what to do about each group."""

    emergency: tuple[str, ...]
    emergency_advice: str
    doctor: tuple[str, ...]
    doctor_advice: str


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything `posture advice` shows, topics in the order of TOPICS."""

    introduction: tuple[str, ...]
    disclaimer: str
    warning_signs: WarningSigns
    topics: tuple[Topic, ...]

    def topic(self, name: str) -> Topic:
        """Raises KeyError for a name that is not in TOPICS."""
        for topic in self.topics:
            if topic.name == name:
                return topic
        raise KeyError(name)


def load_guide(content: Mapping[str, object]) -> Guide:
    """The guide out of a parsed guide.toml. Raises GuideError naming what is wrong."""
    signs = _table(content, "warning_signs", "the guide")
    topics = _table(content, "topic", "the guide")
    if set(topics) != set(TOPICS):
        raise GuideError(f"the topics must be exactly {', '.join(TOPICS)}")
    return Guide(
        _texts(content, "introduction", "the guide"),
        _text(content, "disclaimer", "the guide"),
        WarningSigns(
            _texts(signs, "emergency", "warning_signs"),
            _text(signs, "emergency_advice", "warning_signs"),
            _texts(signs, "doctor", "warning_signs"),
            _text(signs, "doctor_advice", "warning_signs"),
        ),
        tuple(_topic(name, _table(topics, name, "topic")) for name in TOPICS),
    )


def _topic(name: str, entry: Mapping[str, object]) -> Topic:
    parts = entry.get("part")
    if not isinstance(parts, list) or not parts:
        raise GuideError(f"topic {name}: there is no part")
    return Topic(
        name,
        _text(entry, "title", name),
        _text(entry, "summary", name),
        _texts(entry, "sections", name),
        tuple(Part(_text(part, "heading", name), _texts(part, "points", name)) for part in parts),
    )


def _table(content: Mapping[str, object], key: str, where: str) -> Mapping[str, object]:
    value = content.get(key)
    if not isinstance(value, Mapping):
        raise GuideError(f"{where}: {key} is missing")
    return value


def _text(content: Mapping[str, object], key: str, where: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value:
        raise GuideError(f"{where}: {key} must be a text")
    return value


def _texts(content: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    value = content.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and v for v in value):
        raise GuideError(f"{where}: {key} must be a list of texts")
    return tuple(value)
