"""What a watch has to say for itself, shown where nudges are."""

from collections.abc import Callable
from datetime import timedelta

from posture.core.events import Notice
from posture.core.reasons import NoticeKind
from posture.protocols import Clock


class SessionNotices:
    """Makes each and hands it over. show: takes a notice, on any thread."""

    def __init__(self, clock: Clock, show: Callable[[Notice], object]) -> None:
        self._clock, self._show = clock, show

    def ended(self, why: str) -> None:
        """The watch is over, and not because its user ended it."""
        self._say(NoticeKind.ENDED, f"posture has stopped watching: {why}")

    def healed(self, notices: list[str]) -> None:
        """What became of a damaged record; each is taken from the list, and so shown once."""
        while notices:
            self._say(NoticeKind.HEALED, notices.pop(0))

    def paused(self, pause_s: float) -> None:
        """Says until when: a pause nobody remembers is a watch nobody has."""
        end = self._clock.utc().astimezone() + timedelta(seconds=pause_s)
        text = "The camera is off until then. To end this sooner: posture resume"
        self._say(NoticeKind.PAUSED, text, f"Paused until {end:%H:%M}")

    def unopened(self) -> None:
        """The day's page could not be opened."""
        text = "Its page could not be opened from here. Run: posture report --open"
        self._say(NoticeKind.UNOPENED, text, "Your day")

    def _say(self, kind: NoticeKind, text: str, title: str | None = None) -> None:
        fields = {} if title is None else {"title": title}
        self._show(Notice(self._clock.monotonic_s(), kind, text, fields))
