"""What every process of posture sets before it imports anything.

So that starting costs less, and a crash leaves no core file.
"""

import gc
import os

from posture.system.core_dumps import forbid_core_files

# New objects between two searches for garbage; Python's own is some hundreds.
_SELDOM = 100_000
_USUAL = gc.get_threshold()


def begin() -> None:
    """Before the imports: no search for garbage among them, no thread for arithmetic, no core."""
    forbid_core_files()
    # What is imported stays: searching it for garbage again and again is a tenth of a start.
    gc.set_threshold(_SELDOM)
    # NumPy's linear algebra starts a thread for each core, which spin for work that never comes:
    # half the CPU of a start. Read when NumPy is first imported, here and in the child.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def settle() -> None:
    """Once all is made that stays to the end: it is never searched, the rest as Python does."""
    gc.freeze()
    gc.set_threshold(*_USUAL)
