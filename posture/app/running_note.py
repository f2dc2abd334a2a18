"""What a monitor that is running makes of a change to profiles or settings: said in a line."""

import shlex
from typing import Any


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
    if answer["wanted"] == name and is_gone:
        return "The running monitor now uses population defaults."
    by = f"still uses {used!r}" if used else "still uses population defaults"
    if is_gone:
        return f"The running monitor {by}."
    how = f"posture restart --profile {shlex.quote(name)}"
    return f"The running monitor {by}. To use {name!r}: {how}"


def settings_note() -> str | None:
    """That a running monitor takes changed settings up when it is restarted."""
    from posture.monitor.control_socket import is_running  # noqa: PLC0415

    if not is_running():
        return None
    return "The running monitor still uses the old settings. To apply these: posture restart"
