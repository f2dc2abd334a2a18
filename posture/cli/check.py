"""``posture check``: how you sit right now, judged by your calibration, and how sure that is."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posture.cli.durations import SYNTAX, counted, duration_s
from posture.cli.options import JsonOption, SetOption, SourceOption, profile_option

if TYPE_CHECKING:
    from posture.app.check import Checked

# How far from the limit, in the person's own scatter, which word is used; and the share of looks
# that must say the same. The limit drawn without a slouch lies 1.9 from the upright itself.
_CLEARLY, _PROBABLY = 1.5, 0.5
_CLEAR_SHARE = 0.95


def check(
    source: SourceOption = None,
    profile: Annotated[
        str | None,
        profile_option(
            "Calibration profile to judge by.", "that of the running monitor, or default"
        ),
    ] = None,
    for_: Annotated[
        str, typer.Option("--for", metavar="20s|1m", help=f"How long to look, {SYNTAX}.")
    ] = "20s",
    plot: Annotated[
        Path | None,
        typer.Option(
            "--plot",
            metavar="FILE.png",
            help="Save a plot of your upright, the limit and what was seen.",
        ),
    ] = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge the next 20 seconds by your calibration, and say how sure the verdict is.

    A running monitor lends its camera for this. A recording is judged from its start.

    Example: posture check --plot check.png
    """
    from posture.errors import InputError  # noqa: PLC0415

    length_s = duration_s(for_, "--for")
    if plot is not None and plot.suffix.lower() != ".png":
        raise InputError(f"--plot {plot}: not a PNG picture's name.", "Write `--plot check.png`.")
    if plot is not None and not plot.absolute().parent.is_dir():
        raise InputError(f"--plot {plot}: there is no such folder.", "Make it first.")
    from posture.app.check import check as judged  # noqa: PLC0415 - heavy

    def say(text: str) -> None:
        typer.echo(text, err=True)

    checked = judged(source, profile, length_s, overrides or (), say)
    if plot is not None:
        from posture.report.check_plot import drawn  # noqa: PLC0415 - heavy

        plot.write_bytes(drawn(checked.plotted()))
    if as_json:
        typer.echo(json.dumps({**checked.facts(), "plot": plot and str(plot)}))
        return
    typer.echo("\n".join(checked_words(checked)))
    if plot is not None:
        typer.echo(f"Drawn: {plot}")


def checked_words(checked: "Checked") -> list[str]:
    """What was seen, in a few sentences."""
    looks, judged, share = len(checked.looks), len(checked.judged), checked.slouched_share
    profile = checked.profile.name
    if share is None or checked.margin is None:
        why = checked.why_unjudged or "nothing was seen"
        return [f"Nothing could be judged in {counted(looks, 'look')}: {why}."]
    poor = round(share * judged)
    lines = [
        f"By the calibration {profile!r}: upright in {judged - poor}, slouched in {poor} of "
        f"{counted(judged, 'look')}"
        + (
            f"; {looks - judged} could not be judged ({checked.why_unjudged})."
            if looks > judged
            else "."
        )
    ]
    lines.append(_verdict(share, checked.margin))
    return lines


def _verdict(share: float, margin: float) -> str:
    side, how_many = ("slouched", share) if margin > 0 else ("upright", 1 - share)
    beyond = "beyond" if margin > 0 else "within"
    where = f"{abs(margin):.1f} times your usual variation {beyond} the limit"
    if abs(margin) < _PROBABLY:
        return f"Too close to call: the median is {where}."
    if how_many < _CLEAR_SHARE:
        return f"Mostly {side}: the median is {where}."
    sure = "Clearly" if abs(margin) >= _CLEARLY else "Probably"
    return f"{sure} {side}: the median is {where}."
