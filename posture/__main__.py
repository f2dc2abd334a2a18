"""``python -m posture`` is the ``posture`` command."""

from posture.cli import main

if __name__ == "__main__":  # the camera's process imports this module again
    main()
