"""``python -m posture`` is the ``posture`` command."""

from posture.cli import main

main()
