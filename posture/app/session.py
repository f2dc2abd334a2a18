"""The parts of one watch and what passes between them; run.py begins and ends it."""

import logging
import random
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from posture.app.digest_sentence import digest_sentence
from posture.app.judged_by import JudgedBy
from posture.app.log_file import log_event
from posture.app.profile_choice import profile_for
from posture.app.session_notices import SessionNotices
from posture.app.session_status import IconSeen, SessionStatus, facts_of
from posture.app.show_day import show_day
from posture.app.watch_log import WatchEnd
from posture.capture.live import is_address
from posture.config import Config, load_config
from posture.core.addresses import without_credentials
from posture.core.credit import Judged
from posture.core.day.model import JudgedTime
from posture.core.day.records import Origin
from posture.core.events import Event, Nudge
from posture.core.nudges.inputs import Answer, AnswerKind, NudgeInput
from posture.core.printable import printable
from posture.core.reasons import CalibrationKind
from posture.desktop.availability import Availability
from posture.desktop.linux.displays import connected_displays
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
from posture.monitor.settings_in_use import SettingsInUse
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

    asked: the options it was started with, so that the same watch can be started again. end: gets
    why it ends. is_apart: what it sees is no part of the day.
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
        self._clock, self._store, self._is_apart = clock, store, is_apart
        self._camera_process, self._availability, self._loan = observer, availability, loan
        self._asked, self._end = asked, end
        self._by = by = JudgedBy(config, profile, nudging_before(store, clock))
        self._profile = ProfileInUse(
            asked["profile"],
            profile_used,
            lambda wanted: profile_for(wanted, load_config(asked["overrides"]), spec),
            self._use_profile,
            clock.wake,
        )
        self._docking = Docking(connected_displays, clock, self._profile.follow_desk)
        self._settings = SettingsInUse(config, asked["overrides"], self._use_settings, clock.wake)
        source = printable(without_credentials(from_anywhere(spec)))
        origin = Origin(by.profile_name, source, is_apart)
        self._recorder = Recorder(store, clock, batch_s=config.store.batch_s, origin=origin)
        self._icon = IconSeen(clock)
        self._delivery = make_delivery(
            config,
            self._recorder,
            self._remark,
            lambda: self._icon.is_there(by.config.window.ask_interval_s),
        )
        self._notices = SessionNotices(clock, self._delivery)
        self._commands = Commands(clock, clock.wake, config.nudges.snooze_s, config.nudges.pause_s)
        self._learner = Learner(
            by.profile_name,
            config.feedback,
            by.use_feedback,
            self._delivery,
            self._delivery.record_answer,
        )
        self._today = today = Today(clock, local_zone(), config.monitor.gap_intervals)
        self._record = RecordInUse(self._recorder.flush, self._take_up_record, clock.wake)
        today.begin(self._judged_today())
        advice = camera_advice(spec)
        if advice:
            _log.warning("%s", advice)
            if screen is not None:
                sys.stderr.write(f"posture: {advice}\n")
        facts = facts_of(spec, profile, config, asked, advice)
        self._board = StatusBoard(clock, facts, today.time)
        self._status = SessionStatus(
            by,
            self._board,
            self._commands,
            loan,
            availability,
            observer,
            self._learner,
            self._delivery,
            store,
            preview,
            is_remote=is_address(spec),
        )
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
            screen.begin(today.time, self._status.paused, is_calibrated=profile is not None)
            listeners.append(screen)
        self._monitor = Monitor(
            observer,
            by.judge,
            clock,
            listeners,
            inbox=self._inbox,
            busy=availability.busy,
            not_now=self._not_now,
            interval_factor=availability.interval_factor,
            rest=observer.rest,
            chance=random.SystemRandom().random,
        )

    def _remark(self) -> str:
        """What a nudge must not keep to itself."""
        is_guess = self._by.assessor.calibration is CalibrationKind.PROVISIONAL
        return "(A guess: you have not calibrated.)" if is_guess else ""

    def run(self, length_s: float | None) -> Tally:
        """Watch until stopped, the recording's end or length_s; says why it ended."""
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
                self._notices.ended(self._end.why)
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
            self._icon.note()
        if question.get("do") == "show":
            return self._status.show(is_over=question.get("over") is True)
        return handled(
            question,
            self._commands,
            self._status.everything,
            self.stop,
            lambda: self._learner.awaited_nudge,
            self._loan,
            self._reload,
        )

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

    def _not_now(self) -> str | None:
        """Why not to look; both are asked, since being asked may mean to act."""
        of_the_desktop, of_the_user = self._availability.not_now(), self._commands.not_now()
        return of_the_user or self._loan.not_now() or of_the_desktop

    def _inbox(self) -> list[NudgeInput]:
        self._settings.take_up()
        self._docking.look(self._by.config.profiles.docking_s)
        self._profile.take_up()
        self._record.take_up()
        self._notices.healed(self._store.notices)
        self._commands.answer(self._delivery.answers())
        self._fulfil(self._delivery.requests())
        heard = self._commands.inbox()
        for word in heard:
            if isinstance(word, Answer):
                self._learner.answered(word)
                if word.kind is AnswerKind.PAUSE:
                    self._notices.paused(self._by.config.nudges.pause_s)
        return heard

    def _fulfil(self, requests: Mapping[str, Nudge | None]) -> None:
        """Do what was asked for by a notification, beside answering it."""
        if RESUME in requests:
            self._commands.resume()
        if WHY in requests:
            nudge = requests[WHY]
            self._recorder.flush()
            at = self._recorder.time_of(nudge) if nudge else None
            show_day(self._notices.unopened, nudge_at=at)
        if WEEK in requests:
            show_day(self._notices.unopened, is_week=True)

    def _sentence(self, is_week: bool) -> str:  # noqa: FBT001 - the digest's
        self._recorder.flush()
        return digest_sentence(self._store, self._by.config, self._clock, is_week=is_week)

    def _is_quiet(self) -> bool:
        """Whether the user or the desktop wants no notification now."""
        return bool(self._availability.busy() or self._commands.as_status()["quiet_because"])

    def _judged_today(self) -> JudgedTime:
        """What the record has of today; nothing for a watch that is kept apart from it."""
        zone = local_zone()
        day = self._clock.utc().astimezone(zone).date()
        days = () if self._is_apart else (day,)
        judged = self._store.judged_by_day(days, zone, self._by.config.monitor.gap_intervals)
        return judged.get(day, JudgedTime(0.0, 0.0))

    def _take_up_record(self) -> None:
        """Forget what its user has deleted; know what was imported or restored."""
        self._today.begin(self._judged_today())
        self._learner.use_profile(self._by.profile_name)

    def _use_profile(self, profile: Profile | None) -> None:
        """Judge by this profile from the next look on, in everything that goes by it."""
        self._by.use_profile(profile)
        name = self._by.profile_name
        self._recorder.flush()
        self._recorder.use_profile(name)
        self._learner.use_profile(name)
        self._board.note(profile=name)

    def _use_settings(self, config: Config) -> None:
        """Go by these settings from the next look on, but for what a watch is built around."""
        changed = self._by.use_settings(config)
        self._learner.use_policy(config.feedback)
        self._commands.use(config.nudges.snooze_s, config.nudges.pause_s)
        if "nudges" in changed:
            self._delivery.use(config)
        self._availability.use(config.desktop)
        self._digest.use(config.report)
        self._board.note(hold_s=config.rules.hold_s)


def from_anywhere(source: str) -> str:
    """The source by a name that means the same in another working folder."""
    path = Path(source)
    return str(path.absolute()) if path.exists() else source
