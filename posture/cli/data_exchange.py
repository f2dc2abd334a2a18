"""``posture data export`` and ``import``: the record as files that other programs read."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from posture.cli.data_selection import DAY, day_of
from posture.cli.options import JsonOption
from posture.errors import InputError

FromOption = Annotated[
    str | None, typer.Option("--from", metavar=DAY, help="The first day.", show_default="all")
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar=DAY, help="The last day.", show_default="all")
]


class FileFormat(StrEnum):
    """The kinds of files an export can have."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


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
            help="Only some of looks, minutes, episodes, nudges and breaks, separated by commas.",
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
