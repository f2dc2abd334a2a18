"""``posture privacy``."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from posture.cli.options import JsonOption

if TYPE_CHECKING:
    from posture.app.privacy import Facts, Kept, Running

_READERS = {"you": "only you", "group": "your group too", "everyone": "everyone on this machine"}
_WHY_NOT = {
    "launcher": ": starts monitor and browser for the windows, and sees no picture",
    "network camera": ": it knows the address of your camera only",
}
_KB, _MB = 1024, 1024**2


def privacy(as_json: JsonOption = False) -> None:
    """Show what is kept and who can read it, what runs, and what is open to the network.

    Example: posture privacy
    """
    from posture.app.privacy import facts  # noqa: PLC0415 - after --help

    found = facts()
    if as_json:
        typer.echo(json.dumps(asdict(found)))
        return
    for line in _lines(found):
        typer.echo(line)


def _lines(found: "Facts") -> "list[str]":
    return [
        *_kept(found.kept),
        "Running:",
        *(_running(one) for one in found.processes),
        *([] if found.processes else ["  nothing; start it with `posture start`"]),
        "",
        "Open to the network:",
        *_network(found),
        "",
        "See for yourself:",
        *(f"  {command}" for command in found.check),
    ]


def _kept(kept: "tuple[Kept, ...]") -> "list[str]":
    lines = []
    for folder in dict.fromkeys(one.folder for one in kept):
        lines.append(f"Kept in {folder}:")
        for one in kept:
            if one.folder == folder:
                readers = _READERS.get(one.readable_by or "", "as the folder's permissions say")
                files = f"{one.files} file{'' if one.files == 1 else 's'}"
                lines.append(
                    f"  {one.name:<17}{_size(one.bytes):>9} {files:>10}, "
                    f"readable by {readers}: {one.what}"
                )
        lines.append("")
    return lines or ["Nothing is kept.", ""]


def _size(count: int) -> str:
    if count < _KB:
        return f"{count} bytes"
    return f"{count / _KB:.0f} KB" if count < _MB else f"{count / _MB:.1f} MB"


def _running(one: "Running") -> str:
    seal = {
        True: "sealed: the kernel refuses it internet sockets",
        False: "NOT sealed" + _WHY_NOT.get(one.role, ""),
        None: "not sealed: this system cannot",
    }[one.sealed]
    locked = f"; {_size(one.locked_bytes)} locked against swap" if one.locked_bytes else ""
    return f"  {one.pid:<7} {one.role:<17} {seal}{locked}"


def _network(found: "Facts") -> "list[str]":
    lines = [
        f"  {one.pid:<7} {one.local} -> {one.remote or 'nobody'} {one.state}"
        for one in found.network
    ]
    hidden = [one for one in found.processes if one.files_hidden]
    if not lines:
        lines = ["  nothing" if found.processes else "  nothing runs"]
    if hidden:
        pids = ", ".join(str(one.pid) for one in hidden)
        lines.append(
            f"  The kernel hides what {pids} has open, as it hides its memory; root can look. "
            "Sealed processes cannot have connected since they were sealed."
        )
    return lines
