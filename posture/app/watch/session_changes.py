"""What its user changes while a watch runs: settings, profile, record."""

from collections.abc import Mapping
from typing import Any

from posture.app.watch.request import WatchRequest, WatchResources
from posture.app.watch.session_parts import SessionParts, judged_today
from posture.config import Config
from posture.desktop.linux.displays import connected_displays
from posture.monitor.docking import Docking
from posture.monitor.profile_in_use import ProfileInUse
from posture.monitor.record_in_use import RecordInUse
from posture.monitor.settings_in_use import SettingsInUse
from posture.store.profiles import Profile


class SessionChanges:
    """Asked on the control thread, taken up on the loop's between two looks."""

    def __init__(
        self, request: WatchRequest, resources: WatchResources, parts: SessionParts
    ) -> None:
        self._request, self._resources, self._parts = request, resources, parts
        clock, overrides = resources.clock, request.options["overrides"]
        self._profile = ProfileInUse(
            request.options["profile"],
            request.profile_used,
            request.profile_by_now,
            self._use_profile,
            clock.wake,
        )
        self._docking = Docking(connected_displays, clock, self._profile.follow_desk)
        self._settings = SettingsInUse(request.config, overrides, self._use_settings, clock.wake)
        self._record = RecordInUse(parts.recorder.flush, self._take_up_record, clock.wake)

    def handle(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Answer what asks to take up what was changed; settings may choose another profile."""
        if question["do"] == "reload record":
            return self._record.handle()
        if question["do"] == "reload profile":
            return self._profile.handle(question)
        answer = self._settings.handle()
        if any(key.startswith("profiles.") for key in answer["taken_up"]):
            answer |= self._profile.choose_anew()
        return answer

    def take_up(self) -> None:
        """Go by what was asked for since the last look, and by the desk."""
        self._settings.take_up()
        self._docking.look(self._parts.by.config.profiles.docking_s)
        self._profile.take_up()
        self._record.take_up()

    def _take_up_record(self) -> None:
        """Forget what its user has deleted; know what was imported or restored."""
        parts = self._parts
        gap_intervals = parts.by.config.monitor.gap_intervals
        parts.today.begin(judged_today(self._request, self._resources, gap_intervals))
        parts.learner.use_profile(parts.by.profile_name)

    def _use_profile(self, profile: Profile | None) -> None:
        """Judge by this profile from the next look on, in everything that goes by it."""
        parts = self._parts
        parts.by.use_profile(profile)
        name = parts.by.profile_name
        parts.recorder.flush()
        parts.recorder.use_profile(name)
        parts.learner.use_profile(name)
        parts.board.note(profile=name)

    def _use_settings(self, config: Config) -> None:
        """Go by these settings from the next look on, but for what a watch is built around."""
        parts = self._parts
        changed = parts.by.use_settings(config)
        parts.learner.use_policy(config.feedback)
        parts.commands.use(config.nudges.snooze_s, config.nudges.pause_s)
        if "nudges" in changed:
            parts.delivery.use(config)
        self._resources.availability.use(config.desktop)
        parts.digest.use(config.report)
        parts.board.note(hold_s=config.rules.hold_s)
