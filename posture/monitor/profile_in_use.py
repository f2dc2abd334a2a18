"""The profile a watch judges by, taken up anew when it is made again, renamed or deleted."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from posture.errors import ProfileError
from posture.store.profiles import DEFAULT, Profile, load_profile, profile_names


class ProfileInUse:
    """Asked on the control thread, taken up on the loop's.

    wanted: the name the watch was started with, None for the default one, if there is one. adopt:
    is given the profile to judge by from now on, None for population defaults.
    """

    def __init__(
        self,
        wanted: str | None,
        adopt: Callable[[Profile | None], None],
        wake: Callable[[], None],
    ) -> None:
        self._wanted, self._adopt, self._wake = wanted, adopt, wake
        self._lock = threading.Lock()
        self._waiting: list[Profile | None] = []

    def handle(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Read the profile as it is kept now; the answer names it, None when it is gone.

        The question may say that one was renamed, ``old`` to ``new``. A damaged one is refused.
        """
        with self._lock:
            renamed_to = question.get("new")
            if renamed_to is not None and question.get("old") == (self._wanted or DEFAULT):
                self._wanted = str(renamed_to)
            name = self._wanted or DEFAULT
            try:
                profile = load_profile(name) if name in profile_names() else None
            except ProfileError as error:
                return {"error": str(error)}
            self._waiting.append(profile)
        self._wake()
        return {"ok": True, "profile": profile and profile.name, "wanted": name}

    def take_up(self) -> None:
        """Judge by the latest that was asked for, if anything was."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        if waiting:
            self._adopt(waiting[-1])
