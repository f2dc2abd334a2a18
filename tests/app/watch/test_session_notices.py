"""What the store has to say reaches the user of a watch that runs unseen."""

import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from posture.app.watch.session_inbox import fulfil
from posture.app.watch.session_notices import SessionNotices
from posture.app.watch.show_day import _open, command_words, show_day
from posture.gui.single_instance import SingleInstance
from posture.monitor.delivery import _TITLES
from posture.notifier import RESUME, WHY
from posture.system.clock import VirtualClock
from tests.support.waiting import wait_until


def test_what_became_of_the_record_is_shown_once():
    shown, notices = [], ["The record posture.db was damaged."]
    said = SessionNotices(VirtualClock(datetime(2026, 11, 20, tzinfo=UTC)), shown.append)
    said.healed(notices)
    said.healed(notices)
    assert [notice.text for notice in shown] == ["The record posture.db was damaged."]
    assert _TITLES[shown[0].kind] == "Your record was damaged"


def test_the_confirmation_of_a_pause_says_until_when():
    clock = VirtualClock(datetime(2026, 11, 20, 10, 15, tzinfo=UTC))
    shown = []
    SessionNotices(clock, shown.append).paused(3600)
    (notice,) = shown
    end = clock.utc().astimezone() + timedelta(hours=1)
    assert notice.fields["title"] == f"Paused until {end:%H:%M}"
    assert "posture resume" in notice.text


def test_resume_on_that_confirmation_ends_the_pause():
    resumed = []
    parts = SimpleNamespace(commands=SimpleNamespace(resume=lambda: resumed.append(True)))
    fulfil({RESUME: None}, parts)
    assert resumed == [True]


def test_why_opens_the_days_page_outside_the_seal_and_says_how_where_that_cannot_be(monkeypatch):
    asked, shown = [], []
    clock = VirtualClock(datetime(2026, 11, 20, tzinfo=UTC))
    parts = SimpleNamespace(notices=SessionNotices(clock, shown.append))
    parts.recorder = SimpleNamespace(flush=lambda: None, time_of=lambda nudge: nudge.at)
    monkeypatch.setattr(
        "posture.app.watch.session_inbox.show_day", lambda *a, **more: asked.append((a, more))
    )
    nudge = SimpleNamespace(at=clock.utc())
    fulfil({WHY: nudge}, parts)
    (((failed,), more),) = asked
    assert more == {"nudge_at": nudge.at}
    failed()
    assert "posture report --open" in shown[0].text


def test_why_shows_the_nudge_in_the_window_and_the_page_where_there_are_no_windows(monkeypatch):
    at = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
    assert command_words(at) == ["window", "--nudge", "2026-11-20T14:05:00+00:00"]
    assert command_words(is_week=True) == ["report", "--week", "--open"]
    monkeypatch.setattr("posture.app.watch.show_day.has_windows", lambda: False)
    assert command_words(at) == ["report", "--open"]


def test_the_icons_program_shows_it_itself_where_it_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))
    at = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
    started, heard = [], []
    monkeypatch.setattr(
        "posture.app.watch.show_day._open", lambda _failed, words: started.append(words)
    )
    show_day(list, nudge_at=at)
    wait_until(lambda: started, "the window to be started")
    single = SingleInstance()
    single.listen(lambda *asked: heard.append(asked))
    try:
        show_day(list, nudge_at=at)
        wait_until(lambda: heard, "the icon's program to be asked")
    finally:
        single.close()
    assert heard == [("today", "2026-11-20T14:05:00+00:00")]
    assert len(started) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is sealed")
@pytest.mark.parametrize(("status", "fails"), [(0, 0), (1, 1)])
def test_systemd_is_asked_to_open_it_with_the_folders_and_the_display(
    tmp_path, monkeypatch, status, fails
):
    program = tmp_path / "systemd-run"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/words\nexit {status}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))
    failures = []
    _open(lambda: failures.append(True), command_words())
    words = (tmp_path / "words").read_text().splitlines()
    assert words[-5:] == [sys.executable, "-m", "posture", "report", "--open"]
    assert {"--user", "--setenv=DISPLAY=:7", f"--setenv=POSTURE_DATA_DIR={tmp_path}"} <= {*words}
    assert len(failures) == fails
