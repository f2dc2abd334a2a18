"""``posture version``."""

from typing import Annotated

import typer

from posture import __version__


def version(
    full: Annotated[
        bool, typer.Option("--full", help="Also print the versions of the main libraries.")
    ] = False,
) -> None:
    """Print the version.

    Example: posture version --full
    """
    typer.echo(f"posture {__version__}")
    if full:
        from importlib.metadata import version as version_of  # noqa: PLC0415 - only when asked

        for package in ("mediapipe", "opencv-python", "numpy"):
            typer.echo(f"{package} {version_of(package)}")
