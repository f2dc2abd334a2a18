"""What ActivityWatch does not have yet is sent; the server is asked, so nothing is sent twice."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta, tzinfo
from typing import Any

from posture.app.activitywatch.events import (
    BREAKS,
    EPISODES,
    Bucket,
    break_event,
    episode_event,
    time_of,
)
from posture.app.activitywatch.server import Server
from posture.app.data.deleted import take_up_in_monitor
from posture.app.data.exported import breaks_in, open_existing
from posture.config import Config
from posture.core.day.instants import EPOCH, to_us

_A_MOMENT = timedelta(seconds=1)


def send_new(address: str, config: Config, tz: tzinfo, span_us: tuple[int, int]) -> dict[str, int]:
    """Send the slouches and breaks of a span that are not there; how many of each."""
    with closing(Server(address)) as server:
        take_up_in_monitor()
        with closing(open_existing(config)) as store:
            days = store.days(tz)
            episodes = store.episodes(days[0], tz, days[-1]) if days else ()
            breaks = list(breaks_in(store, config, tz, span_us))
        wanted = [one for one in episodes if span_us[0] <= to_us(one.started) < span_us[1]]
        return {
            "slouches": _send(server, EPISODES, wanted, episode_event),
            "breaks": _send(server, BREAKS, breaks, break_event),
        }


def _send(
    server: Server,
    bucket: Bucket,
    records: Sequence[Any],
    event_of: Callable[[Any], dict[str, Any]],
) -> int:
    server.make(bucket)
    events = [event_of(record) for record in records]
    if not events:
        return 0
    first, last = (EPOCH + timedelta(milliseconds=time_of(events[at])) for at in (0, -1))
    there = {time_of(event) for event in server.events(bucket, first - _A_MOMENT, last + _A_MOMENT)}
    new = [event for event in events if time_of(event) not in there]
    server.send(bucket, new)
    return len(new)
