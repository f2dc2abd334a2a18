"""``posture export``: to other programs on this machine."""

import json
from datetime import datetime
from typing import Annotated

import typer

from posture.cli.options import JsonOption

app = typer.Typer(no_args_is_help=True)

_USUAL = "http://127.0.0.1:5600"


@app.callback()
def _export() -> None:
    """With one command typer would make it the group itself."""


@app.command()
def activitywatch(
    server: Annotated[
        str, typer.Option("--server", metavar="URL", help="The local ActivityWatch server.")
    ] = _USUAL,
    first: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="today|yesterday|DATE", help="The first day.", show_default="all"
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Send new slouches and breaks to ActivityWatch on this machine.

    Example: posture export activitywatch
    """
    from posture.app.activitywatch.sent import send_new  # noqa: PLC0415 - not for --help
    from posture.app.data.spans import day_named, span_us  # noqa: PLC0415
    from posture.config import load_config  # noqa: PLC0415
    from posture.system.timezone import local_zone  # noqa: PLC0415

    tz = local_zone()
    today = datetime.now(tz).date()
    day = None if first is None else day_named(first, "--from", today)
    sent = send_new(server, load_config(), tz, span_us(day, None, tz))
    if as_json:
        typer.echo(json.dumps(sent))
    elif any(sent.values()):
        typer.echo(f"Sent to ActivityWatch: {sent['slouches']} slouches, {sent['breaks']} breaks.")
    else:
        typer.echo("ActivityWatch already has everything.")
