"""``posture config``: show, check and edit the settings."""

import json
import os
import shlex
import subprocess
import sys
from typing import Annotated

import typer

from posture.cli.options import JsonOption, SetOption

app = typer.Typer(no_args_is_help=True)

_FIRST_LINES = """\
# Your own settings. Only the lines you change; `posture config show --default` prints them all with
# what they mean. Example:
#
# [rules]
# hold_s = 45
"""


@app.command()
def path() -> None:
    """Print the path of your settings file (it need not exist).

    Example: posture config path
    """
    from posture.system.paths import config_dir  # noqa: PLC0415 - platformdirs

    typer.echo(config_dir() / "config.toml")


@app.command()
def show(
    default: Annotated[
        bool, typer.Option("--default", help="Print the defaults, with explanations.")
    ] = False,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the settings in force.

    Example: posture config show --set rules.hold_s=20
    """
    from msgspec import to_builtins  # noqa: PLC0415 - heavy

    from posture.config import load_config  # noqa: PLC0415 - heavy
    from posture.core.addresses import without_credentials  # noqa: PLC0415
    from posture.system.paths import resource  # noqa: PLC0415

    if default:
        typer.echo(resource("config/default.toml").read_text(encoding="utf-8"), nl=False)
        return
    sections = to_builtins(load_config(overrides or ()))
    sections["camera"]["source"] = without_credentials(sections["camera"]["source"])
    if as_json:
        typer.echo(json.dumps(sections))
        return
    for section, values in sections.items():
        typer.echo(f"[{section}]")
        for key, value in values.items():
            typer.echo(f"{key} = {json.dumps(value)}")


@app.command()
def check() -> None:
    """Check the settings; an error names the file, line and field.

    Example: posture config check
    """
    from posture.config import load_config, user_config_file  # noqa: PLC0415 - heavy

    load_config()
    file = user_config_file()
    typer.echo(f"ok: {file if file.exists() else f'no {file}, so the defaults apply'}")


@app.command()
def edit() -> None:
    """Open your settings file in $EDITOR, then check it.

    Example: EDITOR=nano posture config edit
    """
    from posture.app.running_note import settings_note  # noqa: PLC0415
    from posture.config import user_config_file  # noqa: PLC0415 - heavy
    from posture.errors import InputError  # noqa: PLC0415
    from posture.system.private_file import private_folder, write_private  # noqa: PLC0415

    file = user_config_file()
    try:
        private_folder(file.parent)  # a camera's address may hold a password
        if not file.exists():
            write_private(file, _FIRST_LINES)
        before = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"{file} cannot be written: {error.strerror}.",
            "Make its folder writable, or set POSTURE_CONFIG_DIR to another one.",
        ) from None
    fallback = "notepad" if sys.platform == "win32" else "vi"
    if not file.is_file():
        raise InputError(f"{file} is not a regular file.", "Move it out of the way.")
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or fallback
    try:
        subprocess.run([*shlex.split(editor), str(file)], check=True)  # noqa: S603 - the user's editor
    except (OSError, ValueError, subprocess.CalledProcessError):
        raise InputError(
            f"The editor {editor!r} could not be run.", f"Set EDITOR, or edit {file} yourself."
        ) from None
    check()
    note = settings_note()
    if note is not None and file.read_bytes() != before:
        typer.echo(note)
