"""What of a folder is passed over, said before the rest is looked at."""

from collections.abc import Iterable
from pathlib import Path

import typer

from posture.core.printable import printable

_NAMED = 3


def say_left_out(paths: Iterable[Path]) -> None:
    """On stderr, a line for each folder with pictures of a kind that cannot be read."""
    from posture.capture import left_out  # noqa: PLC0415 - heavy

    for folder in paths:
        names = [path.name for path in left_out(folder)]
        if not names:
            continue
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        listed = ", ".join(names[:_NAMED]) + more
        typer.echo(
            printable(
                f"posture: {folder}: skipped, because unreadable: {listed}. Convert them to JPEG."
            ),
            err=True,
        )
