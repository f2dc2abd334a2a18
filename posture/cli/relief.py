"""``posture relief``: for somebody whose back is in spasm now."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from posture.cli.durations import SYNTAX, duration_s
from posture.cli.options import SetOption
from posture.core.duration import DAY_S, MINUTE_S, in_words

_REASON = "relief"


def relief(
    pause: Annotated[
        str | None,
        typer.Option(
            "--pause",
            metavar="30m|4h",
            help=f"How long to send no nudges afterwards, {SYNTAX}; 0: none. Asks by default.",
        ),
    ] = None,
    overrides: SetOption = None,
) -> None:
    """Get help with a back spasm: warning signs, rest, heat or cold, movement.

    Nudges stay off meanwhile, and afterwards for as long as you choose. Unreadable settings are
    reported; the defaults are used.

    Example: posture relief
    """
    asked_s = None
    if pause is not None:
        asked_s = duration_s(pause, "--pause", most_s=DAY_S, may_be_zero=True)
    from rich.console import Console  # noqa: PLC0415 - heavy, as the rest

    from posture.app.relief import script, session  # noqa: PLC0415
    from posture.config import default_config, load_config  # noqa: PLC0415
    from posture.core.exercises.relief import Relief  # noqa: PLC0415
    from posture.errors import ConfigError  # noqa: PLC0415

    try:
        config = load_config(overrides or ())
    except ConfigError as error:
        typer.echo(f"posture: {error} The defaults are used.", err=True)
        config = default_config()
    console = Console()
    words = script(config)
    before = _quiet_now()
    heard: list[Relief] = []
    _silence(words.pause_min * MINUTE_S, _REASON)
    try:
        ended = session(console, words, heard=heard.append)
    except Exception:  # nobody is there, so nobody needs quiet
        _silence(*before)
        raise
    except KeyboardInterrupt:
        console.print()
        if heard:
            console.print(_paused_words(words.pause_min * MINUTE_S))
        else:  # nothing was asked for yet
            _silence(*before)
            console.print("Cancelled; nudges continue as before.")
        raise
    pause_s = (ended.pause_min or 0) * MINUTE_S if asked_s is None else asked_s
    _silence(pause_s, _REASON)
    if pause_s:
        console.print(_paused_words(pause_s))


def _paused_words(pause_s: float) -> str:
    from posture.cli.status import clock_time  # noqa: PLC0415 - heavy

    return (
        f"No posture nudges for {in_words(pause_s)}, until {clock_time(pause_s)}. "
        "To end this sooner: posture resume"
    )


def _quiet_now() -> tuple[float, str]:
    """For how many seconds yet, and why, nudges are held back already; 0 when they are not."""
    from posture.errors import InputError  # noqa: PLC0415
    from posture.monitor.control_socket import ask  # noqa: PLC0415
    from posture.store.pause_file import load_holds  # noqa: PLC0415

    try:
        status = ask("status")
        return status["quiet_for_s"] or 0.0, status["quiet_because"] or _REASON
    except InputError:
        now = datetime.now().astimezone()
        quiet = load_holds(now).quiet
    return (quiet.left_s(now) or 0.0, quiet.reason) if quiet else (0.0, _REASON)


def _silence(seconds: float, reason: str) -> None:
    """Tell the running monitor; without one leave word for the next."""
    from posture.errors import InputError  # noqa: PLC0415
    from posture.monitor.control_socket import ask  # noqa: PLC0415
    from posture.store.pause_file import TimedHold, load_holds, save_holds  # noqa: PLC0415

    try:
        ask("snooze", seconds=seconds, reason=reason)
    except InputError:
        now = datetime.now().astimezone()
        quiet = TimedHold.of(now, seconds, reason) if seconds else None
        save_holds(replace(load_holds(now), quiet=quiet))
