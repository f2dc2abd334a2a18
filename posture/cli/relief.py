"""``posture relief``: for somebody whose back is in spasm now."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from posture.cli.options import SetOption


def relief(
    minutes: Annotated[
        int | None,
        typer.Option("--pause", metavar="MINUTES", min=0, max=1440,
                     help="Minutes without nudges afterwards; else it asks."),
    ] = None,
    overrides: SetOption = None,
) -> None:  # fmt: skip
    """Guide you through a back spasm: warning signs first, then rest, warmth or cold, movement.

    Posture nudges are silent meanwhile, and afterwards for as long as you say. Settings that
    cannot be read are told and left aside: help comes first.

    Example: posture relief
    """
    from rich.console import Console  # noqa: PLC0415 - heavy, as the rest

    from posture.app.relief import script, session  # noqa: PLC0415
    from posture.config import default_config, load_config  # noqa: PLC0415
    from posture.errors import ConfigError, InputError  # noqa: PLC0415
    from posture.monitor.control_socket import ask  # noqa: PLC0415
    from posture.store.pause_file import Standing, load_wishes, save_wishes  # noqa: PLC0415

    def silence(for_min: float) -> None:
        """Tell the running monitor; without one leave word for the next."""
        try:
            ask("snooze", seconds=for_min * 60, reason="relief")
        except InputError:
            now = datetime.now().astimezone()
            quiet = Standing.of(now, for_min * 60, "relief") if for_min else None
            save_wishes(replace(load_wishes(now), quiet=quiet))

    try:
        config = load_config(overrides or ())
    except ConfigError as error:
        typer.echo(f"posture: {error} Going on with the default settings.", err=True)
        config = default_config()
    console = Console()
    words = script(config)
    told = "No posture nudges for {} minutes. Sooner again: posture resume"
    silence(words.pause_min)
    try:
        ended = session(console, words)
    except InputError:  # nobody is there, so nobody needs quiet
        silence(0)
        raise
    except KeyboardInterrupt:
        console.print("\n" + told.format(words.pause_min))
        raise
    pause_min = (ended.pause_min if minutes is None else minutes) or 0
    silence(pause_min)
    if pause_min:
        console.print(told.format(pause_min))
