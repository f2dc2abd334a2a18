"""Notifications on a real desktop: dunst on a screen nobody sees, over a real session bus."""

import socket
import sys
from itertools import count

import pytest

from posture.core.nudges.inputs import AnswerKind
from posture.notifier import nudge_buttons, open_notifier
from posture.protocols import Delivery, Message
from tests.notifier.conftest import outcome_of
from tests.support.desktop import session_bus
from tests.support.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is Linux's")

NUMBERS = count(1)
BUTTONS = nudge_buttons(1800, 3600)


def message(title, text="A text", buttons=()):
    return Message(f"m{next(NUMBERS)}", title, text, buttons)


@pytest.fixture
def notifier():
    with open_notifier("dbus", deadline_s=PATIENCE_S, show_s=60.0) as opened:
        yield opened


def test_a_message_arrives_and_is_seen_on_the_screen(screen, notifier, tmp_path):
    sent = message("Time to sit tall", "Move your hips to the back of the seat.", BUTTONS)
    before, after = tmp_path / "before.png", tmp_path / "after.png"
    screen.screenshot(before)
    assert outcome_of(notifier, sent).delivery is Delivery.DELIVERED
    assert "summary: 'Time to sit tall'" in screen.shown()
    assert '"snooze": "Snooze 30 min"' in screen.shown()
    wait_until(lambda: screen.displayed() == 1, "the message to be displayed")
    wait_until(lambda: _differs(screen, before, after), "the screen to change")


def _differs(screen, before, after):
    cv2 = pytest.importorskip("cv2")
    screen.screenshot(after)
    return (cv2.imread(str(before)) != cv2.imread(str(after))).sum() > 10_000


@pytest.mark.parametrize("answer", list(AnswerKind))
def test_a_pressed_button_comes_back_as_the_answer_to_its_message(screen, notifier, answer):
    sent = message("How was that?", buttons=BUTTONS)
    assert outcome_of(notifier, sent).delivery is Delivery.DELIVERED
    wait_until(lambda: screen.displayed() == 1, "the message to be displayed")
    screen.press(next(button.label for button in BUTTONS if button.key == answer))
    answers = []
    wait_until(lambda: answers.extend(notifier.answers()) or answers, "the answer")
    assert answers == [(sent.id, answer)]
    wait_until(lambda: screen.displayed() == 0, "the answered message to be taken down")


def test_a_message_replaces_the_one_before(screen, notifier):
    for title in ("first", "second", "third"):
        assert outcome_of(notifier, message(title)).delivery is Delivery.DELIVERED
    wait_until(lambda: screen.displayed() == 1, "one message to be displayed")


def test_markup_options_control_characters_and_length_are_shown_literally_and_cut(screen, notifier):
    hostile = [
        ("-u", "--help"),
        ("t" * 10_000, "b" * 10_000),
        ("nul\0title", "nul\0body\x1b[31m"),
        ("<b>bold</b> & co", "<script>x</script> <img src='y'/> &amp; &"),
        ("\udcff\u202e", "lone \udcff surrogate"),
        ("", ""),
    ]
    for title, text in hostile:
        assert outcome_of(notifier, message(title, text)).delivery is Delivery.DELIVERED
    shown = screen.shown()
    assert "summary: '-u'" in shown
    assert "body: '--help'" in shown
    assert "t" * 63 + "…'" in shown
    assert "t" * 64 not in shown
    assert "b" * 255 + "…'" in shown
    assert "b" * 256 not in shown
    assert "summary: 'nultitle'" in shown
    assert "body: 'nulbody[31m'" in shown
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; co" in shown
    assert "&lt;script&gt;x&lt;/script&gt; &lt;img src='y'/&gt; &amp;amp; &amp;" in shown
    assert "body: 'lone  surrogate'" in shown


def test_a_daemon_that_is_restarted_gets_the_next_message(screen, notifier):
    assert outcome_of(notifier, message("before")).delivery is Delivery.DELIVERED
    screen.stop_dunst()
    try:
        outcome = outcome_of(notifier, message("nobody listens"))
        assert outcome.delivery is Delivery.FAILED
        assert outcome.why == "no notification service is running"
    finally:
        screen.start_dunst()
    assert outcome_of(notifier, message("after the restart")).delivery is Delivery.DELIVERED
    assert "summary: 'after the restart'" in screen.shown()


@pytest.mark.usefixtures("no_bus")
def test_without_a_bus_the_failure_is_told(notifier):
    outcome = outcome_of(notifier, message("nowhere to go"))
    assert outcome.delivery is Delivery.FAILED
    assert outcome.why == "no session bus - not in a desktop session"


@pytest.mark.parametrize(
    "address", ["unix:path=/nonexistent/bus", "tcp:host=localhost,port=1", "x"]
)
def test_a_bus_that_cannot_be_reached_is_a_failure_not_a_crash(monkeypatch, notifier, address):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    outcome = outcome_of(notifier, message("nowhere to go"))
    assert outcome.delivery is Delivery.FAILED
    assert "bus" in outcome.why


@pytest.mark.usefixtures("bus")
def test_a_bus_without_any_service_is_a_failure(notifier):
    outcome = outcome_of(notifier, message("hello?"))
    assert (outcome.delivery, outcome.why) == (
        Delivery.FAILED,
        "no notification service is running",
    )


@pytest.mark.usefixtures("bus")
def test_a_bus_that_was_restarted_gets_the_next_message(notifier, slow_service, monkeypatch):
    assert outcome_of(notifier, message("one")).why == "no notification service is running"
    with session_bus() as other:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", other)
        notifier._backend._connection.sock.shutdown(socket.SHUT_RDWR)
        with slow_service(0):
            assert outcome_of(notifier, message("two")).delivery is Delivery.DELIVERED


def test_a_hung_service_costs_the_message_its_deadline_and_those_that_wait_their_place(
    slow_service,
):
    with slow_service("never"), open_notifier("dbus", deadline_s=0.6, queue=3) as notifier:
        for number in range(20):
            notifier.submit(message(f"message {number}"))
        assert notifier.wait(PATIENCE_S)
        outcomes = notifier.drain()
    assert [outcome.delivery for _, outcome in outcomes] == [Delivery.FAILED] * 20
    whys = [outcome.why for _, outcome in outcomes]
    assert set(whys) == {
        "the notification service did not answer in 1 s",
        "newer messages took its place",
    }


def test_closing_does_not_wait_for_a_hung_service_and_every_message_has_its_outcome(slow_service):
    with slow_service("never"):
        notifier = open_notifier("dbus", deadline_s=2 * PATIENCE_S)
        sent = [message("one"), message("two")]
        for one in sent:
            notifier.submit(one)
        notifier.close()
        notifier.submit(message("too late"))
        assert [outcome.delivery for _, outcome in notifier.drain()] == [Delivery.FAILED] * 3


def test_a_message_that_a_slow_service_takes_after_the_deadline_is_taken_down_again(slow_service):
    with slow_service(1.0) as service, open_notifier("dbus", deadline_s=0.4) as notifier:
        assert "did not answer" in outcome_of(notifier, message("late")).why
        lines = [service.stdout.readline() for _ in range(3)]
    assert [line.split()[0] for line in lines] == ["GetCapabilities", "Notify", "CloseNotification"]
    assert lines[-1] == "CloseNotification 7\n"


def test_a_service_without_markup_is_given_the_bare_text_and_a_refusal_is_told(slow_service):
    with slow_service(0) as service, open_notifier("dbus") as notifier:
        assert outcome_of(notifier, message("plain", "a < b & c")).delivery is Delivery.DELIVERED
        why = outcome_of(notifier, message("refuse me")).why
        assert "not today" in why
        assert why.isprintable()
        assert len(why) < 300, "it refuses in a thousand lines"
        service.stdout.readline()
        assert "a < b & c" in service.stdout.readline()
