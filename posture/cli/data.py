"""``posture data``: what is kept of you, to read, take along, correct and delete."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from posture.cli.confirm import confirmed
from posture.cli.data_selection import day_of, selected
from posture.cli.options import JsonOption, profile_option
from posture.errors import InputError, StoreError

app = typer.Typer(no_args_is_help=True)

_KILO = 1000
_DAY = "today|yesterday|DATE"
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar=_DAY, help="The first day.", show_default="all")
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar=_DAY, help="The last day.", show_default="all")
]


class FileFormat(StrEnum):
    """The kinds of files an export can have."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


@app.command()
def info(as_json: JsonOption = False) -> None:
    """Show what is kept, where, how large it is and since when.

    Example: posture data info
    """
    from posture.app.data.inventory import inventory  # noqa: PLC0415 - not for --help
    from posture.config import load_config  # noqa: PLC0415
    from posture.system.timezone import local_zone  # noqa: PLC0415

    found = inventory(load_config(), local_zone())
    if as_json:
        typer.echo(json.dumps(found))
        return
    for part in found["kept"]:
        size = _size(part["bytes"]) if part["files"] else "nothing"
        typer.echo(f"{part['name']:>16}  {size:>9}  {part['folder']}")
    record = found["record"]
    if not record["since"]:
        typer.echo("\nNothing has been recorded yet.")
        return
    typer.echo(f"\nRecorded from {record['since']} to {record['until']}:")
    for name, rows in record["rows"].items():
        typer.echo(f"{rows:>12,}  {name}")
    for kind in ("profiles", "sources"):
        if record[kind]:
            typer.echo(f"{kind:>12}  {', '.join(record[kind])}")


@app.command()
def export(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FOLDER", help="The folder to write to.")
    ],
    file_format: Annotated[
        FileFormat,
        typer.Option(
            "--format", metavar="csv|jsonl|parquet", help="Parquet needs the extra `data`."
        ),
    ] = FileFormat.CSV,
    first: FromOption = None,
    last: ToOption = None,
    only: Annotated[
        str | None,
        typer.Option(
            "--only",
            metavar="NAMES",
            help="Only these of looks, minutes, episodes, nudges, breaks; with commas.",
            show_default="all",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write what was recorded to files that other programs read.

    The page on the record (docs/record.md) describes them.

    Example: posture data export --out my-posture --format csv --from 2026-11-01
    """
    from posture.app.data.exported import export_to  # noqa: PLC0415 - not for --help
    from posture.app.data.spans import span_us  # noqa: PLC0415
    from posture.config import load_config  # noqa: PLC0415
    from posture.store.exchange.columns import NAMES  # noqa: PLC0415
    from posture.system.timezone import local_zone  # noqa: PLC0415

    tz = local_zone()
    wanted = NAMES if only is None else tuple(name.strip() for name in only.split(","))
    for name in wanted:
        if name not in NAMES:
            raise InputError(f"--only {name}: not one of {', '.join(NAMES)}.")
    span = span_us(day_of(first, "--from"), day_of(last, "--to"), tz)
    counts = export_to(out, file_format, load_config(), tz, span_us=span, only=wanted)
    if as_json:
        typer.echo(json.dumps({"folder": str(out.absolute()), "rows": counts}))
        return
    for name, rows in counts.items():
        typer.echo(f"{rows:>12,}  {out / name}.{file_format}")
    typer.echo("Only you can read these files. To import them elsewhere: posture data import")


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What an export wrote.")],
    as_json: JsonOption = False,
) -> None:
    """Add an export to the record, skipping what is already there.

    Example: posture data import my-posture
    """
    from dataclasses import asdict  # noqa: PLC0415

    from posture.app.data.exported import import_from  # noqa: PLC0415 - not for --help
    from posture.config import load_config  # noqa: PLC0415

    taken = import_from(folder, load_config())
    if as_json:
        typer.echo(json.dumps({name: asdict(one) for name, one in taken.items()}))
        return
    for name, one in taken.items():
        typer.echo(f"{name:>10}  {one.added:,} new of {one.read:,}")


@app.command()
def delete(
    day: Annotated[
        str | None, typer.Option("--day", "-d", metavar=_DAY, help="Only of this day.")
    ] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar=_DAY, help="Only before this day.")
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

    With several options, only what fits all of them. Calibrations and settings are kept.

    Example: posture data delete --before 2026-01-01
    """
    from posture.app.data.deleted import delete_everywhere  # noqa: PLC0415 - not for --help
    from posture.config import load_config  # noqa: PLC0415
    from posture.system.timezone import local_zone  # noqa: PLC0415

    config = load_config()
    selection, words = selected(day, before, profile, source, is_all=is_all)
    question = f"Delete {words} for good, also from backups, reports, log and learned feedback?"
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
    counts = ", ".join(f"{n:,} {name}" for name, n in rows.items() if n) or "nothing was there"
    typer.echo(f"Deleted {words}: {counts}.")
    if is_all:
        typer.echo(
            "Calibrations and settings are kept: posture profiles delete, posture config path"
        )


@app.command()
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


@app.command()
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
    if not (is_sure or confirmed(f"Replace the record by {chosen}?")):
        typer.echo("Kept.")
        return
    undo = restore(chosen, load_config())
    typer.echo(f"The record is that of {chosen} again.")
    if undo is not None:
        typer.echo(f"What was there before: {undo}")


@app.command()
def check() -> None:
    """Check the record, its backups and the files beside it; nothing is changed.

    Example: posture data check
    """
    from posture.app.data.checked import findings  # noqa: PLC0415 - not for --help

    found = list(findings())
    for finding in found[1:]:
        typer.echo(finding, err=True)
    if found:
        raise StoreError(found[0])
    typer.echo("ok: the record, its backups and the files beside it are intact")


def _size(size: float) -> str:
    if size < _KILO:
        return f"{size:.0f} B"
    for unit in ("kB", "MB"):
        size /= _KILO
        if size < _KILO:
            return f"{size:.1f} {unit}"
    return f"{size / _KILO:.1f} GB"
