"""Ctrl-C that takes effect wherever it meets the program.

Python raises KeyboardInterrupt in whatever is running just then. Where that is a callback nobody
can catch an error of, such as the ones imports make by the hundred, it is reported as ignored, and
lost. Here it is raised once more as soon as that callback has ended.
"""

import _thread
import signal
import sys
import time
from typing import Any

_SOON_S = 0.01


def lose_no_ctrl_c() -> None:
    """From now on; to be called first of all, on the main thread."""
    report, main_thread = sys.unraisablehook, _thread.get_ident()

    def look(unraisable: Any) -> None:  # noqa: ANN401 - sys.UnraisableHookArgs, which cannot be imported
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):
            report(unraisable)
        elif not sys.is_finalizing():
            _thread.start_new_thread(press_again, ())

    def press_again() -> None:
        time.sleep(_SOON_S)
        while _is_in(look.__code__, main_thread):  # there it would be lost as well
            time.sleep(_SOON_S)
        if sys.platform == "win32":
            _thread.interrupt_main()
        else:
            signal.pthread_kill(main_thread, signal.SIGINT)  # which ends a sleep, too

    sys.unraisablehook = look


def _is_in(code: object, thread: int) -> bool:
    frame = sys._current_frames().get(thread)  # noqa: SLF001 - documented, for debuggers
    while frame is not None and frame.f_code is not code:
        frame = frame.f_back
    return frame is not None
