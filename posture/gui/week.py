"""The page of the week: seven days side by side."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posture.app.windows.day_glance import WeekDay, week_days
from posture.core.share import percent
from posture.errors import PostureError
from posture.gui.charts import WeekBars
from posture.gui.words import heading, text
from posture.gui.worker_thread import WorkerThread


class WeekPage(QWidget):
    """Reads the record when it is shown."""

    def __init__(self, worker: WorkerThread) -> None:
        super().__init__()
        self._worker = worker
        self.bars = WeekBars()
        self.summary = text("", "The week in a sentence")
        layout = QVBoxLayout(self)
        layout.addWidget(heading("The last seven days"))
        layout.addWidget(self.summary)
        layout.addWidget(self.bars, 1)
        layout.addWidget(text("The height is the time judged; its lower, wider part was slouched."))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._worker.run(week_days, self.show_days)

    def show_days(self, days: list[WeekDay] | PostureError) -> None:
        if isinstance(days, PostureError):
            self.summary.setText(str(days))
            return
        self.bars.show_days(days)
        judged = [day.judged for day in days if day.judged]
        poor_s = sum(each.poor_s for each in judged)
        judged_s = poor_s + sum(each.upright_s for each in judged)
        if judged_s:
            self.summary.setText(
                f"Slouched {percent(poor_s / judged_s)} of the time that was judged."
            )
        else:
            self.summary.setText("Nothing has been recorded this week.")
