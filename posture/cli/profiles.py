"""``posture profiles``: the calibrations you have made."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posture.cli.confirm import confirmed
from posture.cli.durations import counted
from posture.cli.options import JsonOption, YesOption, complete_profile
from posture.core.share import percent

if TYPE_CHECKING:
    from posture.core.events import Cause

app = typer.Typer(invoke_without_command=True, subcommand_metavar="[COMMAND] [ARGS]...")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", autocompletion=complete_profile)]


@app.callback()
def _profiles(ctx: typer.Context) -> None:
    """Without a command the profiles are listed."""
    if ctx.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(as_json: JsonOption = False) -> None:
    """List all profiles, with view and quality.

    Example: posture profiles list
    """
    from posture.errors import ProfileError  # noqa: PLC0415
    from posture.store.profiles import load_profile, profile_names  # noqa: PLC0415 - imports numpy

    rows: list[dict[str, str | None]] = []
    lines: list[str] = []
    for name in profile_names():
        try:
            profile = load_profile(name)
        except ProfileError as error:  # one that cannot be used hides none of the others
            rows.append({"name": name, "view": None, "quality": None})
            lines.append(str(error))
            continue
        view = profile.baseline.view
        rows.append({"name": profile.name, "view": view, "quality": profile.quality})
        lines.append(
            f"{profile.name}: {view} view, {profile.quality} calibration of "
            f"{profile.made.astimezone():%Y-%m-%d %H:%M}, from {profile.source}"
        )
    if as_json:
        typer.echo(json.dumps(rows))
        return
    lines = lines or ["No profiles yet. Make one with: posture calibrate"]
    typer.echo("\n".join(lines))


@app.command()
def show(name: NameArgument = "default", as_json: JsonOption = False) -> None:
    """Show a profile: upright angles, personal limits, quality and what was loosened.

    Example: posture profiles show default
    """
    from posture.app.personal_limits import limits_json  # noqa: PLC0415
    from posture.config import load_config  # noqa: PLC0415
    from posture.store.feedback_file import load_feedback  # noqa: PLC0415
    from posture.store.profiles import LISTED, load_profile  # noqa: PLC0415 - imports numpy

    profile = load_profile(name, LISTED)
    learned = load_feedback(profile.name).loosened(load_config().feedback)
    baseline, thresholds = profile.baseline, profile.thresholds
    facts: dict[str, Any] = {
        "name": profile.name,
        "made": profile.made.astimezone().isoformat(timespec="minutes"),
        "source": profile.source,
        "view": str(baseline.view),
        "quality": profile.quality,
        "d_prime": profile.d_prime and round(profile.d_prime, 2),
        "upright_pictures": baseline.poses,
        "upright_neck_deg": round(baseline.neck_deg, 1),
        "upright_torso_deg": round(baseline.torso_deg, 1),
        **limits_json(baseline, thresholds),
        "loosened": {str(cause): round(factor, 3) for cause, factor in learned.items()},
    }
    if as_json:
        typer.echo(json.dumps(facts))
        return
    for label, shown in _in_words(facts, _loosened(name, learned)):
        typer.echo(f"{label:>17}  {shown}")


def _in_words(facts: dict[str, Any], loosened: str) -> list[tuple[str, str]]:
    """What ``show`` prints: label and value."""

    def limit_deg(key: str) -> str:
        return "the usual limit" if facts[key] is None else f"{facts[key]}° from upright"

    height, drop, apart = (facts[key] for key in ("head_height", "head_drop_limit", "d_prime"))
    return [
        ("name", facts["name"]),
        ("made", f"{facts['made']} from {facts['source']}"),
        ("view", facts["view"]),
        ("quality", f"{facts['quality']}, {counted(facts['upright_pictures'], 'upright picture')}"),
        ("upright", f"neck {facts['upright_neck_deg']}°, torso {facts['upright_torso_deg']}°"),
        *(
            ()
            if height is None
            else (("head", f"{height} shoulder widths above the shoulders; limit {drop} lower"),)
        ),
        ("neck limit", limit_deg("neck_change_deg")),
        ("torso limit", limit_deg("torso_change_deg")),
        (
            "slouch",
            "none was recorded"
            if apart is None
            else f"{apart} times your usual variation away from upright",
        ),
        ("loosened limits", loosened),
    ]


def _loosened(name: str, learned: "dict[Cause, float]") -> str:
    if not learned:
        return "none"
    causes = ", ".join(f"{cause} by {percent(k - 1)}" for cause, k in learned.items())
    return f"{causes}, after false alarms. To undo: posture profiles reset {name}"


@app.command()
def use(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", autocompletion=complete_profile)
    ] = None,
    is_auto: Annotated[
        bool,
        typer.Option("--auto", help="Let posture choose by camera and connected displays again."),
    ] = False,
) -> None:
    """Judge by this profile from now on, even in a running monitor.

    Example: posture profiles use office
    """
    from posture.app.profile_choice import use_profile  # noqa: PLC0415 - imports numpy
    from posture.app.running_note import use_note  # noqa: PLC0415
    from posture.errors import InputError  # noqa: PLC0415

    if (name is None) is not is_auto:
        raise InputError(
            "Give either a profile's name or `--auto`.", "Example: `posture profiles use office`."
        )
    use_profile(name)
    typer.echo(
        f"From now on you are judged by {name!r}."
        if name
        else "From now on the profile is chosen by your camera and displays."
    )
    note = use_note(name)
    if note is not None:
        typer.echo(note)


@app.command()
def reset(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            autocompletion=complete_profile,
            help="Without it: what was loosened while there was no profile.",
        ),
    ] = None,
) -> None:
    """Undo what false alarms have loosened; the calibration is kept.

    Example: posture profiles reset default
    """
    from posture.store.feedback_file import forget_feedback  # noqa: PLC0415 - imports numpy
    from posture.store.profiles import DEFAULT, LISTED, load_profile  # noqa: PLC0415

    profile = None if name is None else load_profile(name, LISTED).name
    forget_feedback(profile)
    typer.echo("All limits are back to the configured and calibrated values.")
    _note(name or DEFAULT)


@app.command()
def delete(
    name: NameArgument,
    is_sure: YesOption = False,
) -> None:
    """Delete a profile and what false alarms have loosened for it.

    Example: posture profiles delete old-desk
    """
    from posture.app.profile_choice import follow_rename  # noqa: PLC0415
    from posture.store.feedback_file import forget_feedback  # noqa: PLC0415
    from posture.store.profiles import delete_profile, require_profile  # noqa: PLC0415 - imports numpy

    require_profile(name)
    if not (is_sure or confirmed(f"Delete the profile {name!r}{_used_by(name)}?")):
        typer.echo("Kept.")
        return
    delete_profile(name)
    forget_feedback(name)
    follow_rename(name, None)
    typer.echo(f"Deleted the profile {name!r}.")
    _note(name, is_gone=True)


@app.command()
def rename(name: NameArgument, new: Annotated[str, typer.Argument(metavar="NEW")]) -> None:
    """Rename a profile; what false alarms have loosened is kept.

    Example: posture profiles rename default old-desk
    """
    from posture.app.profile_choice import follow_rename  # noqa: PLC0415
    from posture.store.feedback_file import rename_feedback  # noqa: PLC0415
    from posture.store.profiles import rename_profile  # noqa: PLC0415 - imports numpy

    rename_profile(name, new)
    rename_feedback(name, new)
    follow_rename(name, new)
    typer.echo(f"The profile {name!r} is now {new!r}.")
    _note(name, renamed_to=new)


def _note(name: str, *, renamed_to: str | None = None, is_gone: bool = False) -> None:
    """Say what a running monitor makes of it, if one runs."""
    from posture.app.running_note import profile_note  # noqa: PLC0415

    note = profile_note(name, renamed_to=renamed_to, is_gone=is_gone)
    if note is not None:
        typer.echo(note)


def _used_by(name: str) -> str:
    """Who would miss the profile, for the question whether to delete it."""
    from posture.cli.status import running  # noqa: PLC0415
    from posture.store.profiles import DEFAULT  # noqa: PLC0415

    if running().get("profile") == name:
        return ", which the running monitor is using"
    return ", the default" if name == DEFAULT else ""
