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


def complete_key(incomplete: str) -> list[str]:
    """For shell completion: the settings that begin so."""
    from posture.config import read_toml  # noqa: PLC0415 - heavy
    from posture.system.paths import resource  # noqa: PLC0415

    sections = read_toml(resource("config/default.toml")).items()
    keys = (f"{section}.{key}" for section, values in sections for key in values)
    return [key for key in keys if key.startswith(incomplete)]


KeyArgument = Annotated[
    str, typer.Argument(metavar="KEY", help="Such as rules.hold_s.", autocompletion=complete_key)
]


@app.command()
def path() -> None:
    """Print the path of your settings file (it need not exist).

    Example: posture config path
    """
    from posture.config.load import user_config_file  # noqa: PLC0415 - platformdirs

    typer.echo(user_config_file())


@app.command()
def show(
    default: Annotated[
        bool, typer.Option("--default", help="Print the defaults, with explanations.")
    ] = False,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the current settings.

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
def get(key: KeyArgument) -> None:
    """Print the current value of a setting or section.

    Example: posture config get rules.hold_s
    """
    from posture.config.edit import get_setting  # noqa: PLC0415 - heavy
    from posture.core.addresses import without_credentials  # noqa: PLC0415

    value = get_setting(key)
    if isinstance(value, dict):
        value |= {"source": without_credentials(value["source"])} if "source" in value else {}
    elif isinstance(value, str):
        value = without_credentials(value)
    if isinstance(value, dict):
        for name, each in value.items():
            typer.echo(f"{name} = {json.dumps(each)}")
    else:
        typer.echo(value if isinstance(value, str) else json.dumps(value))


@app.command("set", context_settings={"ignore_unknown_options": True})
def set_(
    key: KeyArgument,
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE", help="Separate the items of a list with commas: 12:00-13:00,22:00-7:00"
        ),
    ],
) -> None:
    """Change a setting in your file; a running monitor applies it at once where possible.

    A refused value leaves the file unchanged.

    Example: posture config set nudges.max_per_hour 2
    """
    from posture.app.running_note import settings_note  # noqa: PLC0415
    from posture.config.edit import overriding_variable, set_setting  # noqa: PLC0415 - heavy
    from posture.config.load import flag_value  # noqa: PLC0415
    from posture.core.addresses import without_credentials  # noqa: PLC0415

    stored = set_setting(key, flag_value(value))
    shown = without_credentials(stored) if isinstance(stored, str) else stored
    typer.echo(f"{key} = {json.dumps(shown)}")
    if variable := overriding_variable(key):
        typer.echo(f"But the environment variable {variable} overrides it.")
    _say_what_runs(settings_note())


@app.command()
def unset(key: KeyArgument) -> None:
    """Remove a setting from your file, so that the default applies again.

    Example: posture config unset nudges.max_per_hour
    """
    from posture.app.running_note import settings_note  # noqa: PLC0415
    from posture.config.edit import get_setting, unset_setting  # noqa: PLC0415 - heavy

    if not unset_setting(key):
        typer.echo(f"{key} is not in your file.")
        return
    typer.echo(f"{key} = {json.dumps(get_setting(key))}")
    _say_what_runs(settings_note())


def _say_what_runs(note: str | None) -> None:
    if note is not None:
        typer.echo(note)


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
    from posture.config.edit import writable_file  # noqa: PLC0415 - heavy
    from posture.errors import InputError  # noqa: PLC0415

    file = writable_file()
    before = file.read_bytes()
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
    if file.read_bytes() != before:
        _say_what_runs(settings_note())
