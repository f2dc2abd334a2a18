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
        return f"posture is running and judges by {name!r} from now on."
    if answer["wanted"] == name and is_gone:
        return "posture is running and judges by population defaults from now on."
    by = f"goes on judging by {used!r}" if used else "goes on judging by population defaults"
    if is_gone:
        return f"posture is running and {by}."
    how = f"posture restart --profile {shlex.quote(name)}"
    return f"posture is running and {by}. To judge by {name!r}: {how}"


def settings_note() -> str | None:
    """That a running monitor takes changed settings up when it is restarted."""
    from posture.monitor.control_socket import is_running  # noqa: PLC0415

    if not is_running():
        return None
    return "posture is running with the settings as they were. To take these up: posture restart"
