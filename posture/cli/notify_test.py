"""``posture notify-test``: one notification, sent for real."""

import json
from typing import Annotated

import typer

from posture.cli.durations import SYNTAX, duration_s
from posture.cli.options import JsonOption, SetOption


def notify_test(
    wait: Annotated[
        str,
        typer.Option(
            "--wait", metavar="10s", help=f"How long to wait for a pressed button, {SYNTAX}."
        ),
    ] = "10s",
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send one notification, and say what became of it. Leaves with 1 when it did not arrive.

    Example: posture notify-test --wait 30s
    """
    from posture.config import load_config  # noqa: PLC0415 - heavy, as the rest
    from posture.notifier import nudge_buttons, open_notifier  # noqa: PLC0415
    from posture.protocols import Delivery, Message  # noqa: PLC0415

    wait_s = duration_s(wait, "--wait")
    config = load_config(overrides or ())
    settings = config.notifier
    message = Message(
        "test",
        "posture can reach you",
        "This is what a nudge looks like. Press a button if you see one.",
        nudge_buttons(config.nudges.snooze_s),
    )
    with open_notifier(
        settings.backend, deadline_s=settings.deadline_s, show_s=settings.show_s, queue=1
    ) as notifier:
        notifier.submit(message)
        notifier.wait(2 * settings.deadline_s + 1.0)
        outcome = dict(notifier.drain()).get(message.id)
        arrived = outcome is not None and outcome.delivery is Delivery.DELIVERED
        pressed = notifier.wait_for_answer(wait_s) if arrived else None
        facts = {
            "backend": notifier.backend_name,
            "outcome": "unknown" if outcome is None else str(outcome.delivery),
            "why": "" if outcome is None else outcome.why,
            "pressed": pressed,
        }
    typer.echo(json.dumps(facts) if as_json else _line(facts))
    if not arrived:
        raise typer.Exit(1)


def _line(facts: dict[str, str | None]) -> str:
    if facts["why"]:
        return f"Not shown ({facts['backend']}): {facts['why']}."
    pressed = f" You pressed: {facts['pressed']}." if facts["pressed"] else ""
    return f"Shown ({facts['backend']}).{pressed}"
