"""How loudly a nudge speaks: each step on a real desktop, and what the record says of it."""

import subprocess
import sys
from contextlib import closing
from datetime import datetime
from types import SimpleNamespace

import psutil
import pytest

from posture.app.watch.session_inbox import fulfil
from posture.config import load_config
from posture.core.day.records import Delivery
from posture.core.events import Cause, Notice, Nudge
from posture.core.nudges.inputs import Answer, AnswerKind
from posture.core.policies.nudges import FeedbackPolicy, NudgeStep
from posture.core.reasons import NoticeKind
from posture.desktop.overlay.process import cannot_dim
from posture.monitor.delivery import make_delivery
from posture.monitor.learner import Learner
from posture.monitor.recorder import Recorder
from posture.store.sqlite import open_store
from posture.system.clock import SystemClock
from posture.system.timezone import local_zone
from tests.support.clips import first, joined
from tests.support.days import SHORT_DAY, a_day
from tests.support.desktop import MISSING, desktop
from tests.support.processes import command_line
from tests.support.running import BRISK, recorded
from tests.support.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


@pytest.fixture(scope="module")
def running_desktop(tmp_path_factory):
    with desktop(tmp_path_factory.mktemp("desktop")) as running:
        yield running


@pytest.fixture
def screen(running_desktop, monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.setenv(name, running_desktop.environment[name])
    running_desktop.clear()
    return running_desktop


class Sending:
    """A sender with a record of its own."""

    def __init__(self, store):
        self._store, self._clock, self._sent = store, SystemClock(), 0
        recorder = Recorder(store, self._clock, batch_s=0.0)
        self.sender = make_delivery(load_config(["nudges.dim_seconds=2"]), recorder)

    def send(self, step, cause=Cause.SLUMPED):
        now_s = self._clock.monotonic_s()
        self._sent += 1
        nudge = Nudge(now_s, cause, "tip", f"Sit up: {step}", step, id=self._sent)
        self.sender(nudge)
        return nudge

    def recorded(self):
        """(outcome, why) of each nudge so far."""
        self.sender.collect()
        return [(nudge.outcome, nudge.why) for nudge in self.nudges()]

    def answered(self):
        """The answer to each, by its cause."""
        return {nudge.cause: nudge.answer for nudge in self.nudges()}

    def nudges(self):
        now = datetime.now().astimezone()
        return self._store.day(now.date(), now.tzinfo).nudges


@pytest.fixture
def sending(screen, tmp_path):  # noqa: ARG001 - the desktop it is on
    with closing(open_store(tmp_path / "posture.db", load_config().store)) as store:
        made = Sending(store)
        yield made
        made.sender.close()


def test_tray_is_left_to_the_icon_and_recorded_as_told_only_where_there_is_one(sending, screen):
    shown = screen.shown()
    sending.send(NudgeStep.TRAY)
    assert sending.recorded() == [(Delivery.FAILED, "no icon is shown: posture tray")]
    sending.sender._has_icon = lambda: True
    sending.send(NudgeStep.TRAY)
    assert sending.recorded()[1:] == [(Delivery.DELIVERED, "")]
    sending.send(NudgeStep.TOAST)  # were anything shown for the first, it would come before this
    wait_until(lambda: "Sit up: toast" in screen.shown(), "the notification")
    assert "Sit up: tray" not in screen.shown().removeprefix(shown)
    assert screen.displayed() == 1


@pytest.mark.parametrize(("step", "is_loud"), [(NudgeStep.TOAST, False), (NudgeStep.SOUND, True)])
def test_only_sound_asks_the_desktop_for_a_sound(sending, screen, step, is_loud):
    match = "interface='org.freedesktop.Notifications',member='Notify'"
    ear = subprocess.Popen(
        ["dbus-monitor", "--session", match],
        env=screen.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert ear.stdout is not None
        while "NameLost" not in ear.stdout.readline():
            pass  # from then on it hears everything
        sending.send(step)
        wait_until(lambda: sending.recorded() == [(Delivery.DELIVERED, "")], "the outcome")
    finally:
        ear.terminate()
        heard = ear.communicate(timeout=PATIENCE_S)[0]
    assert f"Sit up: {step}" in heard
    assert ("sound-name" in heard) is is_loud
    assert ("suppress-sound" in heard) is not is_loud


def test_dim_is_a_notification_and_a_dimmed_screen(sending, screen):
    if why := cannot_dim():
        pytest.skip(why)
    sending.send(NudgeStep.DIM)
    wait_until(lambda: sending.recorded() == [(Delivery.DELIVERED, "")], "the outcome")
    assert "Sit up: dim" in screen.shown()
    assert sending.sender.undimmed == ""


def test_where_the_screen_cannot_be_dimmed_the_notification_alone_is_sent_and_that_is_recorded(
    sending, screen, monkeypatch
):
    monkeypatch.delenv("DISPLAY")
    sending.send(NudgeStep.DIM)
    wait_until(sending.recorded, "the outcome")
    why = "there is no X display" if sys.platform.startswith("linux") else ""
    assert sending.recorded() == [(Delivery.DELIVERED, f"the screen was not dimmed: {why}")]
    assert "Sit up: dim" in screen.shown()
    assert sending.sender.undimmed == why


def test_an_answer_that_comes_before_the_screen_is_dimmed_is_recorded_too(sending, screen):
    sent = sending.send(NudgeStep.DIM)
    wait_until(lambda: screen.displayed() == 1, "the notification")  # it is printed before it is
    screen.press("Useful")
    given = []
    wait_until(lambda: given.extend(sending.sender.answers()) or given, "the answer")
    assert given == [Answer(AnswerKind.USEFUL, sent.id)]
    sending.sender.record_answer(sent, given[0].kind)
    assert len(sending.recorded()) == 1
    assert sending.answered() == {Cause.SLUMPED: "useful"}


def test_a_button_answers_the_nudge_it_stands_under_though_another_came_since(
    sending, screen, tmp_path, monkeypatch
):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))
    policy, loosened = FeedbackPolicy(false_alarms=1, step=0.05, max_steps=3), []
    learner = Learner("desk", policy, loosened.append, print, sending.sender.record_answer)
    for step, cause in [(NudgeStep.TOAST, Cause.SLUMPED), (NudgeStep.TRAY, Cause.HEAD_DOWN)]:
        learner(sending.send(step, cause))
    wait_until(lambda: screen.displayed() == 1, "the notification")
    screen.press("False alarm")
    given = []
    wait_until(lambda: given.extend(sending.sender.answers()) or given, "the answer")
    for answer in given:
        learner.answered(answer)
    assert sending.answered() == {Cause.SLUMPED: "false alarm", Cause.HEAD_DOWN: None}
    assert set(loosened[-1].loosened(policy)) == {Cause.SLUMPED}


def test_the_monitor_dims_and_its_end_lights_the_screen_again(posture, screen, tmp_path):
    if why := cannot_dim():
        pytest.skip(why)
    slouch = joined(tmp_path / "slouch", *[("f1_front", first("f1_front", "slump"), 10)] * 2)
    settings = ("rules.hold_s=2", 'nudges.steps=["dim"]', "nudges.dim_seconds=40")
    words = [word for setting in settings for word in ("--set", setting)]
    watch = posture.start("run", "--source", slouch, "--loop", *BRISK, *words, **screen.environment)

    def overlays():
        below = psutil.Process(watch.pid).children(recursive=True)
        return [p for p in below if "posture.desktop.overlay.process" in command_line(p)]

    try:
        wait_until(overlays, "the overlay")
        (overlay,) = overlays()
        wait_until(lambda: recorded_outcomes(posture), "the outcome")
        assert recorded_outcomes(posture) == [(Delivery.DELIVERED, "")]
        watch.terminate()
        assert watch.wait(timeout=PATIENCE_S) == 0
        assert not overlay.is_running()
    finally:
        watch.kill()
        watch.communicate()


def recorded_outcomes(posture):
    nudges = recorded(posture).nudges
    return [(n.outcome, n.why) for n in nudges if n.outcome is not Delivery.HELD_BACK]


def test_why_and_resume_are_requests_and_no_answers(sending, screen):
    sending.send(NudgeStep.TOAST)
    wait_until(lambda: screen.displayed() == 1, "the notification")
    screen.press("Why?")
    assert requested(sending)["why"].cause is Cause.SLUMPED, "it says which nudge is asked about"
    title = {"title": "Paused until 15:30"}
    sending.sender(Notice(0.0, NoticeKind.PAUSED, "The camera is off until then.", title))
    wait_until(lambda: "summary: 'Paused until 15:30'" in screen.shown(), "the confirmation")
    wait_until(lambda: screen.displayed() == 1, "the notification")
    screen.press("Resume now")
    assert requested(sending) == {"resume": None}


def test_the_button_of_the_days_sentence_opens_the_days_page(
    sending, screen, tmp_path, monkeypatch
):
    screen_before = screen.shown()
    sending.sender(Notice(0.0, NoticeKind.DAY, "You sat upright most of the time."))
    wait_until(lambda: "most of the time" in screen.shown().removeprefix(screen_before), "it")
    wait_until(lambda: screen.displayed() == 1, "the notification")
    screen.press("Open the report")
    pressed = requested(sending)
    assert pressed == {"why": None}

    day, home = datetime.now(local_zone()).date(), tmp_path / "home"
    monkeypatch.setenv("POSTURE_DATA_DIR", str(home))
    with closing(open_store(home / "posture.db", load_config().store)) as store:
        store.add_samples(a_day(day, plan=SHORT_DAY, zone=local_zone()).samples)
    for name, does in (
        ("systemd-run", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"'),
        (
            "browser",
            f'echo "$1" > {tmp_path}/opened.new; mv {tmp_path}/opened.new {tmp_path}/opened',
        ),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("BROWSER", f"{tmp_path}/browser %s")
    failures = []
    parts = SimpleNamespace(
        recorder=SimpleNamespace(flush=list),
        notices=SimpleNamespace(unopened=lambda: failures.append("unopened")),
    )
    fulfil(pressed, parts)
    wait_until(lambda: failures or (tmp_path / "opened").exists(), "the browser")
    assert failures == []
    assert (tmp_path / "opened").read_text().strip() == (home / "reports" / f"{day}.html").as_uri()


def requested(sending):
    """What was pressed, once something is."""
    requests = {}

    def is_heard():
        assert sending.sender.answers() == []
        requests.update(sending.sender.requests())
        return bool(requests)

    wait_until(is_heard, "the request")
    return requests
