"""``posture data delete``: what was recorded, wherever it is."""

import json
from typing import Annotated

import typer

from posture.cli.confirm import confirmed
from posture.cli.data_selection import DAY, selected
from posture.cli.durations import counted
from posture.cli.options import JsonOption, YesOption, profile_option


def delete(
    day: Annotated[
        str | None, typer.Option("--day", "-d", metavar=DAY, help="Only of this day.")
    ] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar=DAY, help="Only before this day.")
    ] = None,
    profile: Annotated[
        str | None,
        profile_option("Only what was judged by this calibration profile."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", "-s", metavar="0|PATH|URL", help="Only what came from this source."
        ),
    ] = None,
    is_all: Annotated[bool, typer.Option("--all", help="Everything.")] = False,
    is_sure: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Delete what was recorded, also from backups, reports, log and learned feedback.

    With several options, only what matches all of them is deleted. Calibrations and settings are
    kept.

    Example: posture data delete --before 2026-01-01
    """
    from posture.app.data.deleted import delete_everywhere  # noqa: PLC0415 - not for --help
    from posture.config import load_config  # noqa: PLC0415
    from posture.system.timezone import local_zone  # noqa: PLC0415

    config = load_config()
    selection, words = selected(day, before, profile, source, is_all=is_all)
    question = f"Permanently delete {words}, also from backups, reports, log and learned feedback?"
    if not (is_sure or confirmed(question)):
        typer.echo("Kept.")
        return
    deleted = delete_everywhere(selection, config, local_zone())
    if as_json:
        days = sorted(day.isoformat() for day in deleted.days)
        typer.echo(json.dumps({"rows": deleted.rows, "days": days, "pages": deleted.pages}))
        return
    for notice in deleted.notices:
        typer.echo(notice, err=True)
    rows = {"looks" if name == "samples" else name: n for name, n in deleted.rows.items()}
    counts = ", ".join(counted(n, name.removesuffix("s")) for name, n in rows.items() if n)
    typer.echo(f"Deleted {words}: {counts or 'nothing was there'}.")
    if is_all:
        typer.echo(
            "Calibrations and settings are kept: posture profiles delete, posture config path"
        )
