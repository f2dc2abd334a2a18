"""The profile a watch judges by, taken up anew when it is made again, renamed or deleted."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from posture.errors import PostureError
from posture.store.profiles import Profile, profile_names

_log = logging.getLogger(__name__)

Choose = Callable[[str | None], tuple[str, Profile | None]]


class ProfileInUse:
    """Asked on the control thread, taken up on the loop's.

    wanted: the name the watch was started with, None when it may choose. used: the name it began
    with. choose: given a wanted name, the one to go by and its profile if there is one. adopt: is
    given the profile to judge by from now on, None for population defaults.
    """

    def __init__(
        self,
        wanted: str | None,
        used: str,
        choose: Choose,
        adopt: Callable[[Profile | None], None],
        wake: Callable[[], None],
    ) -> None:
        self._wanted, self._used = wanted, used
        self._choose, self._adopt, self._wake = choose, adopt, wake
        self._lock = threading.Lock()
        self._waiting: list[Profile | None] = []

    def handle(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Read the profile as it is kept now; the answer names it, and the one that ``was`` used.

        The question says which was changed, ``old``, and may say that it was renamed to ``new``;
        what happens to another changes nothing. Raises ProfileError for a damaged one.
        """
        with self._lock:
            was, renamed_to = self._used, question.get("new")
            if renamed_to is not None and question.get("old") == self._used:
                self._used = str(renamed_to)
                self._wanted = self._wanted and self._used
            is_another_s = question.get("old") != self._used and self._used in profile_names()
            profile = self._chosen(keeps_used=renamed_to is not None or is_another_s)
        self._wake()
        return {**self._answer(profile), "was": was}

    def choose_anew(self) -> dict[str, Any]:
        """Go by what the settings and the desk say now; the answer as that of ``handle``."""
        with self._lock:
            profile = self._chosen(keeps_used=False)
        self._wake()
        return self._answer(profile)

    def follow_desk(self) -> None:
        """Go by what the desk says now, if that is another; one that was named stays."""
        with self._lock:
            if self._wanted is not None:
                return
            try:
                chosen, _ = self._choose(None)
                if chosen != self._used:
                    self._chosen(keeps_used=False)
            except PostureError as error:
                _log.warning("the desk's profile could not be chosen: %s", error)

    def take_up(self) -> None:
        """Judge by the latest that was asked for, if anything was."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        if waiting:
            self._adopt(waiting[-1])

    def _chosen(self, *, keeps_used: bool) -> Profile | None:
        wanted = self._used if keeps_used else self._wanted
        if wanted is not None and wanted not in profile_names():
            self._used, profile = wanted, None
        else:
            self._used, profile = self._choose(wanted)
        self._waiting.append(profile)
        return profile

    def _answer(self, profile: Profile | None) -> dict[str, Any]:
        is_fixed = self._wanted is not None
        return {
            "ok": True,
            "profile": profile and profile.name,
            "wanted": self._used,
            "is_fixed": is_fixed,
        }
