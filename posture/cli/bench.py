"""``posture bench``: what a watch costs on this machine."""

import json
from typing import Annotated, Any

import typer

from posture.cli.durations import SYNTAX, duration_s
from posture.cli.options import JsonOption, SetOption
from posture.core.share import percent


def bench(
    for_: Annotated[
        str,
        typer.Option(
            "--for", "--minutes", "-m", metavar="2m", help=f"How long to measure, {SYNTAX}."
        ),
    ] = "2m",
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            "-s",
            metavar="0|PATH|URL",
            help="What to watch.",
            show_default="a bundled recording in real time",
        ),
    ] = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure what monitoring costs on this machine: CPU, memory and delay.

    Example: posture bench --for 10m --source 0
    """
    length_s = duration_s(for_, "--for")
    from rich.console import Console  # noqa: PLC0415 - heavy, as the next two
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    from posture.app.bench.watch import bench as measured  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task("watching", total=length_s)

        def show(at_s: float) -> None:
            doing = "watching" if at_s < length_s else "the model alone, for comparison"
            bar.update(task, completed=at_s, description=doing)

        found = measured(source, length_s, overrides or (), show)
    if as_json:
        typer.echo(json.dumps(found))
    else:
        _show(found)


def _show(found: dict[str, Any]) -> None:
    from rich.console import Console  # noqa: PLC0415 - heavy
    from rich.table import Table  # noqa: PLC0415

    split = found["split_cpu_s"]
    rows = {
        "share of one core": percent(found["share_of_core"], 2),
        "CPU in an hour": f"{found['cpu_s_per_hour']:.0f} s",
        **{f"  {part.replace('_', ' ')}": percent(s / found["cpu_s"]) for part, s in split.items()},
        "the model alone": f"{found['floor_cpu_s']:.2f} s of {found['cpu_s']:.2f} s",
        "ratio to that floor": f"{found['ratio_to_floor']:.2f}",
        "memory": f"{found['memory_mb']:.0f} MB, growth {found['memory_growth_mb']:+.1f} MB",
        "start to first judgement": f"{found['start_to_first_judgement_s']:.1f} s",
        "stop": f"{found['stop_s']:.1f} s",
        "oldest picture judged": f"{found['frame_age_max_s']:.2f} s",
        "looks": f"{found['looks']}, the model called in {found['model_calls']}",
        "threads": "{start} at the start, {end} at the end".format(**found["threads"]),
        "file descriptors": "{start} at the start, {end} at the end".format(**found["descriptors"]),
    }
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in rows.items():
        table.add_row(name, value)
    Console().print(table)
