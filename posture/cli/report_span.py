"""Which days a report is asked for, as people type them."""

import re
from datetime import date, timedelta

from posture.core.period.calendar import (
    Period,
    PeriodKind,
    days_between,
    month_of,
    period_named,
    week_of,
    year_of,
)
from posture.errors import InputError

# What a clock shows that was never set.
_FIRST_YEAR = 1970
_PERIODS = {PeriodKind.WEEK: week_of, PeriodKind.MONTH: month_of, PeriodKind.YEAR: year_of}
_EXAMPLES = {
    PeriodKind.WEEK: "2026-W47",
    PeriodKind.MONTH: "2026-11",
    PeriodKind.YEAR: "2026",
}


def chosen_day(text: str, today: date, option: str = "--day") -> date:
    """The day meant; raises InputError for one that is no day, too old or not yet."""
    word = text.strip().lower()
    if word == "today":
        return today
    if word == "yesterday":
        return today - timedelta(days=1)
    try:
        wanted = date.fromisoformat(word)
    except ValueError:
        raise InputError(
            f"{option} {text}: not a day.", "Write today, yesterday or a date such as 2026-11-20."
        ) from None
    return _credible(wanted, text, today, option)


def chosen_period(kind: PeriodKind, text: str | None, today: date) -> Period:
    """The week, month or year with a day in it, or by its name; ``last`` is the one before.

    Raises InputError for what is none, too old or not yet.
    """
    period_of, option = _PERIODS[kind], f"--{kind}"
    word = (text or "today").strip()
    if word.lower() in {"last", "previous"}:
        return period_of(today).before()
    if re.fullmatch(r"\d{4}(-\d\d|-?[wW]\d\d)?", word):
        named = period_named(re.sub(r"-?w", "-W", word.lower()))
        if named is None or named.kind is not kind:
            raise InputError(
                f"{option} {text}: not a {kind}.",
                f"Write a day in it, or its name such as {_EXAMPLES[kind]}.",
            )
        _credible(named.first, word, today, option)
        return named
    return period_of(chosen_day(word, today, option))


def chosen_span(first: str | None, last: str | None, today: date) -> Period:
    """From one day to another, both included; to today without a last one.

    Raises InputError, also when the days are the wrong way round or only the last is given.
    """
    if first is None:
        raise InputError("--to needs --from.", "Write posture report --from DATE --to DATE.")
    start = chosen_day(first, today, "--from")
    end = today if last is None else chosen_day(last, today, "--to")
    if end < start:
        raise InputError(f"--to {end} is before --from {start}.", "Swap the two days.")
    return days_between(start, end)


def _credible(wanted: date, text: str, today: date, option: str) -> date:
    if wanted.year < _FIRST_YEAR:
        raise InputError(f"{option} {text}: no record is that old.", f"Today is {today}.")
    if wanted > today:
        raise InputError(f"{option} {text}: still to come.", f"Today is {today}.")
    return wanted
