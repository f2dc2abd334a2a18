"""Which days and rows a command of ``posture data`` means, from its options."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from posture.errors import InputError

if TYPE_CHECKING:
    from posture.store.deletion import Selection

DAY = "today|yesterday|DATE"


def selected(
    day: str | None,
    before: str | None,
    profile: str | None,
    source: str | None,
    *,
    is_all: bool,
) -> "tuple[Selection, str]":
    """What is to be deleted, and in words. Raises InputError where options contradict."""
    from datetime import timedelta  # noqa: PLC0415

    from posture.app.data.spans import FIRST_US, span_us  # noqa: PLC0415
    from posture.store.deletion import Selection  # noqa: PLC0415 - not for --help
    from posture.system.timezone import local_zone  # noqa: PLC0415

    given = [day, before, profile, source]
    if is_all and any(given):
        raise InputError("--all leaves nothing to choose.", "Leave it out, or the other options.")
    if not is_all and not any(given):
        raise InputError(
            "Nothing was chosen to be deleted.",
            "Give --day, --before, --profile, --source or --all.",
        )
    if day and before:
        raise InputError("--day and --before exclude each other.", "Give one of them.")
    if is_all:
        return Selection(), "everything that was recorded"
    tz = local_zone()
    start_us, end_us, words = FIRST_US, Selection().end_us, []
    if one := day_of(day, "--day"):
        start_us, end_us = span_us(one, one, tz)
        words.append(f"of {one}")
    if end := day_of(before, "--before"):
        end_us = span_us(None, end - timedelta(days=1), tz)[1]
        words.append(f"before {end}")
    if profile:
        words.append(f"judged by the profile {profile!r}")
    if source:
        source = _as_recorded(source)
        words.append(f"from {source}")
    return (
        Selection(start_us, end_us, profile or None, source or None),
        f"what was recorded {' '.join(words)}",
    )


def _as_recorded(source: str) -> str:
    from posture.core.addresses import without_credentials  # noqa: PLC0415

    path = Path(source)
    return without_credentials(str(path.absolute()) if path.exists() else source)


def day_of(text: str | None, option: str) -> date | None:
    """The local day an option names; raises InputError where it names none."""
    from posture.app.data.spans import day_named  # noqa: PLC0415 - not for --help
    from posture.system.timezone import local_zone  # noqa: PLC0415

    return None if text is None else day_named(text, option, datetime.now(local_zone()).date())
