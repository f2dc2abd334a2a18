"""``posture notify-test``: one notification, sent for real."""

import json
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posture.cli.durations import SYNTAX, duration_s
from posture.cli.options import JsonOption, SetOption
from posture.errors import InputError

if TYPE_CHECKING:
    from posture.config import Config
    from posture.core.policies.nudges import NudgeStep

_STEPS = ("tray", "toast", "sound", "dim")
_ALL = "all"
_DIM_S = 10.0


def notify_test(
    step: Annotated[
        str | None,
        typer.Option(
            "--step",
            metavar="|".join((*_STEPS, _ALL)),
            help="How to nudge; all: one after the other.",
            show_default="the first of nudges.steps",
        ),
    ] = None,
    wait: Annotated[
        str,
        typer.Option(
            "--wait", metavar="10s", help=f"How long to wait for you to press a button, {SYNTAX}."
        ),
    ] = "10s",
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a nudge exactly as it would appear, on dimmed screens if its step dims them.

    Reports whether it was delivered; exits 1 on failure.

    Example: posture notify-test --wait 30s
    """
    if step is not None and step not in {*_STEPS, _ALL}:
        raise InputError(f"--step {step}: not one of {', '.join((*_STEPS, _ALL))}.")
    wait_s = duration_s(wait, "--wait")
    from posture.config import load_config  # noqa: PLC0415 - heavy, as the next
    from posture.core.policies.nudges import NudgeStep  # noqa: PLC0415

    config = load_config(overrides or ())
    if step == _ALL:
        steps: list[NudgeStep | None] = [*NudgeStep]
    else:
        steps = [NudgeStep(step) if step else next(iter(config.nudges.steps), None)]
    has_failed = False
    for each in steps:
        if each is None or each is NudgeStep.TRAY:
            facts = _unshown(each)
        else:
            facts = _sent(each, config, wait_s)
        typer.echo(
            json.dumps(facts) if as_json else _line(facts, config, is_one_of_all=bool(steps[1:]))
        )
        has_failed |= each is not NudgeStep.TRAY and facts["outcome"] != "delivered"
    if has_failed:
        raise typer.Exit(1)


def _unshown(step: "NudgeStep | None") -> dict[str, Any]:
    why = "nudges are off: nudges.steps is empty" if step is None else ""
    outcome = "held back" if step is None else "delivered"
    return {
        "step": step,
        "backend": None,
        "outcome": outcome,
        "why": why,
        "pressed": None,
        "undimmed": "",
    }


def _sent(step: "NudgeStep", config: "Config", wait_s: float) -> dict[str, Any]:
    """Show it as the monitor would; what became of it."""
    from contextlib import closing  # noqa: PLC0415

    from posture.app.composition import advice  # noqa: PLC0415
    from posture.core.events import Cause  # noqa: PLC0415
    from posture.core.policies.nudges import NudgeStep  # noqa: PLC0415
    from posture.desktop.overlay.dimmer import Dimmer  # noqa: PLC0415
    from posture.notifier import nudge_buttons, open_notifier  # noqa: PLC0415
    from posture.protocols import Delivery, Message  # noqa: PLC0415

    settings, nudges = config.notifier, config.nudges
    tip = advice().pick(Cause.SLUMPED, ())
    message = Message(
        "test",
        advice().title(Cause.SLUMPED, tip),
        f"{tip.text} (A test: press any button.)",
        nudge_buttons(nudges.snooze_s, nudges.pause_s),
        sound=step is NudgeStep.SOUND,
    )
    with (
        open_notifier(
            settings.backend, deadline_s=settings.deadline_s, show_s=settings.show_s, queue=1
        ) as notifier,
        closing(Dimmer(nudges.dim_seconds, nudges.dim_opacity)) as dimmer,
    ):
        notifier.submit(message)
        dimming = dimmer.dim() if step is NudgeStep.DIM else None
        notifier.wait(2 * settings.deadline_s + 1.0)
        until_s = time.monotonic() + _DIM_S
        while dimming is not None and dimming.why is None and time.monotonic() < until_s:
            time.sleep(0.05)
        outcome = dict(notifier.drain()).get(message.id)
        arrived = outcome is not None and outcome.delivery is Delivery.DELIVERED
        pressed = notifier.wait_for_answer(wait_s) if arrived else None
        return {
            "step": step,
            "backend": notifier.backend_name,
            "outcome": "unknown" if outcome is None else str(outcome.delivery),
            "why": "" if outcome is None else outcome.why,
            "pressed": pressed,
            "undimmed": "" if dimming is None else dimming.why,
        }


def _line(facts: dict[str, Any], config: "Config", *, is_one_of_all: bool) -> str:
    if is_one_of_all:
        return f"{facts['step']}: {_outcome(facts)}"
    other = "Try another: posture notify-test --step toast"
    if facts["step"] is None:
        return f"Nothing is shown: {facts['why']}. {other}"
    if facts["step"] == "tray":
        return f"{_outcome(facts)} {other}"
    return _outcome(facts) + ("" if facts["why"] else _later(config))


def _outcome(facts: dict[str, Any]) -> str:
    if facts["step"] == "tray":
        return "Nothing is shown but the tray icon and posture status."
    if facts["why"]:
        return f"Not shown ({facts['backend']}): {facts['why']}."
    pressed = f" You pressed: {facts['pressed']}." if facts["pressed"] else ""
    dimmed = f" The screen was not dimmed: {facts['undimmed']}." if facts["undimmed"] else ""
    return f"Shown ({facts['backend']}).{dimmed}{pressed}"


def _later(config: "Config") -> str:
    """How loud nudges become that are ignored."""
    steps = [str(step) for step in config.nudges.steps]
    if not steps:
        return " However, your nudges are off: nudges.steps is empty."
    return f" When nudges are ignored, they become: {', then '.join(steps)}." if steps[1:] else ""
