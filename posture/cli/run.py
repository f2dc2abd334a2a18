"""``posture run``: the background monitor."""

from functools import partial
from typing import Annotated

import typer

from posture.cli.durations import SYNTAX, duration_s
from posture.cli.options import IntoRecordOption, ProfileOption, SetOption, SourceOption


def run(
    source: SourceOption = None,
    loop: Annotated[bool, typer.Option("--loop", help="Repeat a recording when it ends.")] = False,
    into_record: IntoRecordOption = False,
    profile: ProfileOption = None,
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar="30s|10m|8h", help=f"Stop after this long, {SYNTAX}."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing.")] = False,
    overrides: SetOption = None,
) -> None:
    """Watch how you sit and nudge you rarely; stop with Ctrl-C.

    Example: posture run --for 8h
    """
    length_s = None if for_ is None else duration_s(for_, "--for")
    from posture.app.watch.run import watch  # noqa: PLC0415 - heavy, as the next two

    watching = partial(
        watch,
        source,
        profile,
        overrides or (),
        loop=loop,
        into_record=into_record,
        length_s=length_s,
    )
    if quiet:
        watching(screen=None)
        return
    from rich.console import Console  # noqa: PLC0415

    from posture.cli.status_line import StatusLine  # noqa: PLC0415

    with StatusLine(Console()) as screen:
        tally = watching(screen=screen)
    typer.echo(screen.farewell(tally))
