"""What may be asked of the running monitor, and between which limits."""

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert

from posture.config.messages import problem_of
from posture.core.duration import DAY_S
from posture.core.nudges.inputs import AnswerKind
from posture.errors import InputError

SNOOZED = "snoozed"

# A year at most, so that no calendar ends before it.
_Seconds = Annotated[float, Meta(ge=0, le=366 * DAY_S)]


class _Question(Struct, tag_field="do"):
    """One question; "do" says which."""


class Status(_Question, tag="status"):
    """What ``posture status`` shows."""


class Pause(_Question, tag="pause"):
    """Release the camera; None: until resumed."""

    seconds: _Seconds | None = None


class EndHolds(_Question, tag="resume"):
    """End a pause and a snooze."""


class Snooze(_Question, tag="snooze"):
    """Hold nudges back; None: as long as the settings say."""

    seconds: _Seconds | None = None
    reason: Annotated[str, Meta(max_length=100)] = SNOOZED


class Reply(_Question, tag="answer"):
    """The user's word on the last nudge."""

    kind: AnswerKind


class Lend(_Question, tag="lend"):
    """Lend the camera to the process pid; 0 s: it is given back."""

    seconds: _Seconds
    pid: Annotated[int, Meta(ge=1, le=2**31)]


class ReloadProfile(_Question, tag="reload profile"):
    """Take up another profile, or one that was renamed, made or deleted."""

    old: str | None = None
    new: str | None = None


class ReloadSettings(_Question, tag="reload settings"):
    """Take up the user's settings."""


class ReloadRecord(_Question, tag="reload record"):
    """Save what waits to be written, and take up what was changed in the record."""


class Stop(_Question, tag="stop"):
    """End the watch."""


Question = (
    Status
    | Pause
    | EndHolds
    | Snooze
    | Reply
    | Lend
    | ReloadProfile
    | ReloadSettings
    | ReloadRecord
    | Stop
)


def understood(question: Mapping[str, Any]) -> Question:
    """Raises InputError for what is none of them."""
    try:
        # JSON has one kind of number.
        return convert(dict(question), Question, strict=False)  # type: ignore[no-any-return]
    except ValidationError as error:
        location, problem = problem_of(error, Question)
    if location == ("do",):
        raise InputError(
            f"The running monitor does not know {question.get('do')!r}.",
            "It is a different version; run `posture restart`.",
        )
    raise InputError(f"Not understood: {'.'.join(location)} {problem}.")
