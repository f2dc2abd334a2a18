"""The small files beside the record, miswritten, and a watch that begins with them."""

import json
import os
from datetime import UTC, datetime
from functools import cache
from unittest.mock import patch

from posture.config import default_config
from posture.core.events import Cause, Nudge
from posture.core.nudges.feedback import Feedback, Leniency, lenient
from posture.core.nudges.inputs import Answer, AnswerKind
from posture.errors import ProfileError
from posture.monitor.commands import Commands
from posture.monitor.learner import Learner
from posture.store.feedback_file import feedback_file, save_feedback
from posture.store.pause_file import Holds, TimedHold, holds_file, save_holds
from posture.store.profiles import load_profile, save_profile
from posture.system.clock import VirtualClock
from tests.fuzz.harness import kind, miswritten
from tests.fuzz.kinds.settings import watch
from tests.support.calibrated import profile_of, upright_of

CONFIG = default_config()
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@kind
def profile_file(random, folder):
    """It is refused with its name and the remedy, or judges."""
    with patch.dict(os.environ, POSTURE_DATA_DIR=str(folder)):
        path = save_profile(random.choice(_profiles()))
        path.write_bytes(miswritten(random, path.read_bytes()))
        try:
            profile = load_profile(path.stem)
        except ProfileError as error:
            refusal = str(error)
        else:
            watch(CONFIG, profile)
            assert save_profile(profile) == path
            return
    assert str(path) in refusal
    assert "posture calibrate --profile" in refusal


@kind
def pause_file(random, folder):
    """A pause that stands can be told, kept, and taken back."""
    with patch.dict(os.environ, POSTURE_DATA_DIR=str(folder)):
        quiet = TimedHold.of(NOW, random.choice((60.0, 86_400.0)), "relief")
        save_holds(Holds(random.choice((None, TimedHold.of(NOW, None, "paused"))), quiet))
        holds_file().write_bytes(miswritten(random, holds_file().read_bytes()))
        clock = VirtualClock(NOW)
        for _ in range(2):
            commands = Commands(clock, lambda: None, snooze_s=1800.0, pause_s=3600.0)
            commands.inbox()
            commands.not_now()
            json.dumps(commands.as_status())
            clock.sleep(3600.0)
            commands.snooze(600.0)
        commands.resume()
        assert commands.not_now() is None
        assert not holds_file().exists()


@kind
def feedback_kept(random, folder):
    """What was learned stays within what may be learned, and more can be learned."""
    policy, heard = CONFIG.feedback, []
    with patch.dict(os.environ, POSTURE_DATA_DIR=str(folder)):
        causes = random.sample([*Cause], 3)
        save_feedback(None, Feedback({cause: Leniency(1, 2) for cause in causes}))
        path = feedback_file(None)
        path.write_bytes(miswritten(random, path.read_bytes()))
        learner = Learner(None, policy, heard.append, lambda _event: None)
        for number in range(4):
            learner(Nudge(0.0, Cause.SLUMPED, "tip", "Sit up.", id=number))
            learner.answered(Answer(AnswerKind.FALSE_ALARM, number))
        for feedback in heard:
            lenient(CONFIG.rules, feedback, policy)
            most = 1.0 + policy.step * policy.max_steps
            assert all(1.0 <= factor <= most for factor in feedback.loosened(policy).values())


@cache
def _profiles():
    return [profile_of(upright_of(azimuth_deg=azimuth_deg)) for azimuth_deg in (0, -45, 80)]
