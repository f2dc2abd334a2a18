"""``python -m posture.gui tray``, or ``window``: what the commands of these names become.

A process of its own, which carries nothing of the command line.
"""

import signal
import sys

from posture.system import startup


def main() -> int:
    """The process's whole life; its arguments are ``tray``, or ``window``, a page and a nudge."""
    startup.begin()
    from posture.system.core_dumps import refuse_core_dumps  # noqa: PLC0415 - after the above
    from posture.system.exit import reported_in_one_line  # noqa: PLC0415
    from posture.system.swap import keep_out_of_swap  # noqa: PLC0415

    refuse_core_dumps()  # it sees pictures
    keep_out_of_swap()
    word, *more = sys.argv[1:]
    page, nudge = [*more, *("today", "")[len(more) :]]
    with reported_in_one_line():
        return _run(word, page, nudge)
    return 2


def _run(word: str, page: str, nudge: str) -> int:
    from posture.config import load_config  # noqa: PLC0415
    from posture.gui.display import require_display  # noqa: PLC0415
    from posture.gui.launcher import branch_off  # noqa: PLC0415
    from posture.gui.single_instance import SingleInstance, show_first_instance  # noqa: PLC0415
    from posture.system.program import APP_ID, icon_file  # noqa: PLC0415
    from posture.system.seccomp import refuse_internet  # noqa: PLC0415

    config = load_config()
    require_display()
    instance = SingleInstance()
    if not instance.is_first:
        show_first_instance(page, nudge)
        return 0
    launcher = branch_off()
    refuse_internet()
    from PySide6.QtGui import QIcon  # noqa: PLC0415 - after the seal
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from posture.gui.program import Program  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C, which Qt's loop would not let through
    app = QApplication(["posture"])
    app.setApplicationDisplayName("posture")
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(QIcon(str(icon_file())))
    program = Program(app, config, launcher, wants_tray=word == "tray")
    instance.listen(program.page_wanted.emit)
    program.begin(page if word == "window" else None, nudge)
    startup.settle()
    try:
        return app.exec()
    finally:
        instance.close()


if __name__ == "__main__":
    sys.exit(main())
