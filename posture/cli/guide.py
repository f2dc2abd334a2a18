"""``posture help``: a command's help, or the guide for people."""

import webbrowser
from typing import Annotated

import typer

from posture.errors import InputError

GUIDE = "guide"


def help(  # noqa: A001 - the command's name
    words: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND|guide [PAGE]", show_default=False)
    ] = None,
    is_opened: Annotated[
        bool, typer.Option("--open", help="Open the guide in your browser, with its pictures.")
    ] = False,
) -> None:
    """Show the guide, a page of it, or a command's help.

    Example: posture help guide camera
    """
    if words and words[0] == GUIDE:
        _show_guide(words[1:], is_opened=is_opened)
        return
    if is_opened:
        raise InputError("Only the guide can be opened.", "Example: `posture help guide --open`.")
    _show_help(words or [])


def _show_help(words: list[str]) -> None:
    from posture.cli.main import app, register  # noqa: PLC0415 - which knows this module

    register(words[0] if words else "")
    app([*words, "--help"], standalone_mode=False, prog_name="posture")
    if not words:
        typer.echo("A guide, from installing to uninstalling: posture help guide")


def _show_guide(pages: list[str], *, is_opened: bool) -> None:
    from rich.console import Console  # noqa: PLC0415 - heavy, as the next
    from rich.markdown import Markdown  # noqa: PLC0415

    from posture.app.guide_pages import INDEX, page_in_terminal, topics, written_page  # noqa: PLC0415

    if len(pages) > 1:
        raise InputError("One page at a time.", "Example: `posture help guide camera`.")
    text = page_in_terminal(pages[0] if pages else INDEX)
    if is_opened:
        file = written_page()
        webbrowser.open(f"{file.as_uri()}#{pages[0] if pages else INDEX}")
        typer.echo(f"Guide: {file}")
        return
    Console(width=min(Console().width, 100)).print(Markdown(text, hyperlinks=False))
    if not pages:
        typer.echo(f"\nA page: posture help guide {topics()[0]}. With pictures: --open")
