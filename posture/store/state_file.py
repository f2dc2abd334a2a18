"""Reading the small files that are kept between watches.

Each has a schema, which says for every value what it is and between which limits it may lie; a file
that breaks it is not used at all.
"""

from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from posture.config.messages import problem_of
from posture.system.regular_file import read_text

Kind = TypeVar("Kind")

# What a clock shows that was never set; beyond the last one the calendar ends.
_FIRST_YEAR, _LAST_YEAR = 1970, 9000


class DamagedFileError(Exception):
    """It holds what was never written there, or cannot be read; the message says what."""


def read_state(path: Path, kind: type[Kind]) -> Kind:
    """What the file holds. Raises FileNotFoundError where none is, else DamagedFileError."""
    try:
        return msgspec.json.decode(read_text(path), type=kind)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DamagedFileError(error.strerror) from None
    except msgspec.ValidationError as error:
        location, problem = problem_of(error, kind)
        raise DamagedFileError(" ".join((".".join(location), str(problem))).strip()) from None
    except UnicodeDecodeError:
        raise DamagedFileError("not a UTF-8 text file") from None
    except RecursionError:
        raise DamagedFileError("nested too deep") from None
    except msgspec.DecodeError as error:
        raise DamagedFileError(f"no valid JSON: {error}") from None


def check_years(*times: datetime) -> None:
    """Raise ValueError, as a schema's check of its own, for a time that none was written at."""
    for time in times:
        if not _FIRST_YEAR <= time.year <= _LAST_YEAR:
            raise ValueError(f"the year {time.year} cannot be")
