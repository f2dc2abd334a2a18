"""Everything by keyboard, and everything named: asked of Qt's accessibility tree."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from posture.config import load_config
from posture.gui.calibration import CalibrationWindow
from posture.gui.calibrator import Calibrator
from posture.gui.charts import Chart
from posture.gui.first_run import FirstRun
from posture.gui.settings import _in_force
from posture.gui.tray import TrayMenu
from posture.gui.window import Window
from posture.gui.worker_thread import WorkerThread
from tests.support.answers import watching

PAGES = ("today", "camera", "week", "settings")
USED = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTabBar,
    Chart,
)


class NeverDone(WorkerThread):
    """What is not read, cannot change what is looked at."""

    def run(self, _work, _then):
        """Leave it."""


def made(name):
    """A window, and what turns it to the page of this name."""
    worker = NeverDone("idle")
    kind, _, page = name.partition(": ")
    if kind == "window":
        window = Window(worker, load_config(), TrayMenu())
        window.show_answer(watching())
        window.settings.form.show_values(_in_force())
        return window, lambda: window.show_page(page)
    if kind == "calibration":
        calibration = CalibrationWindow(Calibrator(worker, None), Calibrator(worker, None))
        calibration.step = page
        return calibration, calibration._show_step
    welcome = FirstRun(worker)

    def turn():
        welcome.restart()
        for _ in range(1, int(page)):
            welcome.next()

    return welcome, turn


STEPS = ("camera", "place", "upright", "slouch", "outcome", "try", "save")
NAMES = [
    *(f"window: {page}" for page in PAGES),
    *(f"calibration: {step}" for step in STEPS),
    *(f"welcome: {number}" for number in (1, 2, 3)),
]


@pytest.fixture
def shown(qtbot, monkeypatch):
    """shown(name): that window, on its page."""
    monkeypatch.setattr(Calibrator, "begin", lambda *_: None)

    def show(name):
        window, turn = made(name)
        qtbot.addWidget(window)
        window.show()
        turn()
        qtbot.waitUntil(window.isVisible)
        return window

    return show


def spoken(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def used(window):
    """What a hand can use: visible, enabled, and no part of another of these."""
    found = []
    for widget in window.findChildren(QWidget):
        is_part = isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox, QTabBar))
        if isinstance(widget, USED) and widget.isVisible() and widget.isEnabled() and not is_part:
            found.append(widget)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_whatever_can_be_used_is_named_and_reached_by_the_tab_key(shown, name):
    window = shown(name)
    wanted = used(window)
    assert wanted
    assert [type(w).__name__ for w in wanted if not spoken(w)] == []
    reached = set()
    start = window.nextInFocusChain()
    widget = start
    while True:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(widget)
        widget = widget.nextInFocusChain()
        if widget is start:
            break
    assert [spoken(w) for w in wanted if w not in reached] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_presses_two_things(shown, name):
    window = shown(name)
    letters = {}
    for widget in window.findChildren(QWidget):
        if not (widget.isVisible() and widget.isEnabled()):
            continue
        texts = []
        if isinstance(widget, QTabBar):
            texts = [widget.tabText(at) for at in range(widget.count())]
        elif isinstance(widget, QAbstractButton) or (
            isinstance(widget, QLabel) and widget.buddy() is not None
        ):
            texts = [widget.text()]
        for text in texts:
            if letter := QKeySequence.mnemonic(text).toString():
                letters.setdefault(letter, []).append(text)
    assert {letter: texts for letter, texts in letters.items() if len(texts) > 1} == {}


def test_labels_that_change_say_what_they_are_about(shown):
    window = shown("window: today")
    assert spoken(window.sentence) == "How things are"
    assert spoken(window.today.ring) == "Today's share of slouching"
    interface = QAccessible.queryAccessibleInterface(window.today.ring)
    said = interface.text(QAccessible.Text.Description)
    assert said == "Nothing has been judged today."


def test_the_window_closes_by_escape(shown, qtbot):
    window = shown("window: today")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isVisible())


@pytest.mark.parametrize("name", ["window: today", "window: camera", "welcome: 3"])
def test_every_window_fits_a_full_hd_screen_at_200_per_cent(qtbot, name):
    widget, turn = made(name)
    qtbot.addWidget(widget)
    widget.show()
    turn()
    least = widget.minimumSizeHint()
    assert least.width() <= 960
    assert least.height() <= 540 - 60, "and leaves room for a panel and a title bar"
