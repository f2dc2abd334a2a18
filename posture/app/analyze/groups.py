"""Whose a recording is, or which group's: by a table, by a pattern, or by its name."""

import csv
import re
from collections.abc import Callable
from pathlib import Path, PurePath

from posture.core.printable import printable
from posture.core.spreadsheet import text_of
from posture.errors import InputError

GroupOf = Callable[[str], str]

_COLUMNS = 2
_FIRST_PART = re.compile(r"[^_\-. ]+")


def grouping(by: str | None) -> GroupOf:
    """From a recording's name, with its folders, to its group; "" where it has none.

    by: a CSV file whose first two columns are a recording and its group; or a regular expression,
    whose first group, if it has one, is the recording's. None: the folder it lies in, else what its
    name begins with, up to the first "_", "-" or space. Raises InputError.
    """
    if by is None:
        return _by_name
    path = Path(by)
    if path.suffix.lower() == ".csv" or path.is_file():
        return _by_table(path)
    try:
        pattern = re.compile(by)
    except re.error as error:
        raise InputError(
            f"--group-by {by}: neither a CSV file nor a regular expression ({error}).",
            r"Use a table of recording,group or a pattern such as '^(\w+?)_'.",
        ) from None

    def by_pattern(name: str) -> str:
        found = pattern.search(name)
        return "" if found is None else found[1 if pattern.groups else 0] or ""

    return by_pattern


def _by_name(name: str) -> str:
    path = PurePath(name)
    if len(path.parts) > 1:
        return path.parts[0]
    first = _FIRST_PART.match(path.stem)
    return first[0] if first else path.stem


def _by_table(path: Path) -> GroupOf:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except OSError as error:
        raise InputError(
            f"--group-by {path}: cannot be read ({error.strerror}).", "Check the path."
        ) from None
    except (UnicodeDecodeError, csv.Error):
        raise InputError(
            f"--group-by {path}: not a CSV file in UTF-8.", "Save it as one."
        ) from None
    if not rows or any(len(row) < _COLUMNS for row in rows):
        raise InputError(
            f"--group-by {path}: each line needs a recording and its group.",
            "Use lines such as clip.mp4,Ann.",
        )
    known = {text_of(row[0].strip()): printable(row[1].strip()) for row in rows}

    def by_table(name: str) -> str:
        file_name = PurePath(name)
        for key in (name, file_name.name, file_name.stem):
            if key in known:
                return known[key]
        return ""

    return by_table
