"""``posture autostart``: begin the watch at login, or not."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from posture.cli.options import JsonOption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.app.integration.autostart import Autostart
    from posture.app.integration.changes import Change

app = typer.Typer(no_args_is_help=True)
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only print what would be done.")]


@app.command()
def on(is_dry: DryRunOption = False) -> None:
    """Start monitoring at every login.

    Example: posture autostart on --dry-run
    """
    from posture.app.integration.autostart import changes_on, turn_on  # noqa: PLC0415

    if is_dry:
        show_changes(changes_on())
        return
    typer.echo(f"{_words(turn_on())} To start now: posture start")


@app.command()
def off(is_dry: DryRunOption = False) -> None:
    """Stop starting at login; a running monitor keeps running.

    Example: posture autostart off
    """
    from posture.app.integration.autostart import changes_off, turn_off  # noqa: PLC0415

    if is_dry:
        show_changes(changes_off())
        return
    typer.echo(_words(turn_off()))


@app.command()
def status(as_json: JsonOption = False) -> None:
    """Say whether monitoring starts at login, and how.

    Example: posture autostart status
    """
    from posture.app.integration.autostart import status as found  # noqa: PLC0415

    now = found()
    if not as_json:
        typer.echo(_words(now))
        return
    facts = {
        "on": now.is_on,
        "way": now.way,
        "path": now.path,
        "current": now.is_current,
        "tray": now.has_tray,
    }
    typer.echo(json.dumps(facts))


def show_changes(changes: "Iterable[Change]") -> None:
    """What would be done, one change after the other."""
    lines = [f"Would {change}" for change in changes]
    typer.echo("\n".join(lines) or "Nothing would be changed.")


def _words(now: "Autostart") -> str:
    if not now.is_on:
        return "posture does not start when you log in. To change that: posture autostart on"
    tray = ", with its tray icon" if now.has_tray else ""
    said = f"posture starts when you log in{tray} ({now.path})."
    if not now.is_current:
        said += (
            " It was set up by another installation of posture. To renew it: posture autostart on"
        )
    return said
