"""The page of today: a ring, the day from left to right, the last nudges."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from posture.app.windows.day_glance import today_page, today_summary
from posture.core.day.insights import findings, headline
from posture.core.day.model import DaySummary
from posture.errors import PostureError
from posture.gui.charts import Ring, Timeline
from posture.gui.errands import Errands
from posture.gui.words import button, text

_LAST_NUDGES = 6
_REFRESH_MS = 30_000


class TodayPage(QWidget):
    """Reads the record while it is shown, and only then. opened: the address of the report."""

    opened = Signal(str)

    def __init__(self, errands: Errands) -> None:
        super().__init__()
        self._errands = errands
        self.headline = text("", "The day in a sentence")
        self.ring, self.timeline = Ring(), Timeline()
        self.findings = text("", "What stood out")
        self.nudges = QListWidget()
        self.nudges.setAccessibleName("The last nudges")
        self.report = button("Open the whole &report")
        self.report.clicked.connect(self._open_report)
        beside = QHBoxLayout()
        beside.addWidget(self.ring)
        right = QVBoxLayout()
        right.addWidget(self.headline)
        right.addWidget(self.timeline)
        beside.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(beside)
        layout.addWidget(self.findings)
        nudges = text("The last nudges")
        nudges.setBuddy(self.nudges)
        layout.addWidget(nudges)
        layout.addWidget(self.nudges, 1)
        layout.addWidget(self.report)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def refresh(self) -> None:
        self._errands.run(today_summary, self.show_day)

    def show_day(self, day: DaySummary | PostureError | None) -> None:
        self.report.setEnabled(isinstance(day, DaySummary) and not day.is_empty)
        self.nudges.clear()
        if not isinstance(day, DaySummary):
            nothing = "Nothing has been recorded today. It fills up while posture watches."
            self.headline.setText(nothing if day is None else str(day))
            self.ring.show_share(None, 0.0)
            self.timeline.show_day(None)
            self.findings.clear()
            return
        self.headline.setText(headline(day))
        self.ring.show_share(day.poor_share, day.judged_s)
        self.timeline.show_day(day)
        self.findings.setText("\n".join(findings(day)))
        for nudge in reversed(day.nudges[-_LAST_NUDGES:]):
            answer = f" ({nudge.answer})" if nudge.answer else ""
            self.nudges.addItem(f"{nudge.at:%H:%M}  {str(nudge.cause).capitalize()}{answer}")
        if not day.nudges:
            self.nudges.addItem("None today.")

    def _open_report(self) -> None:
        self._errands.run(today_page, self._show_report)

    def _show_report(self, page: Path | PostureError | None) -> None:
        if isinstance(page, Path):
            self.opened.emit(page.as_uri())
        elif page is not None:
            self.headline.setText(str(page))
