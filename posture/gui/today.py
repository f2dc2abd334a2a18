"""The page of today: a ring, the day from left to right, the last nudges."""

from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from posture.app.windows.day_glance import nudges_shown, today_page, today_summary, why_nudged
from posture.core.day.insights import findings, headline
from posture.core.day.model import DaySummary
from posture.errors import PostureError
from posture.gui.charts import Ring, Timeline
from posture.gui.words import button, scrolled, subheading, text
from posture.gui.worker_thread import WorkerThread

# A nudge is known by its time; the record keeps that to less than this.
_SAME = timedelta(seconds=1)
_AT = Qt.ItemDataRole.UserRole
_REFRESH_MS = 30_000


class TodayPage(QWidget):
    """Reads the record while it is shown, and only then. opened: the address of the report."""

    opened = Signal(str)

    def __init__(self, worker: WorkerThread) -> None:
        super().__init__()
        self._worker = worker
        self.headline = subheading("", "The day in a sentence")
        self.ring, self.timeline = Ring(), Timeline()
        self.findings = text("", "What stood out")
        self.nudges = QListWidget()
        self.nudges.setAccessibleName("Today's nudges")
        self.nudges.currentItemChanged.connect(self._explain)
        self.reason = text("", "Why this nudge came")
        self._day: DaySummary | None = None
        self._wanted: datetime | None = None
        self.report = button("Open the whole &report")
        self.report.clicked.connect(self._open_report)
        beside = QHBoxLayout()
        beside.addWidget(self.ring)
        right = QVBoxLayout()
        right.addWidget(self.headline)
        right.addWidget(self.timeline)
        right.addWidget(text("Low: upright. High: slouched. Triangles: nudges."))
        beside.addLayout(right, 1)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.addLayout(beside)
        layout.addWidget(self.findings)
        nudges = subheading("Today's nudges, latest first")
        nudges.setBuddy(self.nudges)
        layout.addWidget(nudges)
        layout.addWidget(self.nudges, 1)
        layout.addWidget(self.reason)
        layout.addWidget(self.report)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolled(inside, "Today"))
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
        self._worker.run(today_summary, self.show_day)

    def show_nudge(self, at: datetime) -> None:
        """Choose the nudge of this moment, once it is read from the record."""
        self._wanted = at
        self.nudges.setFocus()
        self.refresh()

    def show_day(self, day: DaySummary | PostureError | None) -> None:
        self.report.setEnabled(isinstance(day, DaySummary) and not day.is_empty)
        chosen = self.nudges.currentItem()
        self._wanted = self._wanted or (chosen.data(_AT) if chosen else None)
        self._day = day if isinstance(day, DaySummary) else None
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
        for nudge in reversed(nudges_shown(day)):
            answer = f" ({nudge.answer})" if nudge.answer else ""
            cause = str(nudge.cause).capitalize()
            item = QListWidgetItem(f"{nudge.at:%H:%M}  {cause}{answer}", self.nudges)
            item.setData(_AT, nudge.at)
            if self._wanted and abs(self._wanted - nudge.at) < _SAME:
                self.nudges.setCurrentItem(item)
                self.nudges.scrollToItem(item)
                self._wanted = None
        if not nudges_shown(day):
            self.nudges.addItem("None today.")

    def _explain(self, item: QListWidgetItem | None) -> None:
        at = item.data(_AT) if item else None
        nudge = next((n for n in self._day.nudges if n.at == at), None) if self._day else None
        self.reason.setText(why_nudged(self._day, nudge) if self._day and nudge else "")

    def _open_report(self) -> None:
        self._worker.run(today_page, self._show_report)

    def _show_report(self, page: Path | PostureError | None) -> None:
        if isinstance(page, Path):
            self.opened.emit(page.as_uri())
        elif page is not None:
            self.headline.setText(str(page))
