"""``python -m posture`` and the ``posture`` command."""


def main() -> None:
    """Run the command line. Imported only now: the camera's process imports this module too."""
    from posture.cli import main as run  # noqa: PLC0415 - heavy

    run()


if __name__ == "__main__":
    main()
