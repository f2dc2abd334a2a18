"""The folder of results, which also says what is done: nothing is looked at twice.

    recordings.csv, episodes.csv, failures.csv    over all recordings
    report.html                                   compares them
    looks/NAME.csv                                the looks at one
    annotated/NAME.mp4                            a copy with everything drawn in, if asked for
    .done/PRINT.json                              its rows, by content, settings and version

Everything is put there whole or not at all, so whatever ends the work, what is done stays done.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posture.app.analyze.inputs import RecordingInput
from posture.app.analyze.job import TableFormat
from posture.app.analyze.judging import JudgedRecording
from posture.app.analyze.tables import EPISODE_COLUMNS, FAILURE_COLUMNS, table_content
from posture.errors import InputError, StoreError
from posture.system.lock_file import HeldElsewhereError, LockFile
from posture.system.private_file import private_folder, write_private_bytes

_FORMAT = 1
_LOCK_S = 0.2


@dataclass(frozen=True, slots=True)
class Analyzed:
    """One recording's rows. The looks are in its own file."""

    summary: Mapping[str, Any]
    episodes: Sequence[Mapping[str, Any]]


class ResultsFolder:
    """Raises StoreError where something cannot be written."""

    def __init__(self, folder: Path, how: TableFormat) -> None:
        self._folder, self._how = folder, how
        with _writing(folder):
            for part in ("looks", ".done"):
                private_folder(folder / part)

    @contextmanager
    def held(self) -> Iterator[None]:
        """For this run alone; raises InputError while another one writes there."""
        lock = LockFile(self._folder / ".done" / "lock", _LOCK_S)
        try:
            lock.acquire()
        except HeldElsewhereError:
            raise InputError(
                f"{self._folder}: another `posture analyze` is writing there.",
                "Wait for it, or use another --out.",
            ) from None
        try:
            yield
        finally:
            lock.release()

    def looks_file(self, file_name: str) -> Path:
        return self._folder / "looks" / f"{file_name}.{self._how}"

    def annotated_file(self, file_name: str) -> Path:
        return self._folder / "annotated" / f"{file_name}.mp4"

    def known(self, print_: str, recording: RecordingInput) -> Analyzed | None:
        """What was found of this content before; None where it, or its looks, are not there."""
        try:
            kept = json.loads(self._kept(print_).read_bytes())
            if kept["format"] != _FORMAT:
                return None
            before = self._folder / "looks" / str(kept["looks"])
            content = before.read_bytes()
            if hashlib.sha256(content).hexdigest() != kept["looks_sha256"]:
                return None
            found = Analyzed(dict(kept["summary"]), list(kept["episodes"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        path = self.looks_file(recording.file_name)
        if path != before:
            with _writing(path):
                write_private_bytes(path, content)
        return found

    def keep(self, print_: str, recording: RecordingInput, judged: JudgedRecording) -> Analyzed:
        """Write what one recording came to."""
        path = self.looks_file(recording.file_name)
        kept = {
            "format": _FORMAT,
            "looks": path.name,
            "looks_sha256": hashlib.sha256(judged.looks).hexdigest(),
            "summary": judged.summary,
            "episodes": judged.episodes,
        }
        with _writing(path):
            write_private_bytes(path, judged.looks)
        with _writing(self._kept(print_)):
            write_private_bytes(self._kept(print_), json.dumps(kept).encode())
        return Analyzed(judged.summary, judged.episodes)

    def write_tables(
        self,
        analyzed: Sequence[tuple[RecordingInput, Analyzed]],
        failed: Sequence[tuple[RecordingInput, str]],
    ) -> None:
        """The tables over all recordings, each in the order of their names."""
        recordings = [
            {
                "recording": recording.name,
                "group": recording.group,
                "looks_file": self.looks_file(recording.file_name).name,
                **result.summary,
            }
            for recording, result in analyzed
        ]
        columns = list(recordings[0]) if recordings else ["recording", "group", "looks_file"]
        episodes = [
            {"recording": recording.name, **episode}
            for recording, result in analyzed
            for episode in result.episodes
        ]
        failures = [{"recording": each.name, "problem": why} for each, why in failed]
        for name, of, rows in (
            ("recordings", columns, recordings),
            ("episodes", EPISODE_COLUMNS, episodes),
            ("failures", FAILURE_COLUMNS, failures),
        ):
            self.write(f"{name}.{self._how}", table_content(of, rows, self._how))

    def write(self, name: str, content: bytes) -> Path:
        path = self._folder / name
        with _writing(path):
            write_private_bytes(path, content)
        return path

    def _kept(self, print_: str) -> Path:
        return self._folder / ".done" / f"{print_}.json"


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}.", "Make room, or use another --out."
        ) from None
