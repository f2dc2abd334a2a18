"""``posture report``: how a day, a week, a month or a year went."""

import json
import logging
import webbrowser
from contextlib import closing
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posture.cli.options import JsonOption
from posture.cli.report_outlets import Outlets, echo_all
from posture.cli.report_span import chosen_day, chosen_period, chosen_span
from posture.core.period.calendar import Period, PeriodKind
from posture.errors import InputError
from posture.system.paths import record_path, reports_dir

if TYPE_CHECKING:
    from posture.report.formats import Report
    from posture.report.publish import Publisher


_WhenArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[DATE]", help="A day, or one in the week, month or year. Default: today."
    ),
]
_DayOption = Annotated[
    str | None,
    typer.Option("--day", "-d", metavar="today|yesterday|DATE", help="The day to report."),
]
_WeekOption = Annotated[bool, typer.Option("--week", "-w", help="Report a week.")]
_MonthOption = Annotated[bool, typer.Option("--month", "-m", help="Report a month.")]
_YearOption = Annotated[bool, typer.Option("--year", "-y", help="Report a year.")]
_FirstOption = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="Report a span of days, from this one."),
]
_LastOption = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="With --from: the last day. Default: today."),
]
_OpenPageOption = Annotated[
    bool, typer.Option("--open", help="Open the page in the browser, with those it leads to.")
]
_FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="html|text|json|csv|md",
        help="Print only this, or write it to --out.",
    ),
]
_CsvOption = Annotated[
    Path | None,
    typer.Option(
        "--csv",
        metavar="PATH|-",
        help="Also write the hours or days as CSV; - prints only that.",
    ),
]
_OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="PATH|-",
        help="Write the page, or what --format says, to this file; - prints only that.",
    ),
]
_PdfOption = Annotated[
    Path | None,
    typer.Option(
        "--pdf",
        metavar="PATH|-",
        help="Also write the page as PDF, with an installed Chromium; - prints only that.",
    ),
]


def report(
    when: _WhenArgument = None,
    day: _DayOption = None,
    week: _WeekOption = False,
    month: _MonthOption = False,
    year: _YearOption = False,
    first: _FirstOption = None,
    last: _LastOption = None,
    open_page: _OpenPageOption = False,
    as_format: _FormatOption = None,
    as_json: JsonOption = False,
    csv: _CsvOption = None,
    out: _OutOption = None,
    pdf: _PdfOption = None,
) -> None:
    """Show how a day, week, month or year went, and save it as a page.

    Example: posture report --week --open
    """
    outlets = Outlets.of(as_format, as_json=as_json, csv=csv, out=out, pdf=pdf)
    from posture.config import load_config  # noqa: PLC0415 - after the arguments are checked
    from posture.report.publish import Publisher  # noqa: PLC0415
    from posture.store.sqlite import open_store  # noqa: PLC0415
    from posture.system.timezone import local_zone  # noqa: PLC0415

    tz = local_zone()
    today = datetime.now(tz).date()
    kinds = {PeriodKind.WEEK: week, PeriodKind.MONTH: month, PeriodKind.YEAR: year}
    asked = [kind for kind, is_asked in kinds.items() if is_asked]
    wanted = _chosen(when, day, asked, first, last, today)
    config = load_config()
    record = record_path()
    try:
        record.lstat()  # a link that leads nowhere is refused below
    except (FileNotFoundError, NotADirectoryError):
        _say_nothing_yet(wanted, outlets)
        return
    # Its notices are shown below; without a log file Python would print them too.
    logging.getLogger("posture.store").addHandler(logging.NullHandler())
    with closing(open_store(record, config.store)) as store:
        is_looked_at = open_page or outlets.format == "html"
        publisher = Publisher(store, tz, config, reports_dir(), today, with_parts=is_looked_at)
        made = _report_of(publisher, wanted, tz)
        latest = next(iter(store.latest_days(tz, 1, today)), None)
        if made.is_empty and open_page and latest and when is None and day is None:
            made = _report_of(publisher, _around(latest, wanted), tz)
        notices = tuple(store.notices)
        if made.is_empty and not outlets.is_json and not (out and isinstance(wanted, Period)):
            _say_empty(made, wanted, latest, notices, err=bool(outlets.printed))
            return
        page = None
        if outlets.wants_page or open_page:
            page = made.publish(publisher, notices, alone=outlets.is_json)
    outlets.write(made, notices, config, page)
    if open_page and page and not webbrowser.open(page.absolute().as_uri()):
        typer.echo("Could not open a browser; open the page yourself.", err=True)


def _chosen(
    when: str | None,
    day: str | None,
    kinds: list[PeriodKind],
    first: str | None,
    last: str | None,
    today: date,
) -> date | Period:
    """Raises InputError when the options ask for different things."""
    asked = [f"--{kind}" for kind in kinds]
    asked += ["--day"] if day is not None else []
    asked += ["--from" if first is not None else "--to"] if first or last else []
    if len(asked) > 1:
        raise InputError(f"{asked[0]} and {asked[1]} exclude each other.", "Leave one out.")
    if when is not None and asked and not kinds:
        raise InputError(f"{when} and {asked[0]} exclude each other.", "Leave one out.")
    if kinds:
        return chosen_period(kinds[0], when, today)
    if first is not None or last is not None:
        return chosen_span(first, last, today)
    if day is not None:
        return chosen_day(day, today)
    return chosen_day(when, today, "DATE") if when is not None else today


def _report_of(publisher: "Publisher", wanted: date | Period, tz: tzinfo) -> "Report":
    from posture.report.formats import DayReport, PeriodReport  # noqa: PLC0415

    if isinstance(wanted, Period):
        return PeriodReport(publisher.period_summary(wanted), tz)
    return DayReport(publisher.day_summary(wanted))


def _around(latest: date, wanted: date | Period) -> date | Period:
    """The newest with a record, of the kind that was asked for."""
    if not isinstance(wanted, Period) or wanted.kind is PeriodKind.DAYS:
        return latest
    return chosen_period(wanted.kind, latest.isoformat(), latest)


def _say_nothing_yet(wanted: date | Period, outlets: Outlets) -> None:
    if outlets.is_json:
        of = (
            {
                "period": wanted.kind.value,
                "first_day": wanted.first.isoformat(),
                "last_day": wanted.last.isoformat(),
            }
            if isinstance(wanted, Period)
            else {"day": wanted.isoformat()}
        )
        typer.echo(json.dumps({**of, "watched_s": 0.0, "page": None}))
        return
    err = bool(outlets.printed)
    typer.echo("Nothing has been recorded yet.", err=err)
    typer.echo(
        "Start with `posture calibrate`, then `posture run`, and the report fills up as you sit.",
        err=err,
    )


def _say_empty(
    made: "Report",
    wanted: "date | Period",
    latest: date | None,
    notices: tuple[str, ...],
    *,
    err: bool,
) -> None:
    echo_all(notices)
    on = "in" if made.word != "day" else "on"
    if latest == wanted:
        typer.echo(f"Only a moment was recorded {on} {made.title}: too little to report.", err=err)
        return
    typer.echo(f"Nothing was recorded {on} {made.title}.", err=err)
    if latest:
        kind = "--day " if made.word == "span" else f"--{made.word} "
        typer.echo(f"The latest day with a record: posture report {kind}{latest}", err=err)
    else:
        typer.echo(
            "Start watching with `posture run`, and the report fills up as you sit.", err=err
        )
