"""``posture advice``: the whole guide."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posture.cli.options import JsonOption

if TYPE_CHECKING:
    from rich.console import Console

    from posture.core.exercises.guide import Guide, Topic


def _topics() -> "tuple[str, ...]":
    """For shell completion."""
    from posture.core.exercises.guide import TOPICS  # noqa: PLC0415

    return TOPICS


def advice(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC",
            autocompletion=_topics,
            help="rest, heat-or-cold, pain-relievers, stretching, posture, medical or faq.",
            show_default="all of it",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read the guide to easing back spasms, or one topic of it.

    Example: posture advice heat-or-cold
    """
    from rich.console import Console  # noqa: PLC0415 - heavy

    from posture.config import read_toml  # noqa: PLC0415
    from posture.core.exercises.guide import TOPICS, load_guide  # noqa: PLC0415
    from posture.errors import InputError  # noqa: PLC0415
    from posture.system.paths import resource  # noqa: PLC0415

    if topic is not None and topic not in TOPICS:
        raise InputError(f"There is no topic {topic!r}.", f"Topics: {', '.join(TOPICS)}.")
    guide = load_guide(read_toml(resource("config/guide.toml")))
    topics = guide.topics if topic is None else (guide.topic(topic),)
    if as_json:
        typer.echo(json.dumps(_facts(guide, topics), ensure_ascii=False))
        return
    _show(Console(), guide, topics, is_whole=topic is None)


def _facts(guide: "Guide", topics: "tuple[Topic, ...]") -> dict[str, Any]:
    facts = asdict(guide)
    facts["topics"] = [asdict(topic) for topic in topics]
    return facts


def _show(
    console: "Console", guide: "Guide", topics: "tuple[Topic, ...]", *, is_whole: bool
) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - heavy

    def bullet(text: str) -> None:
        console.print(Padding(f"- {text}", (0, 0, 0, 2)), highlight=False)

    if is_whole:
        for text in guide.introduction:
            console.print(text, highlight=False)
    for topic in topics:
        console.print(f"\n[b]{topic.title}[/b]")
        console.print(topic.summary, highlight=False)
        for part in topic.parts:
            console.print(f"\n  [i]{part.heading}[/i]")
            for point in part.points:
                bullet(point)
        if topic.name == "medical":
            signs = guide.warning_signs
            for advice_, signs_ in (
                (signs.emergency_advice, signs.emergency),
                (signs.doctor_advice, signs.doctor),
            ):
                console.print(f"\n  [i]{advice_}[/i] With any of these:")
                for sign in signs_:
                    bullet(sign)
    console.print(f"\n{guide.disclaimer}", highlight=False)
