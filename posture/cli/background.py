"""``posture start``, ``stop`` and ``restart``: the monitor as a process of its own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from posture.cli.options import IntoRecordOption, ProfileOption, SetOption, SourceOption
from posture.cli.status import BLIND, NOT_CALIBRATED, asked, paused_words, what_to_do
from posture.errors import InputError, UnansweredError

if TYPE_CHECKING:
    from posture.app.watch.background import Asked


def start(
    source: SourceOption = None,
    into_record: IntoRecordOption = False,
    profile: ProfileOption = None,
    overrides: SetOption = None,
) -> None:
    """Start the monitor in the background.

    Example: posture start
    """
    from posture.app.watch.background import Asked  # noqa: PLC0415 - heavy

    _refuse_second()
    _start_and_report(Asked(source, profile, overrides or (), into_record=into_record))


def _start_and_report(asked_for: "Asked") -> None:
    from posture.app.watch.start_and_stop import started  # noqa: PLC0415 - heavy

    answer = started(asked_for)
    if answer.get("paused_since"):
        typer.echo(f"posture is {paused_words(answer)}. To go on: posture resume")
    elif not answer["looks"]:
        typer.echo("posture is running, but the camera has not answered yet. See: posture status")
    elif why := what_to_do(answer) or answer["unreliable_because"]:
        cannot = "see" if answer["state"] in BLIND else "judge"
        typer.echo(f"posture is running, but cannot {cannot}: {answer['state']} ({why})")
    else:
        typer.echo("posture is watching. See: posture status")
    if advice := answer.get("camera_advice"):
        typer.echo(advice)
    if not answer["profile"]:
        typer.echo(NOT_CALIBRATED)


def stop() -> None:
    """Stop the running monitor.

    Example: posture stop
    """
    from posture.app.watch.start_and_stop import stopped  # noqa: PLC0415 - heavy

    stopped()
    typer.echo("Stopped.")


def restart(
    source: SourceOption = None, profile: ProfileOption = None, overrides: SetOption = None
) -> None:
    """Restart the monitor with the options it was started with.

    Options given here replace those; --set adds to them.

    Example: posture restart --set rules.hold_s=20
    """
    from posture.app.watch.background import Asked  # noqa: PLC0415 - heavy, as the next
    from posture.app.watch.start_and_stop import stopped  # noqa: PLC0415

    before: dict[str, Any] = {}
    is_running, note = True, ""
    try:
        before = _asked_before()
    except UnansweredError:
        note = "It did not answer, so the options it was started with are not known."
    except InputError:
        is_running, note = False, "It was not running."
    source = source or before.get("source")
    profile = profile or before.get("profile")
    settings = [*before.get("overrides", ()), *(overrides or ())]
    _refuse_what_cannot_start(source, profile, settings)
    if is_running:
        stopped()
    if note:
        typer.echo(note)
    is_same = source == before.get("source")
    loop, into_record = (is_same and before.get(key, False) for key in ("loop", "into_record"))
    _start_and_report(Asked(source, profile, settings, loop=loop, into_record=into_record))


def _refuse_what_cannot_start(
    source: str | None, profile: str | None, overrides: Sequence[str]
) -> None:
    """Raise the error a watch by these options would end with, while the old one still runs."""
    from posture.app.profile_choice import profile_for  # noqa: PLC0415
    from posture.capture import is_live, open_recording  # noqa: PLC0415 - heavy, as the rest
    from posture.config import load_config  # noqa: PLC0415
    from posture.monitor.sources import refuse_other_devices  # noqa: PLC0415

    config = load_config(overrides)
    spec = source or config.camera.source
    profile_for(profile, config, spec)
    refuse_other_devices(spec)
    if not is_live(spec):
        open_recording(spec)


def _asked_before() -> dict[str, Any]:
    """The options the running monitor was started with."""
    try:
        return asked("asked")
    except UnansweredError:
        raise
    except InputError:  # one of an earlier version has them in the status
        before: dict[str, Any] = asked("status").get("asked", {})
        return before


def _refuse_second() -> None:
    try:
        answer = asked("status")
    except UnansweredError:
        raise
    except InputError:
        return
    raise InputError(
        f"The monitor is already running (process {answer.get('pid')}).", "See `posture status`."
    )
