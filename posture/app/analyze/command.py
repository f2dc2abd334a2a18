"""``posture analyze`` from what was asked for to what was written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from posture.app.analyze.groups import grouping
from posture.app.analyze.inputs import find_recordings
from posture.app.analyze.job import Job, TableFormat
from posture.app.analyze.local import LocalWorkers, Workers
from posture.app.analyze.progress import RecordingsProgress
from posture.app.analyze.remote import is_remote
from posture.app.analyze.results import ResultsFolder
from posture.app.analyze.run import Analysis, AnalysisOutcome
from posture.config import load_config
from posture.errors import InputError
from posture.store.profiles import load_profile


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """What the user asked for. scheduler: "local" or an address; None: so many ``jobs`` here."""

    paths: Sequence[str]
    out: Path
    overrides: Sequence[str] = ()
    profile: str | None = None
    calibrate_s: float | None = None
    jobs: int = 1
    format: TableFormat = "csv"
    scheduler: str | None = None
    is_annotated: bool = False
    group_by: str | None = None


def analyze(
    asked: AnalysisRequest,
    make_workers: Callable[[Job, RecordingsProgress], Workers] | None = None,
) -> AnalysisOutcome:
    """Analyse them all and write everything; raises InputError, ConfigError, ProfileError ...

    make_workers: who does it, if not whom was asked for.
    """
    if asked.scheduler is None:
        for path in asked.paths:
            if is_remote(path) and not path.startswith("file://"):
                raise InputError(
                    f"{path}: without --scheduler nothing is read from the network.",
                    "Add --scheduler local, or copy the recordings here.",
                )
    config = load_config(asked.overrides)
    profile = load_profile(asked.profile) if asked.profile is not None else None
    if asked.format == "parquet":
        _require_pyarrow()
    job = Job("", config, profile, asked.calibrate_s, asked.format)
    recordings = find_recordings(asked.paths, grouping(asked.group_by), asked.out)
    folder = ResultsFolder(asked.out, asked.format)
    with folder.held(), RecordingsProgress(len(recordings)) as progress:
        analysis = Analysis(recordings, job, folder, is_annotated=asked.is_annotated)
        make = make_workers or _workers_of(asked)
        outcome = analysis.run(lambda: make(job, progress), progress)
        folder.write_tables(outcome.analyzed, outcome.failed)
        from posture.report.comparison import comparison_page  # noqa: PLC0415 - heavy

        page = comparison_page(
            [
                {"recording": each.name, "group": each.group, **found.summary}
                for each, found in outcome.analyzed
            ],
            [(each.name, why) for each, why in outcome.failed],
            config,
        )
        folder.write("report.html", page.encode())
    return outcome


def _workers_of(asked: AnalysisRequest) -> Callable[[Job, RecordingsProgress], Workers]:
    if asked.scheduler is None:
        return lambda _job, _progress: LocalWorkers(asked.jobs)
    from posture.app.analyze.cluster import ClusterWorkers  # noqa: PLC0415 - an extra

    scheduler = asked.scheduler
    return lambda job, progress: ClusterWorkers(
        scheduler, asked.jobs, job.config.vision.model, progress
    )


def _require_pyarrow() -> None:
    try:
        import pyarrow as pa  # noqa: F401, PLC0415 - an extra
    except ImportError:
        raise InputError(
            "Parquet needs pyarrow.",
            "Install posture-monitor with the extra `data`, or use --format csv.",
        ) from None
