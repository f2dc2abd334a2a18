"""What every process of posture sets before it imports anything.

So that starting costs less, and a crash leaves no core file.
"""

import gc
import os
import sys

from posture.system.core_dumps import forbid_core_files

# New objects between two searches for garbage; Python's own is some hundreds.
_SELDOM = 100_000
_USUAL = gc.get_threshold()


def begin() -> None:
    """Before the imports: no search for garbage among them, no thread for arithmetic, no core."""
    _open_standard_streams()
    forbid_core_files()
    # What is imported stays: searching it for garbage again and again is a tenth of a start.
    gc.set_threshold(_SELDOM)
    # NumPy's linear algebra starts a thread for each core, which spin for work that never comes:
    # half the CPU of a start. Read when NumPy is first imported, here and in the child.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _open_standard_streams() -> None:
    """Closed ones lead nowhere: else the next file opened takes their number, and their output."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free
        if getattr(sys, name) is None:
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open
            setattr(sys, name, stream)


def settle() -> None:
    """Once all is made that stays to the end: it is never searched, the rest as Python does."""
    gc.freeze()
    gc.set_threshold(*_USUAL)
