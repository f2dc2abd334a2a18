"""The settings a watch goes by, taken up anew when the user's file changes."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import to_builtins

from posture.config import Config, load_config

# What a watch is built around: it would have to begin again to go by another.
_FIXED = {
    "camera",
    "capture",
    "camera_process",
    "vision",
    "notifier",
    "store",
    "log",
    "monitor.gap_intervals",
    "rules.merge_s",
}


class SettingsInUse:
    """Asked on the control thread, taken up on the loop's.

    overrides: what the watch was started with, which goes on to count more than the file. adopt: is
    given the settings to go by from now on.
    """

    def __init__(
        self,
        config: Config,
        overrides: Sequence[str],
        adopt: Callable[[Config], None],
        wake: Callable[[], None],
    ) -> None:
        self._started_with = self._config = config
        self._overrides, self._adopt, self._wake = overrides, adopt, wake
        self._lock = threading.Lock()
        self._waiting: Config | None = None

    def handle(self) -> dict[str, Any]:
        """Read the settings as they are now.

        The answer names those that changed since they were last read and are taken up at once, and
        all that need a restart. Raises ConfigError for what is refused; then the old ones stay.
        """
        with self._lock:
            config = load_config(self._overrides)
            changed = [key for key in changed_keys(self._config, config) if not is_fixed(key)]
            fixed = [key for key in changed_keys(self._started_with, config) if is_fixed(key)]
            self._config = self._waiting = config
        self._wake()
        return {"ok": True, "taken_up": changed, "need_restart": fixed}

    def take_up(self) -> None:
        """Go by the latest that was asked for, if anything was."""
        with self._lock:
            waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._adopt(waiting)


def changed_keys(old: Config, new: Config) -> Iterator[str]:
    """Every ``section.key`` whose value differs."""
    before, after = to_builtins(old), to_builtins(new)
    for section, values in after.items():
        for key, value in values.items():
            if value != before[section][key]:
                yield f"{section}.{key}"


def is_fixed(key: str) -> bool:
    """Whether a watch goes on by the value of ``section.key`` that it was started with."""
    return key in _FIXED or key.partition(".")[0] in _FIXED
