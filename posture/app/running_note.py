"""What a monitor that is running makes of a change to profiles or settings: said in a line."""

import shlex
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What the running monitor answered when its settings changed.

    taken_up, need_restart: settings as ``section.key``; the first apply from the next look on, the
    second when it is restarted. refused: why it goes on by the old ones; empty when it does not.
    profile: the answer on profiles, where those changed.
    """

    taken_up: tuple[str, ...] = ()
    need_restart: tuple[str, ...] = ()
    refused: str = ""
    profile: dict[str, Any] | None = None


def reload_settings() -> Reloaded | None:
    """Have the running monitor take up the settings as they are kept now; None while none runs."""
    from posture.errors import InputError  # noqa: PLC0415
    from posture.monitor.control_socket import ask, is_running  # noqa: PLC0415 - not for --help

    if not is_running():
        return None
    try:
        answer = ask("reload settings")
    except InputError as error:
        return Reloaded(refused=str(error))
    return Reloaded(
        tuple(answer["taken_up"]),
        tuple(answer["need_restart"]),
        profile=answer if "profile" in answer else None,
    )


def settings_note() -> str | None:
    """The same in words; None while no monitor runs."""
    reloaded = reload_settings()
    if reloaded is None:
        return None
    if reloaded.refused:
        return f"The running monitor still uses the old settings: {reloaded.refused}"
    notes = []
    if reloaded.taken_up:
        notes.append("The running monitor uses it from now on.")
    if reloaded.need_restart:
        keys = ", ".join(reloaded.need_restart)
        notes.append(f"The running monitor needs a restart for {keys}: posture restart")
    return " ".join(notes) or "Nothing changes for the running monitor."


def use_note(name: str | None) -> str | None:
    """What ``profiles use`` means for the running monitor; None while none runs."""
    reloaded = reload_settings()
    if reloaded is None:
        return None
    if reloaded.refused:
        return f"The running monitor keeps its profile: {reloaded.refused}"
    if reloaded.profile is None:
        return "Nothing changes for the running monitor."
    used = reloaded.profile["profile"]
    if reloaded.profile["is_fixed"] and used != name:
        return f"The running monitor was started with {used!r}, and still uses it."
    return f"The running monitor now uses {_named(used)}."


def profile_note(name: str, *, renamed_to: str | None = None, is_gone: bool = False) -> str | None:
    """Have the running monitor take up its profile as it is kept now; None while none runs.

    name: the profile that was made, renamed or deleted.
    """
    from posture.errors import InputError  # noqa: PLC0415
    from posture.monitor.control_socket import ask, is_running  # noqa: PLC0415 - not for --help

    if not is_running():
        return None
    try:
        answer = ask("reload profile", old=name, new=renamed_to)
    except InputError as error:
        return str(error)
    return _said(answer, renamed_to or name, is_gone=is_gone)


def _said(answer: dict[str, Any], name: str, *, is_gone: bool) -> str:
    used = answer["profile"]
    if used == name:
        return f"The running monitor now uses {name!r}."
    if is_gone and answer["was"] == name:
        return f"The running monitor now uses {_named(used)}."
    by = f"still uses {_named(used)}"
    if is_gone:
        return f"The running monitor {by}."
    how = f"posture profiles use {shlex.quote(name)}"
    return f"The running monitor {by}. To use {name!r}: {how}"


def _named(profile: str | None) -> str:
    return repr(profile) if profile else "population defaults"
