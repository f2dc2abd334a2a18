"""The ways used where D-Bus is not: desktop-notifier, and plyer as the last resort."""

import shutil
import sys

import pytest

from posture.notifier import nudge_buttons, open_notifier
from posture.notifier.plyer_backend import undashed
from posture.protocols import Delivery, Message
from tests.notifier.conftest import outcome_of
from tests.support.waiting import PATIENCE_S, wait_until


@pytest.fixture
def desktop_notifier():
    with open_notifier("desktop-notifier", deadline_s=PATIENCE_S) as opened:
        yield opened


def test_desktop_notifier_shows_a_message_and_brings_the_pressed_button_back(
    screen, desktop_notifier
):
    sent = Message("d1", "Through desktop-notifier", "text", nudge_buttons(1800, 3600))
    assert outcome_of(desktop_notifier, sent).delivery is Delivery.DELIVERED
    assert "summary: 'Through desktop-notifier'" in screen.shown()
    wait_until(lambda: screen.displayed() >= 1, "the message to be displayed")
    screen.press("False alarm")
    answers = []
    wait_until(lambda: answers.extend(desktop_notifier.answers()) or answers, "the answer")
    assert answers == [("d1", "false alarm")]


@pytest.mark.usefixtures("bus")
def test_desktop_notifier_without_a_service_is_a_failure(desktop_notifier):
    outcome = outcome_of(desktop_notifier, Message("d2", "t", "x"))
    assert outcome.delivery is Delivery.FAILED
    assert outcome.why


def test_desktop_notifier_with_a_hung_service_is_given_up_at_the_deadline(slow_service):
    with slow_service("never"), open_notifier("desktop-notifier", deadline_s=0.5) as notifier:
        outcome = outcome_of(notifier, Message("d3", "t", "x"))
        assert outcome.delivery is Delivery.FAILED


needs_notify_send = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("notify-send") is None,
    reason="notify-send is not installed (apt-get install libnotify-bin)",
)


@needs_notify_send
def test_plyer_shows_a_title_that_looks_like_an_option(screen):
    with open_notifier("plyer") as notifier:
        assert outcome_of(notifier, Message("p1", "-u", "--help")).delivery is Delivery.DELIVERED
    wait_until(lambda: "summary: ' -u'" in screen.shown(), "the message")
    assert "body: ' --help'" in screen.shown()


@pytest.mark.usefixtures("no_bus")
def test_plyer_without_a_bus_is_a_failure_and_not_silence():
    with open_notifier("plyer") as notifier:
        assert outcome_of(notifier, Message("p2", "t", "x")).delivery is Delivery.FAILED


@needs_notify_send
def test_plyer_with_a_bus_that_is_gone_is_a_failure(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    with open_notifier("plyer") as notifier:
        outcome = outcome_of(notifier, Message("p3", "t", "x"))
    assert outcome.delivery is Delivery.FAILED
    assert "cannot be reached" in outcome.why


@needs_notify_send
def test_plyer_with_a_hung_service_is_left_behind_at_the_deadline(slow_service):
    with slow_service("never"), open_notifier("plyer", deadline_s=0.5) as notifier:
        assert "did not answer" in outcome_of(notifier, Message("p4", "t", "x")).why
        assert "still stuck" in outcome_of(notifier, Message("p5", "t", "x")).why


def test_only_words_that_begin_with_a_dash_are_changed():
    assert undashed("-u") == " -u"
    assert undashed("sit - tall") == "sit - tall"
