"""The parts of one watch, made from what was asked for and what was opened for it."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from posture.app.watch.digest_sentence import digest_sentence
from posture.app.watch.icon_seen import IconSeen
from posture.app.watch.judged_by import JudgedBy
from posture.app.watch.request import WatchRequest, WatchResources, from_anywhere
from posture.app.watch.session_notices import SessionNotices
from posture.core.addresses import without_credentials
from posture.core.day.model import JudgedTime
from posture.core.day.records import Origin
from posture.core.printable import printable
from posture.core.reasons import CalibrationKind
from posture.monitor.commands import Commands
from posture.monitor.delivery import NudgeDelivery, make_delivery
from posture.monitor.digest import Digest
from posture.monitor.learner import Learner
from posture.monitor.recorder import Recorder
from posture.monitor.restore import nudging_before
from posture.monitor.status import StatusBoard
from posture.monitor.today import Today
from posture.monitor.upkeep import Upkeep
from posture.system.timezone import local_zone


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What one watch is judged by, listens with, and says."""

    by: JudgedBy
    recorder: Recorder
    icon: IconSeen
    delivery: NudgeDelivery
    notices: SessionNotices
    commands: Commands
    learner: Learner
    today: Today
    board: StatusBoard
    digest: Digest
    upkeep: Upkeep


def make_parts(
    request: WatchRequest, resources: WatchResources, advice: str | None
) -> SessionParts:
    """advice: on the camera, for the status."""
    config, clock, store = request.config, resources.clock, resources.store
    by = JudgedBy(config, request.profile, nudging_before(store, clock))
    source = printable(without_credentials(from_anywhere(request.source)))
    origin = Origin(by.profile_name, source, request.is_apart)
    recorder = Recorder(store, clock, batch_s=config.store.batch_s, origin=origin)
    icon = IconSeen(clock)

    def remark() -> str:
        """What a nudge must not keep to itself."""
        is_guess = by.assessor.calibration is CalibrationKind.PROVISIONAL
        return "(A guess: you have not calibrated.)" if is_guess else ""

    def is_icon_there() -> bool:
        return icon.is_there(by.config.window.ask_interval_s)

    delivery = make_delivery(config, recorder, remark, is_icon_there)
    commands = Commands(clock, clock.wake, config.nudges.snooze_s, config.nudges.pause_s)

    def maintain(now: datetime) -> None:
        recorder.flush()
        store.maintain(now, by.config.monitor.gap_intervals)

    def is_quiet() -> bool:
        """Whether the user or the desktop wants no notification now."""
        return bool(resources.availability.busy() or commands.as_status()["quiet_because"])

    def sentence(is_week: bool) -> str:  # noqa: FBT001 - the digest's
        recorder.flush()
        return digest_sentence(store, by.config, clock, is_week=is_week)

    today = Today(clock, local_zone(), config.monitor.gap_intervals)
    today.begin(judged_today(request, resources, config.monitor.gap_intervals))
    return SessionParts(
        by=by,
        recorder=recorder,
        icon=icon,
        delivery=delivery,
        notices=SessionNotices(clock, delivery),
        commands=commands,
        learner=Learner(
            by.profile_name,
            config.feedback,
            by.use_feedback,
            delivery,
            delivery.record_answer,
        ),
        today=today,
        board=StatusBoard(clock, _facts(request, advice), today.time),
        digest=Digest(config.report, clock, local_zone(), sentence, is_quiet, delivery),
        upkeep=Upkeep(clock, maintain),
    )


def judged_today(
    request: WatchRequest, resources: WatchResources, gap_intervals: float
) -> JudgedTime:
    """What the record has of today; nothing for a watch that is kept apart from it."""
    zone = local_zone()
    day = resources.clock.utc().astimezone(zone).date()
    days = () if request.is_apart else (day,)
    judged = resources.store.judged_by_day(days, zone, gap_intervals)
    return judged.get(day, JudgedTime(0.0, 0.0))


def _facts(request: WatchRequest, advice: str | None) -> dict[str, Any]:
    """What stays the same for a whole watch, unless a change is noted on the board."""
    return {
        "pid": os.getpid(),
        "source": without_credentials(request.source),
        "profile": request.profile.name if request.profile else None,
        "model": request.config.vision.model,
        "hold_s": request.config.rules.hold_s,
        "asked": request.shown_options,
        "camera_advice": advice,
    }
