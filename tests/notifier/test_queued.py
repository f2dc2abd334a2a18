"""The queue between the loop and the desktop, over backends that misbehave."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.notifier import FallbackBackend, nudge_buttons, open_notifier
from posture.notifier.backend import DELIVERED, TEXT_CHARS, TITLE_CHARS, failed, fit, fitted
from posture.notifier.queued import Off, QueuedNotifier
from posture.protocols import Button, Delivery, Message
from tests.support.waiting import PATIENCE_S, wait_until


class Scripted(Off):
    """Shows what it is told to; blocks while ``gate`` is shut."""

    name = "scripted"

    def __init__(self, outcome=DELIVERED, presses=()):
        self.outcome, self.presses, self.seen = outcome, list(presses), []
        self.gate = threading.Event()
        self.gate.set()

    @property
    def is_open(self):
        return bool(self.presses)

    def show(self, message):
        self.gate.wait(PATIENCE_S)
        self.seen.append(message)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def poll(self):
        return [self.presses.pop()] if self.seen and self.presses else []


def send(backend, *titles, queue=8):
    with QueuedNotifier(backend, queue=queue) as notifier:
        for title in titles:
            notifier.submit(Message(title, title, "text"))
        assert notifier.wait(PATIENCE_S)
        return notifier.drain()


def test_messages_go_out_in_order_each_with_one_outcome():
    backend = Scripted()
    assert send(backend, "a", "b", "c") == [("a", DELIVERED), ("b", DELIVERED), ("c", DELIVERED)]
    assert [message.title for message in backend.seen] == ["a", "b", "c"]


def test_a_full_queue_gives_up_the_oldest_waiting_message():
    backend = Scripted()
    backend.gate.clear()
    with QueuedNotifier(backend, queue=2) as notifier:
        notifier.submit(Message("shown", "t", "x"))
        wait_until(lambda: not notifier._waiting, "the first to be taken")
        for name in ("old", "newer", "newest"):
            notifier.submit(Message(name, "t", "x"))
        backend.gate.set()
        assert notifier.wait(PATIENCE_S)
        assert notifier.drain() == [
            ("old", failed("newer messages took its place")),
            *[(name, DELIVERED) for name in ("shown", "newer", "newest")],
        ]


def test_a_backend_that_raises_is_a_failed_message_and_the_thread_lives_on():
    outcomes = send(Scripted(RuntimeError("broken desktop")), "a", "b")
    assert outcomes == [(name, failed("scripted: broken desktop")) for name in "ab"]


def test_presses_are_collected_while_a_message_is_open_and_handed_over_once():
    with QueuedNotifier(Scripted(presses=[("a", "useful"), ("a", "snooze")]), queue=2) as notifier:
        notifier.submit(Message("a", "t", "x", (Button("snooze", "Snooze"),)))
        got = []
        wait_until(lambda: got.extend(notifier.answers()) or len(got) == 2, "both presses")
        assert got == [("a", "snooze"), ("a", "useful")]
        assert notifier.answers() == []


def test_an_idle_notifier_wakes_for_nothing():
    with QueuedNotifier(Off(), queue=2) as notifier:
        notifier.submit(Message("a", "t", "x"))
        assert notifier.wait(PATIENCE_S)
        polls = []
        notifier._backend.poll = lambda: polls.append(1) or []
        time.sleep(0.6)
        assert polls == []


def test_closing_twice_and_no_thread_left_behind():
    before = threading.active_count()
    notifier = QueuedNotifier(Scripted(), queue=1)
    notifier.close()
    notifier.close()
    assert threading.active_count() == before


def test_switched_off_every_message_is_held_back():
    with open_notifier("off") as notifier:
        notifier.submit(Message("a", "t", "x"))
        assert notifier.wait(PATIENCE_S)
        ((_, outcome),) = notifier.drain()
    assert (outcome.delivery, outcome.why) == (Delivery.HELD_BACK, "notifications are off")


def test_the_second_way_is_taken_when_the_first_fails_and_both_reasons_are_told():
    first, second = Scripted(failed("unsigned")), Scripted()
    assert send(FallbackBackend([first, second]), "a") == [("a", DELIVERED)]
    second.outcome = failed("no bus")
    ((_, outcome),) = send(FallbackBackend([first, second]), "a")
    assert outcome.why == "scripted: unsigned; scripted: no bus"


def test_the_answers_offered_are_those_the_policy_understands_snooze_first():
    buttons = nudge_buttons(900, 3600)
    assert [button.key for button in buttons] == ["snooze", "useful", "false alarm", "why", "pause"]
    assert buttons[0].label == "Snooze 15 min"


@given(text=st.text(max_size=2000), limit=st.integers(2, 300))
def test_any_text_is_made_fit_for_any_desktop(text, limit):
    shown = fit(text, limit)
    assert len(shown) <= limit
    shown.encode("utf-8")
    assert "\0" not in shown
    assert fit(shown, limit) == shown


@pytest.mark.parametrize(
    ("title", "expected"), [("", "posture"), ("a\nb", "a b"), (" \0 ", "posture")]
)
def test_a_title_is_one_line_and_never_empty(title, expected):
    cut = fitted(Message("a", title, "x" * 5000))
    assert cut.title == expected
    assert len(cut.title) <= TITLE_CHARS
    assert len(cut.text) <= TEXT_CHARS
