"""``posture demo``: the whole product on a bundled recording."""

import os
import shutil
import sys

import typer

from posture.cli.durations import counted


def demo() -> None:
    """Try everything on a bundled recording; your own record is not touched.

    Its report is kept until the next demo.

    Example: posture demo
    """
    from posture.app.demo import demonstrate  # noqa: PLC0415
    from posture.core.states import WatchState  # noqa: PLC0415 - heavy, as the next two
    from posture.protocols import Delivery  # noqa: PLC0415

    done = demonstrate(typer.echo)
    spent = done.tally.credited.by_state
    upright_s, poor_s = spent.get(WatchState.UPRIGHT, 0.0), spent.get(WatchState.POOR, 0.0)
    typer.echo(
        f"Upright {upright_s / 60:.0f} min, slouched {poor_s / 60:.0f} min; "
        f"{counted(done.tally.episodes, 'episode')}, {counted(done.tally.nudges, 'nudge')}, "
        f"{done.tally.held_back} held back."
    )
    if done.nudged is not None and done.nudged.delivery is Delivery.DELIVERED:
        typer.echo("The first nudge was also shown as a notification.")
    elif done.nudged is not None:
        typer.echo(f"No notification was shown here: {done.nudged.why}.")
    typer.echo(f"Report: {done.report}")
    typer.echo(f"To use your own webcam: {_called()} calibrate, then {_called()} run")


def _called() -> str:
    """What to type here for this command: make and uv run it without its folder being in PATH."""
    if os.environ.get("UV"):
        return "uv run posture"
    return "posture" if shutil.which("posture") else sys.argv[0]
