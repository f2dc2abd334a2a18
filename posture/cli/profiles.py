"""``posture profiles``: the calibrations you have made."""

import json
from typing import Annotated

import typer

from posture.cli.options import JsonOption

app = typer.Typer(no_args_is_help=True)
NameArgument = Annotated[str, typer.Argument(metavar="NAME")]


@app.command("list")
def list_(as_json: JsonOption = False) -> None:
    """Name every profile, with its view and quality.

    Example: posture profiles list
    """
    from posture.profiles import load_profile, profile_names  # noqa: PLC0415 - imports numpy

    profiles = [load_profile(name) for name in profile_names()]
    if as_json:
        rows = [{"name": p.name, "view": p.baseline.view, "quality": p.quality} for p in profiles]
        typer.echo(json.dumps(rows))
        return
    if not profiles:
        typer.echo("No profiles yet. Make one with: posture calibrate")
    for profile in profiles:
        typer.echo(
            f"{profile.name}: {profile.baseline.view} view, {profile.quality} calibration of "
            f"{profile.made:%Y-%m-%d %H:%M}, from {profile.source}"
        )


@app.command()
def show(name: NameArgument = "default", as_json: JsonOption = False) -> None:
    """Show one profile: upright angles, personal thresholds, quality.

    Example: posture profiles show default
    """
    from posture.profiles import load_profile  # noqa: PLC0415 - imports numpy

    profile = load_profile(name)
    baseline, thresholds = profile.baseline, profile.thresholds
    facts: dict[str, object] = {
        "name": profile.name,
        "made": profile.made.isoformat(timespec="minutes"),
        "source": profile.source,
        "view": str(baseline.view),
        "quality": profile.quality,
        "d_prime": profile.d_prime and round(profile.d_prime, 2),
        "upright_pictures": baseline.poses,
        "upright_neck_deg": round(baseline.neck_deg, 1),
        "upright_torso_deg": round(baseline.torso_deg, 1),
        "neck_change_deg": thresholds and round(thresholds.neck_change_deg, 1),
        "torso_change_deg": thresholds and round(thresholds.torso_change_deg, 1),
    }
    if as_json:
        typer.echo(json.dumps(facts))
        return
    for key, value in facts.items():
        shown = "the usual ones (no slouch was shown)" if value is None else value
        typer.echo(f"{key.replace('_', ' '):>18}  {shown}")


@app.command()
def delete(name: NameArgument) -> None:
    """Forget a profile.

    Example: posture profiles delete old-desk
    """
    from posture.profiles import delete_profile  # noqa: PLC0415 - imports numpy

    delete_profile(name)
    typer.echo(f"Deleted the profile {name!r}.")
