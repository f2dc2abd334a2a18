"""What a watch is judged by, and how that changes while it runs."""

import logging

from posture.app.composition import make_assessor, policy
from posture.config import Config
from posture.core.judge import Judge
from posture.core.nudges.feedback import Feedback, lenient
from posture.core.nudges.suppression import NudgingState
from posture.monitor.settings_in_use import changed_keys
from posture.store.profiles import Profile

_log = logging.getLogger(__name__)

# The sections whose change makes another assessor, which begins to learn anew.
_ASSESSED_BY = {
    "view",
    "angles",
    "smoothing",
    "calibration",
    "head_height",
    "provisional",
    "setup_change",
    "auto_framing",
}


class JudgedBy:
    """Settings, profile and feedback, and the assessor and judge made of them.

    nudging: what is remembered of nudges before. Whatever changes counts from the next look on.
    """

    def __init__(self, config: Config, profile: Profile | None, nudging: NudgingState) -> None:
        self.config, self.profile = config, profile
        self.assessor = make_assessor(config, profile)
        self.judge = Judge(self.assessor, policy(config), nudging)

    @property
    def profile_name(self) -> str | None:
        """Of the calibration; None without one."""
        return self.profile.name if self.profile else None

    def use_profile(self, profile: Profile | None) -> None:
        """Judge by another calibration, or by none."""
        self.profile = profile
        self._assess_anew()
        by = "population defaults" if profile is None else f"the profile {profile.name}"
        _log.info("judging by %s", by)

    def use_settings(self, config: Config) -> set[str]:
        """Judge by these settings; the sections in which something changed."""
        changed = set(changed_keys(self.config, config))
        self.config = config
        _log.info("settings changed: %s", ", ".join(sorted(changed)) or "none")
        sections = {key.partition(".")[0] for key in changed}
        if sections & _ASSESSED_BY:
            self._assess_anew()
        self.judge.use_policy(policy(config))
        return sections

    def use_feedback(self, feedback: Feedback) -> None:
        """Judge by what was learned from the user's answers."""
        self.assessor.use(lenient(self.config.rules, feedback, self.config.feedback))

    def _assess_anew(self) -> None:
        self.assessor = make_assessor(self.config, self.profile)
        self.judge.use_assessor(self.assessor)
