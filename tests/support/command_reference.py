"""docs/commands.md: the help of every command. ``make docs`` writes it anew."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from posture.cli.main import app, register

HEAD = """\
# Commands

`make docs` writes this page from `posture --help`. Durations are written `90s`, `30m`, `1h30m` or
`2 days`; a bare number is minutes. [json.md](json.md) describes what `--json` prints.

Exit codes: 0 for success; 1 when a check failed, or some inputs could not be read; 2 for an error,
reported in one line on stderr; 130 after Ctrl-C.

Shell completion: `posture --install-completion`.
"""
COLUMNS = 100


def command_reference() -> str:
    """The whole page."""
    register()
    app.rich_markup_mode = None  # no boxes
    for group in app.registered_groups:
        group.typer_instance.rich_markup_mode = None
    root = typer.main.get_command(app)
    context = typer.Context(root, info_name="posture", **root.context_settings)
    return HEAD + "".join(sections(root, context))


def sections(command, context) -> Iterator[str]:
    """The help of the command, then of those below it, with a heading for each set of them."""
    context.terminal_width = context.max_content_width = COLUMNS
    level = 2 + context.command_path.count(" ")
    if context.parent:
        yield f"\n{'#' * level} {context.command_path}\n"
    yield f"\n```\n{command.get_help(context).rstrip()}\n```\n"
    heading = None
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        child = command.get_command(context, name)
        if child.rich_help_panel not in {heading, None} and isinstance(child.rich_help_panel, str):
            heading = child.rich_help_panel
            yield f"\n## {heading}\n"
        yield from sections(child, typer.Context(child, info_name=name, parent=context))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(command_reference(), encoding="utf-8")
