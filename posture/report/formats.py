"""A day's or a period's report in every format it comes in."""

from dataclasses import dataclass
from datetime import tzinfo
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from posture.core.day.model import DaySummary
from posture.core.period.calendar import PeriodKind
from posture.core.period.model import PeriodSummary
from posture.report import data, period_data
from posture.report.markdown import day_markdown, period_markdown
from posture.report.publish import Notices, Publisher, period_page_text
from posture.report.write import page_text

if TYPE_CHECKING:
    from rich.console import RenderableType


class Report(Protocol):
    """What the command line shows of either. word: "day", "week" ...; title: its heading."""

    @property
    def is_empty(self) -> bool: ...
    @property
    def word(self) -> str: ...
    @property
    def title(self) -> str: ...
    def html(self, notices: Notices) -> str: ...
    def json(self) -> dict[str, Any]: ...
    def csv(self) -> str: ...
    def markdown(self) -> str: ...
    def terminal(self) -> "RenderableType": ...
    def publish(self, publisher: Publisher, notices: Notices, *, alone: bool) -> Path: ...


@dataclass(frozen=True, slots=True)
class DayReport:
    """One day."""

    day: DaySummary

    @property
    def is_empty(self) -> bool:
        return self.day.is_empty

    @property
    def word(self) -> str:
        return "day"

    @property
    def title(self) -> str:
        return f"{self.day.day:%A} {self.day.day}"

    def html(self, notices: Notices) -> str:
        return page_text(self.day, notices)

    def json(self) -> dict[str, Any]:
        return data.jsonable(self.day)

    def csv(self) -> str:
        table = StringIO(newline="")
        data.write_csv(self.day, table)
        return table.getvalue()

    def markdown(self) -> str:
        return day_markdown(self.day)

    def terminal(self) -> "RenderableType":
        from posture.report.terminal import render  # noqa: PLC0415 - only for a terminal

        return render(self.day)

    def publish(self, publisher: Publisher, notices: Notices, *, alone: bool) -> Path:
        return publisher.day(self.day, notices, alone=alone)


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """A week, month, year or span of days, in the zone ``tz``."""

    period: PeriodSummary
    tz: tzinfo

    @property
    def is_empty(self) -> bool:
        return self.period.is_empty

    @property
    def word(self) -> str:
        kind = self.period.period.kind
        return "span" if kind is PeriodKind.DAYS else kind.value

    @property
    def title(self) -> str:
        return self.period.period.title

    def html(self, notices: Notices) -> str:
        return period_page_text(self.period, self.tz, notices)

    def json(self) -> dict[str, Any]:
        return period_data.jsonable(self.period)

    def csv(self) -> str:
        table = StringIO(newline="")
        period_data.write_csv(self.period, table)
        return table.getvalue()

    def markdown(self) -> str:
        return period_markdown(self.period)

    def terminal(self) -> "RenderableType":
        from posture.report.period_terminal import render_period_text  # noqa: PLC0415

        return render_period_text(self.period)

    def publish(self, publisher: Publisher, notices: Notices, *, alone: bool) -> Path:
        return publisher.period(self.period, notices, alone=alone)
