"""``posture simulate``: a made-up working week through the real nudge policy."""

import json
from typing import Annotated

import typer

from posture.cli.options import JsonOption, SetOption
from posture.errors import InputError

_PEOPLE = ("typical", "fidgety", "stubborn")


def simulate(
    days: Annotated[int, typer.Option("--days", metavar="N", help="Number of days.")] = 5,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="The same seed gives the same days.")
    ] = 1,
    person: Annotated[
        str,
        typer.Option(
            "--person",
            metavar="|".join(_PEOPLE),
            help="fidgety: slouches too briefly to count; stubborn: ignores every nudge.",
        ),
    ] = "typical",
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Simulate working days, and count how often posture would nudge.

    Example: posture simulate --days 5 --seed 1 --set nudges.cooldown_s=900
    """
    if not 1 <= days <= 366:  # noqa: PLR2004 - a year at most
        raise InputError(f"--days {days}: must be from 1 to 366.")
    if person not in _PEOPLE:
        raise InputError(f"--person {person}: not one of {', '.join(_PEOPLE)}.")
    from posture.app.simulation.life import SimulatedPerson  # noqa: PLC0415
    from posture.app.simulation.week import simulate as live  # noqa: PLC0415
    from posture.config import load_config  # noqa: PLC0415 - heavy, as the next

    week = live(days, seed, load_config(overrides or ()), SimulatedPerson(person)).as_json()
    if as_json:
        typer.echo(json.dumps(week))
        return
    for key, value in week.items():
        words = value.items() if isinstance(value, dict) else [("", value)]
        shown = ", ".join(f"{name} {count}".strip() for name, count in words)
        typer.echo(f"{key.replace('_', ' '):>25}  {shown}")
