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
_DIM_S = 10.0


def notify_test(
    step: Annotated[
        str | None,
        typer.Option(
            "--step",
            metavar="|".join(_STEPS),
            help="How to nudge.",
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
    """Send a test notification like your first nudge.

    Reports whether it was delivered; exits 1 on failure.

    Example: posture notify-test --wait 30s
    """
    if step is not None and step not in _STEPS:
        raise InputError(f"--step {step}: not one of {', '.join(_STEPS)}.")
    wait_s = duration_s(wait, "--wait")
    from posture.config import load_config  # noqa: PLC0415 - heavy, as the next
    from posture.core.policies.nudges import NudgeStep  # noqa: PLC0415

    config = load_config(overrides or ())
    chosen = NudgeStep(step) if step else next(iter(config.nudges.steps), None)
    if chosen is None or chosen is NudgeStep.TRAY:
        facts = _unshown(chosen)
    else:
        facts = _sent(chosen, config, wait_s)
    typer.echo(json.dumps(facts) if as_json else _line(facts, config))
    if chosen is not NudgeStep.TRAY and facts["outcome"] != "delivered":
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

    from posture.core.policies.nudges import NudgeStep  # noqa: PLC0415
    from posture.desktop.overlay.dimmer import Dimmer  # noqa: PLC0415
    from posture.notifier import nudge_buttons, open_notifier  # noqa: PLC0415
    from posture.protocols import Delivery, Message  # noqa: PLC0415

    settings, nudges = config.notifier, config.nudges
    message = Message(
        "test",
        "posture can reach you",
        f"Your nudges look like this ({step}). If you see a button, press it.",
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


def _line(facts: dict[str, Any], config: "Config") -> str:
    other = "Try another: posture notify-test --step toast"
    if facts["step"] is None:
        return f"Nothing is shown: {facts['why']}. {other}"
    if facts["step"] == "tray":
        return f"Nothing is shown: a nudge of step tray appears only in posture status. {other}"
    if facts["why"]:
        return f"Not shown ({facts['backend']}): {facts['why']}."
    pressed = f" You pressed: {facts['pressed']}." if facts["pressed"] else ""
    dimmed = f" The screen was not dimmed: {facts['undimmed']}." if facts["undimmed"] else ""
    return f"Shown ({facts['backend']}).{dimmed}{pressed}{_later(config)}"


def _later(config: "Config") -> str:
    """How loud nudges become that are ignored."""
    steps = [str(step) for step in config.nudges.steps]
    if not steps:
        return " However, your nudges are off: nudges.steps is empty."
    return f" When nudges are ignored, they become: {', then '.join(steps)}." if steps[1:] else ""
