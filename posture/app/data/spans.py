"""Which part of the record is meant: days as the user gives them, in the local time zone."""

from datetime import date, timedelta, tzinfo

from posture.core.day.instants import LATEST_US, to_us
from posture.core.day.timeline import day_bounds
from posture.errors import InputError

FIRST_US, END_US = 0, LATEST_US + 1
_FIRST_YEAR, _LAST_YEAR = 1970, 8999


def day_named(text: str, option: str, today: date) -> date:
    """today, yesterday or a date. Raises InputError naming the option."""
    word = text.strip().lower()
    if word in {"today", "yesterday"}:
        return today - timedelta(days=word == "yesterday")
    try:
        day = date.fromisoformat(word)
    except ValueError:
        raise InputError(
            f"{option} {text}: not a day.", "Write today, yesterday or a date such as 2026-11-20."
        ) from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise InputError(f"{option} {text}: no record can be of that day.")
    return day


def span_us(first: date | None, last: date | None, tz: tzinfo) -> tuple[int, int]:
    """From the first local day to the end of the last, microseconds; None: without an end."""
    start_us = FIRST_US if first is None else max(FIRST_US, to_us(day_bounds(first, tz)[0]))
    end_us = END_US if last is None else to_us(day_bounds(last, tz)[1])
    return start_us, end_us
