"""What was learned from the answers to nudges: one small JSON file for each profile."""

import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import asdict

from posture.core.events import Cause
from posture.core.nudges.feedback import Feedback, Leniency
from posture.store.state_file import DamagedFileError, read_state
from posture.system.paths import data_dir
from posture.system.private_file import write_private

_log = logging.getLogger(__name__)


class LeniencyFields(Struct):
    """At most as many as the settings of [feedback] allow."""

    steps: Annotated[int, Meta(ge=0, le=20)]
    false_alarms: Annotated[int, Meta(ge=0, le=100)]


def feedback_file(profile: str | None) -> Path:
    """Where a profile's feedback is kept; None: that of watching without a profile."""
    return data_dir() / "feedback" / f"{profile or 'no profile'}.json"


def load_feedback(profile: str | None) -> Feedback:
    """What was learned so far. A file that cannot be read is as none: the limits are configured."""
    path = feedback_file(profile)
    try:
        found = read_state(path, dict[Cause, LeniencyFields])
    except FileNotFoundError:
        return Feedback()
    except DamagedFileError as error:
        _log.warning("the feedback in %s is not used: %s", path, error)
        return Feedback()
    return Feedback({cause: Leniency(**asdict(one)) for cause, one in found.items()})


def save_feedback(profile: str | None, feedback: Feedback) -> None:
    """Write it whole or not at all, readable by its owner only. Raises OSError."""
    write_private(feedback_file(profile), json.dumps(feedback.to_dict()))


def forget_feedback(profile: str | None) -> None:
    """Take everything learned back."""
    feedback_file(profile).unlink(missing_ok=True)


def rename_feedback(profile: str, new: str) -> None:
    """Keep what was learned under the profile's new name."""
    with suppress(FileNotFoundError):
        feedback_file(profile).replace(feedback_file(new))
