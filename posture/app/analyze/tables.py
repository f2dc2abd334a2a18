"""The tables' columns, and their rows as CSV or Parquet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from posture.app.analyze.job import TableFormat
from posture.core.angles.angles import REPORTED_DEG
from posture.core.events import EpisodeEnded, Sample
from posture.core.spreadsheet import cell_of
from posture.core.wording import why_unjudged

_TEXT = ("state", "posture", "causes", "view", "neck_zone", "torso_zone", "unreliable_because")
LOOK_COLUMNS = (
    "at_s",
    "state",
    "posture",
    "severity",
    "causes",
    "view",
    *REPORTED_DEG,
    "head_drop",
    "distance_ratio",
    "confidence",
    "neck_zone",
    "torso_zone",
    "is_reused",
    "unreliable_because",
)
EPISODE_COLUMNS = (
    "recording",
    "start_s",
    "end_s",
    "duration_s",
    "causes",
    "worst_severity",
    "ended_because",
)
FAILURE_COLUMNS = ("recording", "problem")


class LookTable:
    """The looks of one recording, row by row."""

    def __init__(self, how: TableFormat) -> None:
        self._how: TableFormat = how
        self._text = io.StringIO(newline="")
        self._csv = csv.writer(self._text, lineterminator="\n")
        self._columns: list[list[Any]] = [[] for _ in LOOK_COLUMNS]
        if how == "csv":
            self._csv.writerow(LOOK_COLUMNS)

    def add(self, sample: Sample, *, is_reused: bool) -> None:
        row = _look_row(sample, is_reused=is_reused)
        if self._how == "csv":
            self._csv.writerow(row)
            return
        for column, value in zip(self._columns, row, strict=True):
            column.append(value)

    def content(self) -> bytes:
        """The table as a file."""
        if self._how == "csv":
            return self._text.getvalue().encode()
        import pyarrow as pa  # noqa: PLC0415 - heavy, and an extra

        types = {"is_reused": pa.bool_(), **dict.fromkeys(_TEXT, pa.string())}
        arrays = [
            pa.array(values, types.get(name, pa.float64()))
            for name, values in zip(LOOK_COLUMNS, self._columns, strict=True)
        ]
        return _parquet(pa.table(arrays, names=list(LOOK_COLUMNS)))


def _look_row(sample: Sample, *, is_reused: bool) -> list[Any]:
    angles, verdict = sample.angles, sample.assessment
    return [
        round(sample.at_s, 3),
        sample.state.value,
        verdict.posture.value,
        _rounded(verdict.severity, 3),
        "; ".join(cause.value for cause in verdict.causes),
        angles.view.value if angles and angles.view else "",
        *(_rounded(getattr(angles, name, None), 2) for name in REPORTED_DEG),
        _rounded(angles.head_drop, 3) if angles else None,
        _rounded(angles.distance_ratio, 3) if angles else None,
        _rounded(angles.confidence, 3) if angles else None,
        _zone(sample, "neck"),
        _zone(sample, "torso"),
        is_reused,
        why_unjudged(sample.unreliable_because) if sample.unreliable_because else "",
    ]


def _zone(sample: Sample, name: str) -> str:
    zone = sample.assessment.zones.get(name)
    return zone.value if zone is not None else ""


def episode_row(episode: EpisodeEnded) -> dict[str, Any]:
    """One row of the table of episodes, all but the recording's name."""
    return {
        "start_s": round(episode.since_s, 3),
        "end_s": round(episode.until_s, 3),
        "duration_s": round(episode.until_s - episode.since_s, 3),
        "causes": "; ".join(cause.value for cause in episode.causes),
        "worst_severity": round(episode.worst_severity, 3),
        "ended_because": episode.reason,
    }


def table_content(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], how: TableFormat
) -> bytes:
    """A table as a file. Numbers stay numbers; what is not there is empty."""
    rows = list(rows)
    if how == "csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
        return text.getvalue().encode()
    import pyarrow as pa  # noqa: PLC0415 - heavy, and an extra

    return _parquet(pa.table({name: [row.get(name) for row in rows] for name in columns}))


def _cell(value: object) -> object:
    return cell_of(value) if isinstance(value, str) else value


def _parquet(table: Any) -> bytes:  # noqa: ANN401 - pyarrow is optional
    from pyarrow import parquet  # noqa: PLC0415 - heavy, and an extra

    sink = io.BytesIO()
    parquet.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(float(value), digits)
