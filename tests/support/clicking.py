"""Somebody who only clicks: the program with icon and windows, driven from inside by a script.

``python -m tests.support.clicking SCRIPT`` is ``posture tray``, sealed and all, and beside it a
script that waits for what can be seen and clicks on it. What is looked for is the name that a
screen reader says. The icon in the panel is clicked by the X server itself.
"""

import json
import subprocess
import sys
import time
from importlib import import_module

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from posture.gui import __main__ as gui
from posture.gui.program import Program

_STEP_MS, _PATIENCE_S = 40, 90.0


def spoken(thing):
    """What a screen reader calls it."""
    interface = QAccessible.queryAccessibleInterface(thing)
    return interface.text(QAccessible.Text.Name) if interface else ""


def shown(name, root=None):
    """The visible widget of this name; None while there is none."""
    windows = [root] if root else [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    for window in windows:
        for widget in (window, *window.findChildren(QWidget)):
            if widget.isVisible() and spoken(widget).replace("&", "") == name:
                return widget
    return None


def click(name):
    widget = shown(name)
    assert widget is not None, f"nothing is called {name!r}"
    assert widget.isEnabled(), f"{name!r} cannot be used"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def offered(label):
    """The open menu that has this line, and the line; None while there is none."""
    for menu in QApplication.topLevelWidgets():
        if isinstance(menu, QMenu) and menu.isVisible():
            for action in menu.actions():
                if action.text().replace("&", "") == label and action.isVisible():
                    return menu, action
    return None


def choose(label):
    """Click on a line of a menu that is open."""
    menu, action = offered(label)
    place = menu.actionGeometry(action).center()
    QTest.mouseMove(menu, place)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)


def press_icon(program, button):
    """With the real mouse, on the icon in the real panel. button: 1 left, 3 right."""
    place: QPoint = program.tray._icon.geometry().center()
    subprocess.run(
        ["xdotool", "mousemove", str(place.x()), str(place.y()), "click", str(button)], check=True
    )


class Script(QObject):
    """A generator that yields what it waits for: a function that comes true."""

    failed = False

    def __init__(self, program, steps):
        super().__init__(program)
        self._program, self._steps = program, steps(program)
        self._waits_for = None
        self._until_s = 0.0
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _go_on(self):
        try:
            if self._waits_for is not None and not self._waits_for():
                if time.monotonic() > self._until_s:
                    line = self._steps.gi_frame.f_lineno
                    self._end(f"line {line}: waited in vain; {self._program.answer}")
                return
            self._waits_for = next(self._steps)
            self._until_s = time.monotonic() + _PATIENCE_S
        except StopIteration as done:
            self._timer.stop()
            sys.stdout.write(json.dumps(done.value) + "\n")
            sys.stdout.flush()
        except Exception as error:  # noqa: BLE001 - else Qt prints it and goes on
            self._end(repr(error))

    def _end(self, why):
        self._timer.stop()
        Script.failed = True
        windows = [w.windowTitle() for w in QApplication.topLevelWidgets() if w.isVisible()]
        sys.stderr.write(f"{why}; open: {windows}\n")
        self._program.end()


def main():
    name = sys.argv.pop(1)
    module, _, function = name.rpartition(".")
    steps = getattr(import_module(module), function)
    begin = Program.begin

    def begin_with_script(self, *asked):
        begin(self, *asked)
        self.script = Script(self, steps)

    Program.begin = begin_with_script
    sys.argv[1:] = ["tray"]
    return gui.main() or int(Script.failed)


if __name__ == "__main__":
    sys.exit(main())
