"""``posture data backup`` and ``restore``: copies of the record, and back."""

from pathlib import Path
from typing import Annotated

import typer

from posture.cli.confirm import confirmed
from posture.cli.options import YesOption


def backup(
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="A file instead of the backups folder."),
    ] = None,
) -> None:
    """Make a checked copy of the record now; one is also made every day.

    Example: posture data backup --out /media/stick/posture.db
    """
    from posture.app.data.copies import back_up_now  # noqa: PLC0415 - not for --help
    from posture.config import load_config  # noqa: PLC0415

    typer.echo(f"Backed up to {back_up_now(load_config(), out)}")


def restore(
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE|DATE]", help="A backup, or the date of one; without it the newest."
        ),
    ] = None,
    is_sure: YesOption = False,
) -> None:
    """Replace the record with a backup; the current one is backed up first.

    Example: posture data restore 2026-11-20
    """
    from posture.app.data.copies import chosen_backup, restore  # noqa: PLC0415 - not for --help
    from posture.config import load_config  # noqa: PLC0415

    chosen = chosen_backup(which)
    if not (is_sure or confirmed(f"Replace the record with {chosen}?")):
        typer.echo("Kept.")
        return
    undo = restore(chosen, load_config())
    typer.echo(f"The record is that of {chosen} again.")
    if undo is not None:
        typer.echo(f"What was there before: {undo}")
