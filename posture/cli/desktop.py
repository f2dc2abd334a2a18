"""``posture desktop``: the entry in the desktop's menu."""

import typer

from posture.cli.autostart import DryRunOption, show_changes

app = typer.Typer(no_args_is_help=True)


@app.command()
def install(is_dry: DryRunOption = False) -> None:
    """Add posture, with its icon, to your desktop's menu.

    Example: posture desktop install --dry-run
    """
    from posture.app.integration import menu  # noqa: PLC0415

    if is_dry:
        show_changes(menu.changes_install())
        return
    menu.install()
    typer.echo("posture is in your desktop's menu. To take it out: posture desktop remove")


@app.command()
def remove(is_dry: DryRunOption = False) -> None:
    """Remove posture from your desktop's menu.

    Example: posture desktop remove
    """
    from posture.app.integration import menu  # noqa: PLC0415

    if is_dry:
        show_changes(menu.changes_remove())
        return
    if not menu.changes_remove():
        typer.echo("posture is not in your desktop's menu.")
        return
    menu.remove()
    typer.echo("posture is no longer in your desktop's menu.")
