"""The icon in the panel, and its menu: everything that a day needs, two clicks away."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from posture.core.nudges.inputs import AnswerKind
from posture.gui.glance import Glance, IconKind, glance_at
from posture.gui.icons import icon_of

MINUTE_S, HOUR_S = 60.0, 3600.0
# When "until tomorrow" ends.
_MORNING_HOUR = 6


def until_tomorrow_s(now: datetime) -> float:
    """Seconds until the morning. now: aware, or local."""
    morning = now.replace(hour=_MORNING_HOUR, minute=0, second=0, microsecond=0)
    return (morning + timedelta(days=1) - now).total_seconds()


class TrayMenu(QMenu):
    """What may be asked for. Each wish is a signal; ``show_answer`` keeps the menu true."""

    asked = Signal(str, dict)  # to the monitor: what, and with what
    start = Signal()
    page = Signal(str)  # of the window
    report = Signal()
    calibrate = Signal()
    profile = Signal(str)
    welcome = Signal()
    quit = Signal()

    def __init__(self, profiles: Callable[[], list[str]] = list) -> None:
        super().__init__()
        self._profiles = profiles
        self.setAccessibleName("posture")
        self.headline = self._add("posture", lambda: self.page.emit("today"))
        self.addSeparator()
        self.start_action = self._add("&Start watching", self.start.emit)
        self.resume_action = self._add("Resu&me now", lambda: self.asked.emit("resume", {}))
        self.pause_menu = self.addMenu("&Pause")
        for label, seconds in (("15 minutes", 15 * MINUTE_S), ("1 hour", HOUR_S)):
            self._add_pause(label, partial(float, seconds))
        self._add_pause("Until tomorrow", lambda: until_tomorrow_s(datetime.now().astimezone()))
        self.snooze_action = self._add("S&nooze nudges", lambda: self.asked.emit("snooze", {}))
        self.verdict_menu = self.addMenu("Was that nudge right?")
        for label, kind in (
            ("&Yes, useful", AnswerKind.USEFUL),
            ("&No, a false alarm", AnswerKind.FALSE_ALARM),
        ):
            self._add(
                label, partial(self.asked.emit, "answer", {"kind": str(kind)}), self.verdict_menu
            )
        self.addSeparator()
        self._add("&Today", lambda: self.page.emit("today"))
        self._add("Today's &report", self.report.emit)
        self._add("Camera &view", lambda: self.page.emit("camera"))
        self._add("&Week", lambda: self.page.emit("week"))
        self.addSeparator()
        self._add("&Calibrate ...", self.calibrate.emit)
        self.profile_menu = self.addMenu("Pro&file")
        self.profile_menu.aboutToShow.connect(self._list_profiles)
        self._add("S&ettings ...", lambda: self.page.emit("settings"))
        self._add("&Introduction ...", self.welcome.emit)
        self.addSeparator()
        self._add("&Quit", self.quit.emit)
        self.show_answer(None)

    def show_answer(self, answer: dict[str, Any] | None) -> None:
        """answer: the monitor's status; None while none runs."""
        runs = answer is not None and "error" not in answer
        is_held = bool(
            runs and answer and (answer.get("paused_since") or answer.get("quiet_since"))
        )
        nudge = answer.get("last_nudge") if runs and answer else None
        awaits = bool(nudge and answer and answer.get("nudge_awaits_answer"))
        self.headline.setText(glance_at(answer).sentence.replace("&", "&&"))
        self.start_action.setVisible(not runs)
        self.resume_action.setVisible(is_held)
        self.pause_menu.menuAction().setVisible(runs)
        self.snooze_action.setVisible(runs)
        self.verdict_menu.menuAction().setVisible(runs)
        self.verdict_menu.setEnabled(awaits)
        self._in_use = answer.get("profile") if runs and answer else None

    def _add(self, label: str, does: Callable[[], object], menu: QMenu | None = None) -> QAction:
        action = (menu or self).addAction(label)
        action.triggered.connect(lambda _checked=False: does())
        return action

    def _add_pause(self, label: str, seconds: Callable[[], float]) -> None:
        self._add(label, lambda: self.asked.emit("pause", {"seconds": seconds()}), self.pause_menu)

    def _list_profiles(self) -> None:
        self.profile_menu.clear()
        for name in self._profiles():
            action = self._add(
                name.replace("&", "&&"), partial(self.profile.emit, name), self.profile_menu
            )
            action.setCheckable(True)
            action.setChecked(name == self._in_use)
        if self.profile_menu.isEmpty():
            self.profile_menu.addAction("No calibration yet").setEnabled(False)


class Tray(QObject):
    """The icon. opened: it was clicked."""

    opened = Signal()

    def __init__(self, menu: TrayMenu, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(icon_of(IconKind.OFF), self)
        self._icon.setContextMenu(menu)
        self._icon.activated.connect(self._activated)
        self._menu = menu
        self.shown: Glance | None = None
        self.show_answer(None)

    @staticmethod
    def has_host() -> bool:
        """Whether this desktop has a place for icons."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        self._icon.show()

    def hide(self) -> None:
        self._icon.hide()

    def show_answer(self, answer: dict[str, Any] | None) -> None:
        """Nothing is drawn anew unless something is different."""
        glance = glance_at(answer)
        if glance == self.shown:
            return
        if self.shown is None or glance.icon is not self.shown.icon:
            self._icon.setIcon(icon_of(glance.icon))
        self._icon.setToolTip(f"posture: {glance.tooltip}")
        self.shown = glance

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        }:
            self.opened.emit()
