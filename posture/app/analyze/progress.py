"""How far it is: a bar with the time left and recordings a minute, on a terminal."""

import time
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from posture.core.printable import printable


class RecordingsProgress:
    """A bar on standard error while the context lasts; nothing where that is no terminal."""

    def __init__(self, total: int) -> None:
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _RateColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._total, self._skipped, self._done = total, 0, 0.0
        self._task = self._bar.add_task("Analysing", total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def skipped(self) -> None:
        """One that was done before: it says nothing of how long the others take."""
        self._skipped += 1
        self._bar.update(self._task, total=self._total - self._skipped)

    def advanced(self, share: float = 1.0) -> None:
        """share: of one recording."""
        self._done += share
        self._bar.update(self._task, completed=round(self._done, 3))

    def describe(self, text: str) -> None:
        self._bar.update(self._task, description=text)

    def say(self, text: str) -> None:
        """A line of its own, which stays."""
        self._console.print(Text(printable(text)), soft_wrap=True)


class _RateColumn(TextColumn):
    """Recordings a minute since it began."""

    def __init__(self) -> None:
        super().__init__("")
        self._began_s = time.monotonic()

    def render(self, task: Task) -> Text:
        minutes = (time.monotonic() - self._began_s) / 60
        rate = task.completed / minutes if minutes > 0 and task.completed else 0.0
        return Text(f"{rate:.1f} a minute" if rate else "")
