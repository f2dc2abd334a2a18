"""``posture data``: what is kept of you, to read, take along, correct and delete."""

import json

import typer

from posture.cli.data_backups import backup, restore
from posture.cli.data_deletion import delete
from posture.cli.data_exchange import export, import_
from posture.cli.options import JsonOption
from posture.errors import StoreError

app = typer.Typer(no_args_is_help=True)

_KILO = 1000


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


app.command()(export)
app.command("import")(import_)
app.command()(delete)
app.command()(backup)
app.command()(restore)


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
