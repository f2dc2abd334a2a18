"""``posture report``: how a day went."""

import json
import logging
import webbrowser
from contextlib import closing
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from posture.cli.options import JsonOption
from posture.errors import InputError

_STDOUT = Path("-")
# What a clock shows that was never set.
_FIRST_YEAR = 1970


def report(
    day: Annotated[
        str, typer.Option("--day", "-d", metavar="today|yesterday|DATE", help="The day to report.")
    ] = "today",
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser.")
    ] = False,
    as_json: JsonOption = False,
    csv: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="PATH|-", help="Also write the hours as CSV; - prints only that."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="PATH|-", help="Write the page to this file; - prints only that."
        ),
    ] = None,
) -> None:
    """Show how a day went, and save it as a page.

    Example: posture report --day yesterday --open
    """
    printed = _printed(as_json=as_json, csv=csv, out=out)
    from posture.config import load_config  # noqa: PLC0415 - after the arguments are checked
    from posture.report.data import jsonable, write_csv  # noqa: PLC0415
    from posture.report.write import (  # noqa: PLC0415
        day_summary,
        page_text,
        write_out,
        write_page,
        write_page_to,
    )
    from posture.store.sqlite import open_store  # noqa: PLC0415
    from posture.system.paths import data_dir  # noqa: PLC0415
    from posture.system.timezone import local_zone  # noqa: PLC0415

    tz = local_zone()
    today = datetime.now(tz).date()
    wanted = chosen_day(day, today)
    config = load_config()
    record = data_dir() / "posture.db"
    try:
        record.lstat()  # a link that leads nowhere is refused below
    except (FileNotFoundError, NotADirectoryError):
        _say_nothing_yet(wanted, as_json=as_json, err=bool(printed))
        return
    # Its notices are shown below; without a log file Python would print them too.
    logging.getLogger("posture.store").addHandler(logging.NullHandler())
    with closing(open_store(record, config.store)) as store:
        summary = day_summary(store, wanted, tz, config)
        notices = tuple(store.notices)
        # A clock that was wrong may have left days to come.
        others = (other for other in store.latest_days(tz, 2, today) if other != wanted)
        latest = next(others, None)
    if summary.is_empty and not as_json:
        _say_empty(wanted, latest, notices, err=bool(printed))
        return
    table = StringIO()
    write_csv(summary, table)
    if csv and csv != _STDOUT:
        write_out(csv, table.getvalue())
    if printed and not as_json:
        _echo_all(notices)
        is_table = printed == "--csv"
        typer.echo(table.getvalue() if is_table else page_text(summary, notices), nl=False)
        return
    page = (
        write_page_to(out, summary, notices)
        if out
        else write_page(summary, data_dir() / "reports", notices)
    )
    if as_json:
        typer.echo(json.dumps({**jsonable(summary), "notices": notices, "page": str(page)}))
    else:
        from rich.console import Console  # noqa: PLC0415

        from posture.report.terminal import render  # noqa: PLC0415

        _echo_all(notices)
        Console(highlight=False).print(render(summary))
        typer.echo(f"\nThe day as a page: {page}")
        if csv:
            typer.echo(f"The hours as a table: {csv}")
    if open_page and not webbrowser.open(page.absolute().as_uri()):
        typer.echo("Could not open a browser; open the page yourself.", err=True)


def chosen_day(text: str, today: date) -> date:
    """The day meant by ``--day``; raises InputError for one that is no day or not yet."""
    word = text.strip().lower()
    if word == "today":
        return today
    if word == "yesterday":
        return today - timedelta(days=1)
    try:
        wanted = date.fromisoformat(word)
    except ValueError:
        raise InputError(
            f"--day {text}: not a day.", "Write today, yesterday or a date such as 2026-11-20."
        ) from None
    if wanted.year < _FIRST_YEAR:
        raise InputError(f"--day {text}: no record is that old.", f"Today is {today}.")
    if wanted > today:
        raise InputError(f"--day {text}: that day is still to come.", f"Today is {today}.")
    return wanted


def _printed(*, as_json: bool, csv: Path | None, out: Path | None) -> str:
    """Which option takes the standard output for a file of its own, if any.

    Raises InputError when several do.
    """
    asked = {"--json": as_json, "--csv": csv == _STDOUT, "--out": out == _STDOUT}
    wanted = [option for option, is_asked in asked.items() if is_asked]
    if len(wanted) > 1:
        raise InputError(
            f"{wanted[0]} and {wanted[1]} cannot both go to the standard output.",
            "Give one of them the name of a file, or leave it out.",
        )
    return next(iter(wanted), "")


def _echo_all(notices: tuple[str, ...]) -> None:
    for notice in notices:
        typer.echo(notice, err=True)


def _say_nothing_yet(wanted: date, *, as_json: bool, err: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"day": wanted.isoformat(), "watched_s": 0.0, "page": None}))
        return
    typer.echo("Nothing has been recorded yet.", err=err)
    typer.echo(
        "Start with `posture calibrate`, then `posture run`, and the report fills up as you sit.",
        err=err,
    )


def _say_empty(wanted: date, latest: date | None, notices: tuple[str, ...], *, err: bool) -> None:
    _echo_all(notices)
    typer.echo(f"Nothing was recorded on {wanted:%A} {wanted.isoformat()}.", err=err)
    if latest:
        typer.echo(
            f"The latest day with a record: posture report --day {latest.isoformat()}", err=err
        )
    else:
        typer.echo(
            "Start watching with `posture run`, and the report fills up as you sit.", err=err
        )
