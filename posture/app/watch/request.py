"""What one watch was asked for, and what was opened for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posture.app.profile_choice import profile_for
from posture.capture.live import is_live
from posture.config import Config, load_config
from posture.core.addresses import without_credentials
from posture.desktop.availability import Availability
from posture.monitor.loan import Loan
from posture.monitor.preview import Preview
from posture.monitor.supervisor import ChildObserver
from posture.store.buffered import BufferedStore
from posture.store.profiles import Profile
from posture.system.clock import SystemClock


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """One watch, as it was asked for.

    source: the address to read. profile_used: the name that was chosen; profile: None while nothing
    is kept under it. options: those it was started with, so that the same watch can be started
    again. is_apart: what it sees is no part of the day.
    """

    source: str
    config: Config
    profile_used: str
    profile: Profile | None
    options: Mapping[str, Any]
    is_apart: bool

    def profile_by_now(self, wanted: str | None) -> tuple[str, Profile | None]:
        """The profile to judge by, and its name, as settings and desk are now."""
        return profile_for(wanted, load_config(self.options["overrides"]), self.source)

    @property
    def shown_options(self) -> dict[str, Any]:
        """The options without a camera's password."""
        source, overrides = self.options["source"], self.options["overrides"]
        return {
            **self.options,
            "source": source and without_credentials(source),
            "overrides": [without_credentials(override) for override in overrides],
        }


@dataclass(frozen=True, slots=True)
class WatchResources:
    """What a watch looks through, writes to and shares; whoever opened it closes it."""

    clock: SystemClock
    store: BufferedStore
    observer: ChildObserver
    availability: Availability
    loan: Loan
    preview: Preview


def request_of(
    source: str | None,
    profile_name: str | None,
    overrides: Sequence[str],
    *,
    loop: bool,
    into_record: bool,
) -> WatchRequest:
    """The request of these options; ``watch`` in run.py describes them.

    Raises ConfigError and ProfileError.
    """
    config = load_config(overrides)
    address = source or config.camera.source
    profile_used, profile = profile_for(profile_name, config, address)
    options = {
        "source": source and from_anywhere(source),
        "profile": profile_name,
        "overrides": list(overrides),
        "loop": loop,
        "into_record": into_record,
    }
    is_apart = not (into_record or is_live(address))
    return WatchRequest(address, config, profile_used, profile, options, is_apart)


def from_anywhere(source: str) -> str:
    """The source by a name that means the same in another working folder."""
    path = Path(source)
    return str(path.absolute()) if path.exists() else source
