"""The parts of one watch and what passes between them; run.py begins and ends it."""

import logging
import math
import os
import random
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from posture.app.composition import (
    make_assessor,
    policy,
)
from posture.app.log_file import log_event
from posture.app.profile_choice import profile_for
from posture.app.show_day import show_day
from posture.app.watch_log import (
    WatchEnd,
)
from posture.app.windows.shown_look import shown_look
from posture.capture.live import is_address
from posture.config import Config, load_config
from posture.core.addresses import without_credentials
from posture.core.credit import Judged
from posture.core.day.model import JudgedTime
from posture.core.day.records import Origin
from posture.core.day.summary import judged_time
from posture.core.events import Event, Notice, Nudge
from posture.core.judge import Judge
from posture.core.nudges.feedback import Feedback, lenient
from posture.core.nudges.inputs import Answer, AnswerKind, NudgeInput
from posture.core.printable import printable
from posture.core.reasons import CalibrationKind, NoticeKind
from posture.desktop.availability import Availability
from posture.desktop.linux.displays import connected_displays
from posture.errors import StoreError
from posture.monitor.commands import Commands, handled
from posture.monitor.delivery import make_delivery
from posture.monitor.digest import Digest
from posture.monitor.docking import Docking
from posture.monitor.learner import Learner
from posture.monitor.loan import Loan
from posture.monitor.loop import Listener, Monitor, Tally
from posture.monitor.preview import Preview
from posture.monitor.profile_in_use import ProfileInUse
from posture.monitor.record_in_use import RecordInUse
from posture.monitor.recorder import Recorder
from posture.monitor.restore import nudging_before
from posture.monitor.settings_in_use import SettingsInUse, changed_keys
from posture.monitor.sources import camera_advice
from posture.monitor.status import StatusBoard
from posture.monitor.supervisor import ChildObserver
from posture.monitor.today import Today
from posture.notifier import RESUME, WEEK, WHY
from posture.store.buffered import BufferedStore
from posture.store.profiles import Profile
from posture.system.clock import SystemClock
from posture.system.timezone import local_zone

_log = logging.getLogger(__name__)

# How long the notification of its end may take.
_LAST_WORD_S = 1.0
# An icon that has asked nothing for so many of its intervals is gone.
_MISSED_QUESTIONS = 4
# The sections whose change makes another assessor, which begins to learn anew.
_SEEN_BY = {
    "view",
    "angles",
    "smoothing",
    "calibration",
    "head_height",
    "provisional",
    "setup_change",
}


class LiveView(Protocol):
    """What the user sees of a watch.

    remark: something to know once the watch begins. begin: the time credited to today, at any
    moment; what to ask, at any moment, for how and why it is paused (as in the status); whether
    there is a calibration to judge by.
    """

    def remark(self, text: str) -> None: ...
    def keep_apart(self) -> None: ...
    def begin(
        self,
        today: Judged,
        paused: Callable[[], Mapping[str, Any]],
        *,
        is_calibrated: bool,
    ) -> None: ...
    def __call__(self, event: Event) -> None: ...


class Session:
    """The parts of one watch and what passes between them. The caller closes what it opened.

    asked: the options it was started with, so that the same watch can be started again. end: is
    told why it ends. is_apart: what it sees is no part of the day.
    """

    def __init__(
        self,
        spec: str,
        config: Config,
        profile_used: str,
        profile: Profile | None,
        clock: SystemClock,
        store: BufferedStore,
        observer: ChildObserver,
        availability: Availability,
        loan: Loan,
        screen: LiveView | None,
        asked: Mapping[str, Any],
        end: WatchEnd,
        preview: Preview,
        *,
        is_apart: bool,
    ) -> None:
        name = profile.name if profile else None
        self._config, self._clock, self._store = config, clock, store
        self._is_remote = is_address(spec)
        self._camera_process, self._availability, self._loan = observer, availability, loan
        self._profile = ProfileInUse(
            asked["profile"],
            profile_used,
            lambda wanted: profile_for(wanted, load_config(asked["overrides"]), spec),
            self._take_up,
            clock.wake,
        )
        self._docking = Docking(connected_displays, clock, self._profile.follow_desk)
        self._settings = SettingsInUse(config, asked["overrides"], self._go_by, clock.wake)
        self._profile_used = profile
        self._assessor = make_assessor(config, profile)
        origin = Origin(name, printable(without_credentials(from_anywhere(spec))), is_apart)
        self._recorder = Recorder(store, clock, batch_s=config.store.batch_s, origin=origin)
        self._delivery = make_delivery(config, self._recorder, self._remark, self._has_icon)
        self._commands = Commands(clock, clock.wake, config.nudges.snooze_s, config.nudges.pause_s)
        self._learner = Learner(
            name,
            config.feedback,
            self._adopt,
            self._delivery,
            self._delivery.record_answer,
        )
        self._is_apart = is_apart
        self._today = today = Today(clock, local_zone(), config.monitor.gap_intervals)
        self._record = RecordInUse(self._recorder.flush, self._take_up_record, clock.wake)
        today.begin(self._judged_today())
        self._asked, self._end, self._preview = asked, end, preview
        self._icon_seen_s = -math.inf
        advice = camera_advice(spec)
        if advice:
            _log.warning("%s", advice)
            if screen is not None:
                sys.stderr.write(f"posture: {advice}\n")
        facts = {
            **_facts(spec, profile, config),
            "asked": _shown(asked),
            "camera_advice": advice,
        }
        self._board = StatusBoard(clock, facts, today.time)
        self._digest = Digest(
            config.report, clock, local_zone(), self._sentence, self._is_quiet, self._delivery
        )
        listeners: list[Listener] = [
            log_event,
            today,
            self._recorder,
            self._delivery,
            self._board,
            self._learner,
            self._digest,
        ]
        if screen is not None:
            screen.begin(today.time, self._paused, is_calibrated=profile is not None)
            listeners.append(screen)
        self._judge = Judge(self._assessor, policy(config), nudging_before(store, clock))
        self._monitor = Monitor(
            observer,
            self._judge,
            clock,
            listeners,
            gap_intervals=config.monitor.gap_intervals,
            merge_s=config.rules.merge_s,
            inbox=self._inbox,
            busy=availability.busy,
            not_now=self._not_now,
            interval_factor=availability.interval_factor,
            rest=observer.rest,
            chance=random.SystemRandom().random,
        )

    def _has_icon(self) -> bool:
        """Whether `posture tray` asked lately, and so will show what happens."""
        ago_s = self._clock.monotonic_s() - self._icon_seen_s
        return ago_s < _MISSED_QUESTIONS * self._config.window.ask_interval_s

    def _remark(self) -> str:
        """What a nudge must not keep to itself."""
        is_guess = self._assessor.calibration is CalibrationKind.PROVISIONAL
        return "(A guess: you have not calibrated.)" if is_guess else ""

    def run(self, length_s: float | None) -> Tally:
        """Watch until stopped, the recording's end or length_s; why it ends is told."""
        if length_s is not None:
            self._camera_process.end_at(self._clock.monotonic_s() + length_s)
        try:
            tally = self._monitor.run(length_s)
        except Exception as error:
            self._end.because_of(error)
            raise
        else:
            is_over = length_s is not None and tally.duration_s >= length_s
            self._end.because("the time limit was reached" if is_over else "the recording ended")
            return tally
        finally:
            if self._end.is_news and self._board.has_looked:
                text = f"posture has stopped watching: {self._end.why}"
                self._delivery(Notice(self._clock.monotonic_s(), NoticeKind.ENDED, text))
                self._delivery.wait(_LAST_WORD_S)

    def stop(self, why: str = "posture stop", *, is_news: bool = False) -> None:
        """End it now; safe from a signal handler and from another thread."""
        self._end.because(why, is_news=is_news)
        self._monitor.stop()
        self._camera_process.interrupt()
        self._clock.wake()

    def close(self) -> None:
        """Give up what waits to be shown, write what waits to be written."""
        self._delivery.close()
        self._recorder.flush()

    def answer(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        """To one question of the control socket."""
        if question.get("do") == "asked":  # the status shows it, without a camera's password
            return self._asked
        if question.get("do") == "status" and question.get("icon") is True:
            self._icon_seen_s = self._clock.monotonic_s()
        if question.get("do") == "show":
            return self._show(is_over=question.get("over") is True)
        return handled(
            question,
            self._commands,
            self._snapshot,
            self.stop,
            lambda: self._learner.awaited_nudge,
            self._loan,
            self._reload,
        )

    def _show(self, *, is_over: bool) -> Mapping[str, Any]:
        """What the camera sees, for a window of the user's, and a moment longer unless over."""
        if is_over:
            self._preview.close()
            return {"ok": True}
        shown, limits_deg = self._preview.ask(), self._assessor.limits_deg
        return {
            **shown_look(shown, self._board.latest, limits_deg, self._config),
            "paused_because": self._paused()["paused_because"],
            "calibration": self._assessor.calibration,
        }

    def _reload(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Answer what asks to take up what was changed; settings may choose another profile."""
        if question["do"] == "reload record":
            return self._record.handle()
        if question["do"] == "reload profile":
            return self._profile.handle(question)
        answer = self._settings.handle()
        if any(key.startswith("profiles.") for key in answer["taken_up"]):
            answer |= self._profile.choose_anew()
        return answer

    def _snapshot(self) -> dict[str, Any]:
        return {
            **self._board.snapshot(),
            **self._paused(),
            "calibration": self._assessor.calibration,
            "nudge_awaits_answer": self._learner.awaited_nudge is not None,
            "failed_nudge": self._delivery.failed,
            "undimmed": self._delivery.undimmed,
            "record": self._store.problem or "ok",
            "camera_process_pid": self._camera_process.pid,
            "camera_process": self._camera_process.stats.as_dict(),
            "cpu_s": round(time.process_time(), 3),
        }

    def _paused(self) -> dict[str, Any]:
        because = self._commands.not_now() or self._loan.not_now() or self._availability.reason
        fault = self._camera_process.fault if self._is_remote else None
        return {"paused_because": because, "camera_fault": fault, **self._commands.as_status()}

    def _not_now(self) -> str | None:
        """Why not to look; both are asked, since being asked may mean to act."""
        of_the_desktop, of_the_user = self._availability.not_now(), self._commands.not_now()
        return of_the_user or self._loan.not_now() or of_the_desktop

    def _inbox(self) -> list[NudgeInput]:
        self._settings.take_up()
        self._docking.look(self._config.profiles.docking_s)
        self._profile.take_up()
        self._record.take_up()
        self._pass_on_notices()
        self._commands.answer(self._delivery.answers())
        self._fulfil(self._delivery.requests())
        heard = self._commands.inbox()
        for word in heard:
            if isinstance(word, Answer):
                self._learner.answered(word)
                if word.kind is AnswerKind.PAUSE:
                    self._delivery(self._paused_notice())
        return heard

    def _pass_on_notices(self) -> None:
        """What became of the record is said where nudges are, once."""
        notices = self._store.notices
        while notices:
            self._delivery(Notice(self._clock.monotonic_s(), NoticeKind.HEALED, notices.pop(0)))

    def _paused_notice(self) -> Notice:
        """Says until when: a pause nobody remembers is a watch nobody has."""
        pause_s = self._config.nudges.pause_s
        end = self._clock.utc().astimezone() + timedelta(seconds=pause_s)
        return Notice(
            self._clock.monotonic_s(),
            NoticeKind.PAUSED,
            "The camera is off until then. To end this sooner: posture resume",
            {"title": f"Paused until {end:%H:%M}"},
        )

    def _fulfil(self, requests: Mapping[str, Nudge | None]) -> None:
        """Do what was asked for by a notification, beside answering it."""
        if RESUME in requests:
            self._commands.resume()
        if WHY in requests:
            nudge = requests[WHY]
            self._recorder.flush()
            at = self._recorder.time_of(nudge) if nudge else None
            show_day(lambda: self._delivery(self._unopened_notice()), nudge_at=at)
        if WEEK in requests:
            show_day(lambda: self._delivery(self._unopened_notice()), is_week=True)

    def _sentence(self, is_week: bool) -> str:  # noqa: FBT001 - the digest's
        """Of the day or the week so far; empty where nothing was recorded."""
        from posture.core.day import insights as of_the_day  # noqa: PLC0415 - once a day
        from posture.core.period import insights as of_the_week  # noqa: PLC0415
        from posture.core.period.calendar import week_of  # noqa: PLC0415
        from posture.report.periods import period_summary  # noqa: PLC0415
        from posture.report.write import day_summary  # noqa: PLC0415

        self._recorder.flush()
        zone = local_zone()
        today = self._clock.utc().astimezone(zone).date()
        try:
            if is_week:
                week = period_summary(self._store, week_of(today), zone, self._config, today)
                return "" if week.is_empty else of_the_week.headline(week)
            day = day_summary(self._store, today, zone, self._config)
        except StoreError as error:
            _log.warning("the report's sentence could not be made: %s", error)
            return ""
        return "" if day.is_empty else of_the_day.headline(day)

    def _is_quiet(self) -> bool:
        """Whether the user or the desktop wants no notification now."""
        return bool(self._availability.busy() or self._commands.as_status()["quiet_because"])

    def _unopened_notice(self) -> Notice:
        text = "Its page could not be opened from here. Run: posture report --open"
        return Notice(self._clock.monotonic_s(), NoticeKind.UNOPENED, text, {"title": "Your day"})

    def _judged_today(self) -> JudgedTime:
        """What the record has of today; nothing for a watch that is kept apart from it."""
        zone = local_zone()
        day = self._clock.utc().astimezone(zone).date()
        gap_intervals = self._config.monitor.gap_intervals
        return judged_time(() if self._is_apart else self._store.minutes(day, zone, gap_intervals))

    def _take_up_record(self) -> None:
        """Know no more of what its user has deleted, and what was imported or restored."""
        self._today.begin(self._judged_today())
        profile = self._profile_used
        self._learner.use(profile.name if profile else None)

    def _take_up(self, profile: Profile | None) -> None:
        """Judge by this profile from the next look on, in everything that goes by it."""
        name = profile.name if profile else None
        self._profile_used = profile
        self._assessor = make_assessor(self._config, profile)
        self._judge.use(self._assessor)
        self._recorder.flush()
        self._recorder.use(name)
        self._learner.use(name)
        self._board.note(profile=name)
        _log.info("judging by %s", f"the profile {name}" if name else "population defaults")

    def _go_by(self, config: Config) -> None:
        """Go by these settings from the next look on, but for what a watch is built around."""
        changed = set(changed_keys(self._config, config))
        self._config = config
        _log.info("settings changed: %s", ", ".join(sorted(changed)) or "none")
        sections = {key.partition(".")[0] for key in changed}
        if sections & _SEEN_BY:
            self._assessor = make_assessor(config, self._profile_used)
            self._judge.use(self._assessor)
        self._judge.go_by(policy(config))
        self._learner.go_by(config.feedback)
        self._commands.use(config.nudges.snooze_s, config.nudges.pause_s)
        if "nudges" in sections:
            self._delivery.use(config)
        self._availability.use(config.desktop)
        self._digest.use(config.report)
        self._board.note(hold_s=config.rules.hold_s)

    def _adopt(self, feedback: Feedback) -> None:
        """Judge by what was learned from the user's answers."""
        rules = self._config.rules
        self._assessor.use(lenient(rules, feedback, self._config.feedback))


def _facts(spec: str, profile: Profile | None, config: Config) -> dict[str, Any]:
    """What stays the same for a whole watch."""
    return {
        "pid": os.getpid(),
        "source": without_credentials(spec),
        "profile": profile.name if profile else None,
        "model": config.vision.model,
        "hold_s": config.rules.hold_s,
    }


def _shown(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The options without a camera's password."""
    source, overrides = asked["source"], asked["overrides"]
    return {
        **asked,
        "source": source and without_credentials(source),
        "overrides": [without_credentials(override) for override in overrides],
    }


def from_anywhere(source: str) -> str:
    """The source by a name that means the same in another working folder."""
    path = Path(source)
    return str(path.absolute()) if path.exists() else source
