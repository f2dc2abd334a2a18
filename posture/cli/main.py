"""The table of commands."""

import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from posture.cli.help import SHORT_HELP, Command, Group
from posture.cli.plain_text import show_plainly
from posture.cli.version import version
from posture.system.core_dumps import refuse_core_dumps
from posture.system.exit import leave, reported_in_one_line
from posture.system.private_file import tighten_folders

# heading in the help: command -> its module, which has a function of the command's name. A module
# is imported when its command runs, so that one that fails takes no other along.
_COMMANDS = {
    "Watch": {
        "calibrate": "calibrate",
        "run": "run",
        "start": "background",
        "stop": "background",
        "restart": "background",
        "status": "status",
        "pause": "control",
        "resume": "control",
        "snooze": "control",
        "feedback": "control",
        "tray": "tray",
        "window": "tray",
    },
    "Understand": {
        "report": "report",
        "check": "check",
        "measure": "measure",
        "replay": "replay",
        "analyze": "analyze",
    },
    "Care": {"stretch": "stretch", "relief": "relief", "advice": "advice"},
    "Settings": {
        "config": "config",
        "profiles": "profiles",
        "data": "data",
        "export": "export",
        "autostart": "autostart",
        "desktop": "desktop",
    },
    "Tools": {
        "help": "guide",
        "demo": "demo",
        "doctor": "doctor",
        "privacy": "privacy",
        "notify-test": "notify_test",
        "logs": "logs",
        "bench": "bench",
        "simulate": "simulate",
        "version": "version",
    },
}
# Commands with commands of their own.
_GROUPS = {
    "autostart": "Start monitoring at login, or stop doing so.",
    "config": "Show, change and check the settings.",
    "desktop": "Add posture to the desktop's menu.",
    "profiles": "Manage calibration profiles (lists them by default).",
    "export": "Send slouches and breaks to ActivityWatch.",
    "data": "See, export, import, back up, check or delete what is stored about you.",
}
# These see pictures in their own process; a watch does in a child (monitor/spawn.py).
_SEEING = {"analyze", "calibrate", "demo", "doctor", "measure", "replay", "stretch"}
_KEEPING_NOTHING = {
    "",
    "-h",
    "--help",
    "--version",
    "--install-completion",
    "--show-completion",
    "advice",
    "version",
}


class _InOrder(Group):
    """Typer would list groups after commands."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - Typer's
        """Names as in the table above."""
        names = (name for commands in _COMMANDS.values() for name in commands)
        return [name for name in names if name in self.commands]


app = typer.Typer(
    name="posture",
    cls=_InOrder,
    help="Watch how you sit through your own webcam, privately, and nudge you rarely.",
    epilog="First: posture calibrate    Then: posture run    In the evening: posture report --open",
    context_settings=SHORT_HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        version()
        raise typer.Exit


@app.callback()
def _posture(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and exit.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Options of the program itself."""


def register(wanted: str = "") -> None:
    """Make the wanted command known, or all when there is none of that name.

    Each brings imports of its own, which together cost more than many a command.
    """
    is_known = any(wanted in names for names in _COMMANDS.values())
    for heading, commands in _COMMANDS.items():
        for name, module_name in commands.items():
            if is_known and name != wanted:
                continue
            module = import_module(f"posture.cli.{module_name}")
            if name in _GROUPS:
                for info in module.app.registered_commands:
                    info.cls = Command
                app.add_typer(
                    module.app, name=name, cls=Group, help=_GROUPS[name], rich_help_panel=heading
                )
            else:
                function = getattr(module, name.replace("-", "_"))
                app.command(name, cls=Command, rich_help_panel=heading)(function)


def main() -> None:
    """Entry point of the ``posture`` command."""
    show_plainly(sys.stdout)
    show_plainly(sys.stderr)
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    if wanted in _SEEING:
        refuse_core_dumps()
        from posture.system.swap import keep_out_of_swap  # noqa: PLC0415 - ctypes, for these only

        keep_out_of_swap()
    stdout = sys.stdout, os.fstat(1).st_ino
    try:
        with reported_in_one_line():
            register(wanted)
            if wanted not in _KEEPING_NOTHING:
                tighten_folders()
            code = app(standalone_mode=False, prog_name="posture")
            sys.stdout.flush()  # else a reader who has gone is found when Python ends
    except TyperException as error:
        if len(sys.argv) == 1:  # the help has been shown, as was asked for
            sys.exit(0)
        leave(_one_line(error))
    except SystemExit as left:
        # Where nobody reads on, Typer and Rich lead the output away and end with 1.
        if left.code == 1 and (sys.stdout, os.fstat(1).st_ino) != stdout:
            sys.exit(0)
        raise
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _one_line(error: TyperException) -> str:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "posture"
    # Without a message the help has been shown for want of a command.
    said = " ".join(message.split()) or "Missing command"
    said = said.replace("valid int range", "whole number")
    said = said.replace(", unable to parse string as an integer", "")
    said = said.replace(", unable to parse string as a number", "").removesuffix(".")
    end = "" if said.endswith(("?", "!")) else "."
    return f"{said}{end} See `{command} --help`."
