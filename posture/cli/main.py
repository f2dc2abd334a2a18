"""The table of commands."""

import sys
from importlib import import_module

import typer
from typer.exceptions import TyperException

from posture.cli.plain_text import show_plainly
from posture.system.core_dumps import refuse_core_dumps
from posture.system.exit import leave, reported_in_one_line
from posture.system.private_file import tighten_folders

app = typer.Typer(
    name="posture",
    help="Watches how you sit, through your own webcam, on your own machine; nudges rarely.",
    epilog="First: posture calibrate    Then: posture run    In the evening: posture report --open",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

# module: command name -> function. A module that fails to import must not take the others along, so
# the table is flat and each module imports what is heavy only when its command runs.
_COMMANDS = {
    "run": {"run": "run"},
    "background": {"start": "start", "stop": "stop", "restart": "restart"},
    "status": {"status": "status"},
    "control": {
        "pause": "pause",
        "resume": "resume",
        "snooze": "snooze",
        "feedback": "feedback",
    },
    "calibrate": {"calibrate": "calibrate"},
    "check": {"check": "check"},
    "measure": {"measure": "measure"},
    "replay": {"replay": "replay"},
    "report": {"report": "report"},
    "advice": {"advice": "advice"},
    "relief": {"relief": "relief"},
    "stretch": {"stretch": "stretch"},
    "notify_test": {"notify-test": "notify_test"},
    "demo": {"demo": "demo"},
    "simulate": {"simulate": "simulate"},
    "doctor": {"doctor": "doctor"},
    "bench": {"bench": "bench"},
    "logs": {"logs": "logs"},
    "version": {"version": "version"},
}
# These see pictures in their own process; a watch does in a child (monitor/spawn.py).
_SEEING = {"calibrate", "demo", "doctor", "measure", "replay", "stretch"}
_KEEPING_NOTHING = {"", "--help", "advice", "version"}
_GROUPS = {
    "config": "See and change the configuration.",
    "profiles": "The calibration profiles you have made; alone it lists them.",
}


@app.callback()
def _posture() -> None:
    """Without it Typer would take a program of one command for that command itself."""


def _register(wanted: str) -> None:
    """Make the wanted command known, or all when there is none of that name.

    Each brings imports of its own, which together cost more than many a command.
    """
    is_known = wanted in _GROUPS or any(wanted in names for names in _COMMANDS.values())
    for module_name, commands in _COMMANDS.items():
        if wanted in commands or not is_known:
            module = import_module(f"posture.cli.{module_name}")
            for name, function in commands.items():
                app.command(name)(getattr(module, function))
    for name, text in _GROUPS.items():
        if wanted == name or not is_known:
            app.add_typer(import_module(f"posture.cli.{name}").app, name=name, help=text)


def main() -> None:
    """Entry point of the ``posture`` command."""
    show_plainly(sys.stdout)
    show_plainly(sys.stderr)
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    if wanted in _SEEING:
        refuse_core_dumps()
    _register(wanted)
    try:
        with reported_in_one_line():
            if wanted not in _KEEPING_NOTHING:
                tighten_folders()
            code = app(standalone_mode=False, prog_name="posture")
    except TyperException as error:
        if len(sys.argv) == 1:  # the help has been shown, as was asked for
            sys.exit(0)
        leave(_one_line(error))
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _one_line(error: TyperException) -> str:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "posture"
    # Without a message the help has been shown for want of a command.
    said = " ".join(message.split()) or "Missing command"
    said = said.replace(", unable to parse string as an integer", "")
    said = said.replace(", unable to parse string as a number", "").removesuffix(".")
    end = "" if said.endswith(("?", "!")) else "."
    return f"{said}{end} See {command} --help"
