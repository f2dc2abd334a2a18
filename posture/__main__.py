"""``python -m posture`` and the ``posture`` command."""

import os


def main() -> None:
    """Run the command line. Imported only now: the camera's process imports this module too."""
    # NumPy's linear algebra starts a thread for each core, which spin for work that never comes:
    # half the CPU of a start. Read when NumPy is first imported, here and in the child.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from posture.cli import main as run  # noqa: PLC0415 - heavy

    run()


if __name__ == "__main__":
    main()
