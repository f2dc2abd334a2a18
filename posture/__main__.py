"""``python -m posture`` and the ``posture`` command."""

import gc
import os

# New objects between two searches for garbage; Python's own is 700.
_SELDOM = 100_000


def main() -> None:
    """Run the command line, imported only once this is set."""
    # What is imported stays: searching it for garbage again and again is a tenth of a start.
    gc.set_threshold(_SELDOM)
    # NumPy's linear algebra starts a thread for each core, which spin for work that never comes:
    # half the CPU of a start. Read when NumPy is first imported, here and in the child.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from posture.cli import main as run  # noqa: PLC0415 - heavy

    run()


if __name__ == "__main__":
    main()
