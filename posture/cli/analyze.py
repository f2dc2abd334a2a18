"""``posture analyze``: recordings by the thousand, on this machine or on a cluster."""

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from posture.cli.durations import counted
from posture.cli.options import JsonOption, JudgedByOption, SetOption, positive
from posture.errors import InputError

if TYPE_CHECKING:
    from posture.app.analyze.run import AnalysisOutcome

_FIRST = re.compile(r"first:(\d+(?:\.\d+)?)s?")
_MOST_JOBS = 1024


_PathsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Videos, folders, patterns, .txt files that list them, or fsspec addresses.",
    ),
]
_OutOption = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder of results.")]
_FpsOption = Annotated[
    float | None,
    typer.Option("--fps", metavar="N", help="Looks per second.", show_default="analyze.fps"),
]
_CalibrateOption = Annotated[
    str | None,
    typer.Option(
        "--calibrate",
        metavar="first:SECONDS",
        help="Judge each recording by its own first seconds, spent upright, e.g. first:16s.",
    ),
]
_JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="N", help="Processes at once.", show_default="one per core"
    ),
]
_TableOption = Annotated[
    Literal["csv", "parquet"] | None,
    typer.Option(
        "--format",
        metavar="csv|parquet",
        help="Format of the tables.",
        show_default="Parquet with the extra `data`, else CSV",
    ),
]
_SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="tcp://HOST:PORT|local",
        help="Hand the work to a Dask cluster (extra `cluster`), or start one here.",
    ),
]
_AnnotateOption = Annotated[
    bool,
    typer.Option(
        "--annotate", help="Write a copy of each with skeleton, angles and verdict drawn in."
    ),
]
_GroupByOption = Annotated[
    str | None,
    typer.Option(
        "--group-by",
        metavar="FILE.csv|REGEX",
        help="Person or group of each recording: a table, or a pattern for its name.",
        show_default="folder, else the name's first part",
    ),
]


def analyze(
    paths: _PathsArgument,
    out: _OutOption,
    fps: _FpsOption = None,
    profile: JudgedByOption = None,
    calibrate: _CalibrateOption = None,
    jobs: _JobsOption = None,
    table: _TableOption = None,
    scheduler: _SchedulerOption = None,
    annotate: _AnnotateOption = False,
    group_by: _GroupByOption = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge recordings by the thousand: tables, and a report that compares them.

    Finished work is kept: after an interruption, run the same command again. The exit code is 1 if
    any recording failed; failures.csv says why.

    Example: posture analyze samples/clips --out results
    """
    from posture.app.analyze.command import AnalysisRequest, analyze  # noqa: PLC0415 - heavy
    from posture.system.seccomp import refuse_internet  # noqa: PLC0415

    settings = list(overrides or ())
    if fps is not None:
        settings.append(f"analyze.fps={positive(fps, '--fps')}")
    if profile is not None and calibrate is not None:
        raise InputError("--profile and --calibrate cannot be combined.", "Use one of them.")
    if jobs is not None and not 1 <= jobs <= _MOST_JOBS:
        raise InputError(f"--jobs {jobs}: must be 1 to {_MOST_JOBS}.")
    calibrate_s = _first_seconds(calibrate)
    if scheduler is None:
        refuse_internet()
    outcome = analyze(
        AnalysisRequest(
            paths,
            out,
            settings,
            profile,
            calibrate_s,
            jobs or _cores(),
            table or _usual_format(),
            scheduler,
            annotate,
            group_by,
        )
    )
    typer.echo(json.dumps(_facts(outcome, out)) if as_json else _summary(outcome, out))
    if outcome.is_broken_off:
        raise typer.Exit(130)
    if outcome.failed:
        raise typer.Exit(1)


def _first_seconds(calibrate: str | None) -> float | None:
    if calibrate is None:
        return None
    found = _FIRST.fullmatch(calibrate.strip())
    if found is None or float(found[1]) <= 0:
        raise InputError(
            f"--calibrate {calibrate}: not understood.", "Use the first seconds: first:16s."
        )
    return positive(float(found[1]), "--calibrate")


def _cores() -> int:
    """Those this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _usual_format() -> Literal["csv", "parquet"]:
    from importlib.util import find_spec  # noqa: PLC0415 - only here

    return "parquet" if find_spec("pyarrow") else "csv"


def _facts(outcome: "AnalysisOutcome", out: Path) -> dict[str, object]:
    return {
        "out": str(out.absolute()),
        "analyzed": len(outcome.analyzed),
        "known": outcome.known,
        "failed": [{"recording": each.name, "problem": why} for each, why in outcome.failed],
        "broken_off": outcome.is_broken_off,
    }


def _summary(outcome: "AnalysisOutcome", out: Path) -> str:
    known = f", {outcome.known} of them in an earlier run" if outcome.known else ""
    lines = [f"{counted(len(outcome.analyzed), 'recording')} analysed{known}."]
    if outcome.failed:
        lines.append(f"{counted(len(outcome.failed), 'recording')} failed; failures.csv says why.")
    if outcome.is_broken_off:
        lines.append("Interrupted. The same command goes on where this one stopped.")
    lines.append(f"Report: {out / 'report.html'}")
    return "\n".join(lines)
