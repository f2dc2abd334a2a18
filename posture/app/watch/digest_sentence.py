"""The sentence of the digest: how the day, or the week, went so far."""

import logging

from posture.config import Config
from posture.errors import StoreError
from posture.protocols import Clock, Store
from posture.system.timezone import local_zone

_log = logging.getLogger(__name__)


def digest_sentence(store: Store, config: Config, clock: Clock, *, is_week: bool) -> str:
    """Empty where nothing was recorded, or the record cannot be read."""
    from posture.core.day import insights as of_the_day  # noqa: PLC0415 - once a day
    from posture.core.period import insights as of_the_week  # noqa: PLC0415
    from posture.core.period.calendar import week_of  # noqa: PLC0415
    from posture.report.periods import period_summary  # noqa: PLC0415
    from posture.report.write import day_summary  # noqa: PLC0415

    zone = local_zone()
    today = clock.utc().astimezone(zone).date()
    try:
        if is_week:
            week = period_summary(store, week_of(today), zone, config, today)
            return "" if week.is_empty else of_the_week.headline(week)
        day = day_summary(store, today, zone, config)
    except StoreError as error:
        _log.warning("the report's sentence could not be made: %s", error)
        return ""
    return "" if day.is_empty else of_the_day.headline(day)
