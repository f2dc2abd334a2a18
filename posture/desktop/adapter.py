"""What adapters report: a few states of the desktop, each with the words the user is shown."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class DesktopState(StrEnum):
    """What the desktop may be in the middle of; the values are the words for it."""

    LOCK = "locked"
    IDLE = "idle"
    LID = "lid closed"
    SUSPEND = "suspended"
    CALL = "in a call"
    CAMERA = "camera used by another program"
    QUIET = "do not disturb"
    FULL_SCREEN = "full screen"


ActiveStates = Mapping[DesktopState, str]


@dataclass(frozen=True, slots=True)
class Health:
    """Whether an adapter hears its service, and how, or why not."""

    name: str
    ok: bool
    detail: str


class Adapter(Protocol):
    """One adapter. Answering costs nothing: what is so is kept up to date on its own thread."""

    @property
    def said(self) -> ActiveStates: ...
    @property
    def health(self) -> Health: ...
    def settle(self, seconds: float) -> None: ...


class AdapterState:
    """What one adapter says now. Written by its thread, read by any.

    changed: called, on the writing thread, whenever what is said changes.
    """

    def __init__(self, name: str, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._settled = threading.Event()
        self.said: ActiveStates = {}
        self.health = Health(name, ok=False, detail="has not answered yet")

    def say(self, said: ActiveStates, through: str) -> None:
        """Tell what is so now, as heard through a service."""
        self._post(said, Health(self.health.name, ok=True, detail=through))

    def fail(self, why: str) -> None:
        """Nothing can be heard; what was said before no longer stands."""
        self._post({}, Health(self.health.name, ok=False, detail=why))

    def settle(self, seconds: float) -> None:
        """Wait until something was said or the adapter failed, at most so long."""
        self._settled.wait(seconds)

    def _post(self, said: ActiveStates, health: Health) -> None:
        is_news = said != self.said
        self.said, self.health = said, health
        self._settled.set()
        if is_news:
            self._changed()
