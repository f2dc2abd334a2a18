"""``python -m posture`` and the ``posture`` command."""

import sys

from posture.system import interrupt, startup


def main() -> None:
    """Run the command line, imported only once this is set."""
    try:
        interrupt.lose_no_ctrl_c()
        startup.begin()
        from posture.cli import main as run  # noqa: PLC0415 - heavy

        run()
    except KeyboardInterrupt:  # while it was being imported
        sys.exit(130)


if __name__ == "__main__":
    main()
