"""A nudge answered on a real desktop: dunst's Snooze snoozes the monitor, feedback is learned."""

import json
import subprocess

import pytest

from posture.core.day.records import Delivery
from tests.support.clips import first, joined
from tests.support.desktop import MISSING, desktop
from tests.support.running import BRISK, recorded, status_of, wait_for_looks
from tests.support.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

CLIP = "f1_front"
OFTEN = (
    "rules.hold_s=2",
    "nudges.cooldown_s=2",
    "nudges.max_per_hour=60",
    "nudges.backoff_max=1",
    "nudges.answer_s=2",
    "feedback.false_alarms=1",
)


@pytest.fixture
def slouch(tmp_path):
    """Slumped for thirty seconds."""
    return joined(tmp_path / "slouch", *[(CLIP, first(CLIP, "slump"), 10)] * 3)


@pytest.fixture
def watch(posture, slouch, tmp_path):
    """A monitor on a real desktop that nudges as soon as it can: (desktop, process)."""
    with desktop(tmp_path) as screen:
        on_screen = {
            name: screen.environment[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")
        }
        settings = [word for setting in OFTEN for word in ("--set", setting)]
        running = posture.start("run", "--source", slouch, "--loop", *BRISK, *settings, **on_screen)
        try:
            wait_until(lambda: "appname: 'posture'" in screen.shown(), "a nudge on the screen")
            yield screen, running
        finally:
            running.terminate()
            try:
                running.communicate(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                running.kill()
                running.communicate()


def held_back(posture):
    return [nudge.why for nudge in recorded(posture).nudges if nudge.outcome is Delivery.HELD_BACK]


def answers(posture):
    return [nudge.answer for nudge in recorded(posture).nudges if nudge.answer]


def test_snooze_pressed_on_the_notification_snoozes_the_monitor(posture, watch):
    screen, _ = watch
    screen.press("Snooze")
    wait_until(lambda: "snoozed" in held_back(posture), "a nudge to be held back")
    shown, looks = screen.shown().count("appname: 'posture'"), status_of(posture)["looks"]
    wait_for_looks(posture, looks + 10)
    assert screen.shown().count("appname: 'posture'") == shown
    assert "snooze" in answers(posture)


def test_a_false_alarm_told_on_the_command_line_is_learned_told_and_can_be_taken_back(
    posture, watch
):
    screen, _ = watch
    done = posture("feedback", "false-alarm")
    assert done.returncode == 0, done.stderr
    learned = posture.home / "data" / "feedback" / "no profile.json"
    wait_until(learned.exists, "the feedback to be kept")
    assert json.loads(learned.read_text()) == {"slumped torso": {"steps": 1, "false_alarms": 0}}
    wait_until(lambda: "posture profiles reset" in screen.shown(), "the loosening to be told")
    wait_until(lambda: "false alarm" in answers(posture), "the answer to be recorded")
    assert posture("profiles", "reset").returncode == 0
    assert not learned.exists()


@pytest.mark.usefixtures("watch")
def test_relief_silences_the_monitor_for_as_long_as_the_user_says(posture):
    done = posture("relief", given="no\nno\n\nneither\nskip\n90\n")
    assert done.returncode == 0, done.stderr
    assert "No posture nudges for 1 h 30 min" in done.stdout
    wait_until(lambda: "relief" in held_back(posture), "a nudge to be held back")
