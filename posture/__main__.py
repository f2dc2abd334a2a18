"""``python -m posture`` and the ``posture`` command."""

from posture import thrift


def main() -> None:
    """Run the command line, imported only once this is set."""
    thrift.begin()
    from posture.cli import main as run  # noqa: PLC0415 - heavy

    run()


if __name__ == "__main__":
    main()
