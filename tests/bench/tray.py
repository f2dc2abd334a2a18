"""What the icon costs beside an empty program with one: memory, and CPU while nothing happens.

``python -m tests.bench.tray [SECONDS]``; needs Xvfb, dbus-daemon, dunst and trayer. A monitor runs
meanwhile, so that the icon has somebody to ask.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from posture.system.paths import resource
from tests.support.desktop import desktop

EMPTY = """
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
app = QApplication([])
pixmap = QPixmap(22, 22)
pixmap.fill()
icon = QSystemTrayIcon(QIcon(pixmap))
menu = QMenu()
menu.addAction("Quit")
icon.setContextMenu(menu)
icon.show()
app.exec()
"""
SETTLE_S, PATIENCE_S = 8.0, 30.0


def measured(words, environment, seconds):
    """Memory of the process and its children, MB: proportional and resident; CPU in % of a core."""
    process = subprocess.Popen(words, env=environment)
    try:
        time.sleep(SETTLE_S)
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children()]
        before, began_s = _cpu_s(family), time.monotonic()
        time.sleep(seconds)
        cpu = 100 * (_cpu_s(family) - before) / (time.monotonic() - began_s)
        memory = [each.memory_full_info() for each in family]
        return sum(m.pss for m in memory) / 1e6, sum(m.rss for m in memory) / 1e6, cpu
    finally:
        process.terminate()
        process.wait()


def _cpu_s(family):
    return sum(sum(process.cpu_times()[:2]) for process in family)


def main(seconds):
    with tempfile.TemporaryDirectory() as name, desktop(Path(name), "800x600") as running:
        folder = Path(name)
        (folder / "window.json").write_text('{"welcomed": true}')
        own = {f"POSTURE_{kind}_DIR": name for kind in ("DATA", "CONFIG", "LOG")}
        environment = {**running.environment, **own, "QT_QPA_PLATFORM": "xcb"}
        trayer = subprocess.Popen(["trayer"], env=running.environment)
        clip = str(resource("samples/clips/f1_front.mp4"))
        watch = [sys.executable, "-m", "posture", "run", "--quiet", "--loop", "--source", clip]
        monitor = subprocess.Popen(watch, env=environment)
        try:
            until_s = time.monotonic() + PATIENCE_S
            while not (folder / "control.sock").exists() and time.monotonic() < until_s:
                time.sleep(0.2)
            empty = measured([sys.executable, "-c", EMPTY], environment, seconds)
            icon = measured([sys.executable, "-m", "posture.gui", "tray"], environment, seconds)
        finally:
            for process in (monitor, trayer):
                process.terminate()
                process.wait()
    print(f"{'':34}proportional MB   resident MB   % of a core")
    for label, (pss, rss, cpu) in (
        ("an empty QSystemTrayIcon program", empty),
        ("posture tray", icon),
    ):
        print(f"{label:34}{pss:15.1f}{rss:14.1f}{cpu:14.3f}")
    print(f"{'beyond the empty one':34}{icon[0] - empty[0]:15.1f}{icon[1] - empty[1]:14.1f}")


if __name__ == "__main__":
    os.environ.pop("WAYLAND_DISPLAY", None)
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
