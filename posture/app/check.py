"""Judging the next seconds by a calibration, and how sure that is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from posture.app.borrowed_camera import borrowed_camera, running_monitor
from posture.app.composition import make_assessor
from posture.app.profile_choice import profile_for
from posture.capture import FrameCheck, Paced, is_live
from posture.config import Config, load_config
from posture.core.events import Verdict
from posture.core.verdict.assessor import LookResult, PoseAssessor
from posture.core.wording import why_unjudged
from posture.errors import ProfileError
from posture.monitor.observer import SourceObserver
from posture.monitor.sources import estimator, recording
from posture.protocols import Clock, Observer
from posture.report.check_plot import CheckPlot
from posture.store.profiles import Profile
from posture.system.clock import SystemClock, VirtualClock
from posture.system.seccomp import refuse_internet

# In the score's units: no camera measures more finely.
_LEAST_SCATTER = 0.05


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What scores are held against: 0 is the person's upright, higher is more slouched.

    Scores are shares of what is allowed, so that 1 is the limit whatever it is judged by. scatter:
    standard deviation while sitting upright. slouch: of the one that was shown, None if none was.
    """

    scatter: float
    slouch: float | None = None
    limit: float = 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """at_s: seconds since the first look. score: None where nothing could be judged, and why."""

    at_s: float
    verdict: Verdict
    score: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What some seconds came to."""

    profile: Profile
    source: str
    looks: tuple[Look, ...]
    yardstick: Yardstick

    @property
    def judged(self) -> tuple[Look, ...]:
        return tuple(look for look in self.looks if look.verdict is not Verdict.UNKNOWN)

    @property
    def slouched_share(self) -> float | None:
        """Of the looks that could be judged; None when none could."""
        poor = sum(look.verdict is Verdict.POOR for look in self.judged)
        return poor / len(self.judged) if self.judged else None

    @property
    def margin(self) -> float | None:
        """How far beyond the limit the middle look is, in the person's own scatter."""
        scores = [look.score for look in self.judged if look.score is not None]
        if not scores:
            return None
        return (float(np.median(scores)) - self.yardstick.limit) / self.yardstick.scatter

    @property
    def why_unjudged(self) -> str | None:
        """The most frequent reason why looks could not be judged."""
        whys = [look.why for look in self.looks if look.verdict is Verdict.UNKNOWN]
        return max(set(whys), key=whys.count) if whys else None

    def plotted(self) -> CheckPlot:
        """What there is to draw of it."""
        looks = self.looks
        return CheckPlot(
            title=f"How you sat, judged by the calibration {self.profile.name!r}",
            at_s=[look.at_s for look in looks],
            scores=[look.score for look in looks],
            is_poor=[look.verdict is Verdict.POOR for look in looks],
            scatter=self.yardstick.scatter,
            limit=self.yardstick.limit,
            slouch=self.yardstick.slouch,
        )

    def facts(self) -> dict[str, Any]:
        """For programs: JSON-able."""
        share, margin = self.slouched_share, self.margin
        return {
            "profile": self.profile.name,
            "source": self.source,
            "looks": len(self.looks),
            "judged": len(self.judged),
            "slouched_share": None if share is None else round(share, 3),
            "beyond_limit_in_own_scatter": None if margin is None else round(margin, 2),
            "unjudged_because": self.why_unjudged,
        }


def check(
    source: str | None,
    profile_name: str | None,
    length_s: float,
    overrides: Sequence[str],
    say: Callable[[str], None],
) -> Checked:
    """Judge the camera's next length_s, or as much of a recording from its start.

    say: is called when the looking begins.
    Without a name the running monitor's profile is taken, else the default one. Raises ProfileError
    when there is none, SourceError or CameraError for what cannot be looked at.
    """
    config = load_config(overrides)
    profile = _profile(profile_name, config, source or config.camera.source)
    with ExitStack() as stack:
        if source is None or is_live(source):
            clock: Clock = SystemClock()
            begins = f"Looking for {length_s:.0f} s: sit as you usually do."
            camera, source = stack.enter_context(borrowed_camera(source, config))
        else:
            clock = VirtualClock(datetime.now(UTC))
            begins = f"Looking at the first {length_s:.0f} s of {source}."
            refuse_internet()
            camera = Paced(recording(source, config), clock, loop=False)
        observer = SourceObserver(
            camera,
            estimator(config),
            FrameCheck(config.capture, live=is_live(source)),
            clock,
            config.capture,
            config.vision,
        )
        stack.enter_context(closing(observer))
        say(begins)
        seen = tuple(_looks(observer, make_assessor(config, profile), clock, length_s, config))
    return Checked(profile, source, seen, yardstick(profile, seen))


def yardstick(profile: Profile, looks: Sequence[Look]) -> Yardstick:
    """What the looks at this person are held against.

    From the front as the calibration measured it; else by how the looks themselves scatter.
    """
    height = profile.baseline.head_height
    if height is not None:
        drop = height.drop_limit
        slouch = None if height.slouched is None else (height.upright - height.slouched) / drop
        return Yardstick(height.scatter / drop, slouch)
    scores = np.array([look.score for look in looks if look.score is not None])
    spread = float(np.median(np.abs(scores - np.median(scores)))) if len(scores) else 0.0
    return Yardstick(max(1.4826 * spread, _LEAST_SCATTER))


def _profile(name: str | None, config: Config, spec: str) -> Profile:
    if name is None:
        name = (running_monitor() or {}).get("profile")
    _, profile = profile_for(name, config, spec)
    if profile is None:
        raise ProfileError("There is no calibration yet.", "Make one with `posture calibrate`.")
    return profile


def _looks(
    observer: Observer, assessor: PoseAssessor, clock: Clock, length_s: float, config: Config
) -> Iterator[Look]:
    """One every interval_s, from the first, which may be waited for."""
    begin_s: float | None = None
    while (looked := observer.observe()) is not None:
        begin_s = looked.at_s if begin_s is None else begin_s
        at_s = looked.at_s - begin_s
        if at_s > length_s:
            return
        yield _look(at_s, assessor.assess(looked))
        clock.sleep(config.guide.interval_s)


def _look(at_s: float, seen: LookResult) -> Look:
    verdict = seen.verdict
    if verdict.posture is not Verdict.UNKNOWN:
        return Look(at_s, verdict.posture, verdict.severity, "")
    why = seen.angles.unusable_because if seen.angles else None
    return Look(at_s, verdict.posture, None, why_unjudged(why) if why else str(seen.state))
