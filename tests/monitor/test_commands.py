"""A pause or a silence holds for as long as was said, whatever becomes of the monitor meanwhile."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest

from posture.core.nudges.inputs import Answer, AnswerKind, Quieten
from posture.errors import InputError
from posture.monitor.commands import Commands
from posture.store.pause_file import holds_file
from posture.system.clock import VirtualClock
from tests.support.asked import answers_of
from tests.support.clips import first, joined
from tests.support.running import BRISK, status_of, wait_for, wait_for_looks
from tests.support.waiting import PATIENCE_S

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class WallClock(VirtualClock):
    """Monotonic seconds that begin again with each monitor; a wall clock that can be set."""

    def __init__(self, start):
        super().__init__(start)
        self.moved = timedelta(0)

    def utc(self):
        return super().utc() + self.moved


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def monitor(minutes=0.0):
    """The commands of a monitor started so many minutes after noon, and its clock."""
    clock = WallClock(NOON + timedelta(minutes=minutes))
    return Commands(clock, lambda: None, snooze_s=1800.0, pause_s=3600.0), clock


def test_a_timed_pause_goes_on_after_a_restart_and_ends_at_its_time():
    monitor()[0].pause(30 * 60)
    commands, clock = monitor(10)
    assert commands.not_now() == "paused"
    told = commands.as_status()
    assert told["paused_for_s"] == pytest.approx(20 * 60)
    assert datetime.fromisoformat(told["paused_since"]) == NOON
    clock.sleep(20 * 60 - 1)
    assert commands.not_now() == "paused"
    clock.sleep(1)
    assert commands.not_now() is None
    assert commands.as_status()["paused_since"] is None
    assert monitor(31)[0].not_now() is None


def test_an_open_ended_pause_goes_on_until_it_is_taken_back():
    monitor()[0].pause(None)
    commands, _ = monitor(60 * 24 * 3)
    assert commands.not_now() == "paused"
    assert (commands.as_status()["paused_for_s"]) is None
    assert datetime.fromisoformat(commands.as_status()["paused_since"]) == NOON
    commands.resume()
    assert monitor(60 * 24 * 3)[0].not_now() is None
    assert not holds_file().exists()


def test_a_pause_that_ended_while_nothing_ran_is_over():
    monitor()[0].pause(30 * 60)
    assert monitor(30)[0].not_now() is None


@pytest.mark.parametrize("reason", ["snoozed", "relief"])
def test_a_silence_is_told_to_the_next_judge_first_with_what_is_left_of_it(reason):
    monitor()[0].snooze(4 * 3600, reason)
    commands, clock = monitor(60)
    assert commands.inbox() == [Quieten(clock.monotonic_s() + 3 * 3600, reason)]
    assert commands.not_now() is None
    told = commands.as_status()
    assert (told["quiet_because"], told["quiet_for_s"]) == (reason, 3 * 3600)
    assert monitor(241)[0].inbox() == []
    assert monitor(241)[0].as_status()["quiet_because"] is None


def test_the_snooze_button_and_the_pause_button_are_kept_too():
    monitor()[0].answer([Answer(AnswerKind.SNOOZE, 1)])
    assert monitor(10)[0].inbox() == [Quieten(20 * 60, "snoozed")]
    monitor(10)[0].answer([Answer(AnswerKind.PAUSE, 1)])
    commands, _ = monitor(20)
    assert commands.not_now() == "paused"
    assert commands.inbox() == [Quieten(10 * 60, "snoozed")]


def test_the_pause_button_pauses_for_an_hour_and_not_for_ever():
    monitor()[0].answer([Answer(AnswerKind.PAUSE, 1)])
    commands, clock = monitor(10)
    assert commands.as_status()["paused_for_s"] == pytest.approx(50 * 60)
    clock.sleep(50 * 60)
    assert commands.not_now() is None


def test_a_silence_of_nothing_takes_the_one_before_back():
    monitor()[0].snooze(3600, "relief")
    monitor(1)[0].snooze(0, "relief")
    assert monitor(2)[0].inbox() == []


def test_a_clock_set_back_never_makes_a_pause_longer():
    commands, clock = monitor()
    commands.pause(30 * 60)
    clock.moved = timedelta(days=-1)
    clock.sleep(30 * 60)
    assert commands.not_now() is None
    monitor()[0].pause(30 * 60)
    later, _ = monitor(-24 * 60)
    assert later.as_status()["paused_for_s"] == pytest.approx(30 * 60)


def wish(since, until):
    return json.dumps({"pause": {"since": since, "until": until, "reason": ""}, "quiet": None})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"pause": 3, "quiet": null}',
        '{"pause": {"since": "now"}, "quiet": null}',
        wish("2026-11-23T12:00", None),
        wish("0001-01-01T00:00:00Z", None),
        wish("9999-12-31T23:59:59-12:00", None),
        wish("2026-11-23T12:00:00Z", "2030-01-01T00:00:00Z"),
        wish("2026-11-23T12:00:00Z", "2026-11-22T12:00:00Z"),
        "[" * 100_000,
        "9" * 5000,
    ],
)
def test_a_damaged_file_is_as_none(text):
    holds_file().parent.mkdir(parents=True)
    holds_file().write_text(text)
    commands, _ = monitor()
    assert commands.not_now() is None
    assert commands.inbox() == []


def test_the_file_is_its_owners_only():
    monitor()[0].pause(None)
    assert stat.S_IMODE(holds_file().stat().st_mode) == 0o600
    assert json.loads(holds_file().read_text())["pause"]["until"] is None


def test_a_folder_that_cannot_be_written_loses_no_pause_while_it_runs(data_folder):
    data_folder.write_text("a file where the folder should be")
    commands, _ = monitor()
    commands.pause(None)
    assert commands.not_now() == "paused"


def test_the_real_monitor_stays_paused_after_a_restart_and_after_a_kill(posture, tmp_path):
    clip = joined(tmp_path / "clip", ("f1_front", first("f1_front", "upright"), 8))
    words = ("run", "--source", clip, "--loop", *BRISK)
    watch = posture.start(*words)
    try:
        wait_for_looks(posture, 1)
        assert posture("pause").returncode == 0
        assert posture("snooze", "1h").returncode == 0
        wait_for(lambda: status_of(posture)["state"] == "paused")
        since = status_of(posture)["paused_since"]
        watch.terminate()
        watch.communicate(timeout=PATIENCE_S)

        watch = posture.start(*words)
        wait_for(lambda: status_of(posture).get("state") == "paused")
        answer = status_of(posture)
        assert (answer["paused_since"], answer["camera_process_pid"]) == (since, None)
        assert 3500 < answer["quiet_for_s"] <= 3600
        shown = posture("status").stdout
        assert f"paused since {since[11:16]} until posture resume" in shown
        assert "(snoozed)" in shown
        watch.kill()
        watch.communicate()

        assert "paused since" in posture("start", "--source", clip).stdout
        assert posture("resume").returncode == 0
        wait_for(
            lambda: status_of(posture)["looks"] > 0 and status_of(posture)["camera_process_pid"]
        )
    finally:
        posture("stop")
        watch.kill()
        watch.communicate()


def test_relief_without_a_monitor_silences_the_next_one_and_resume_takes_it_back(posture):
    done = posture("relief", given="no\nno\n\nneither\nskip\n90\n")
    assert done.returncode == 0, done.stderr
    kept = json.loads((posture.home / "data" / "holds.json").read_text())
    since, until = (datetime.fromisoformat(kept["quiet"][end]) for end in ("since", "until"))
    assert (kept["quiet"]["reason"], until - since) == ("relief", timedelta(minutes=90))
    assert posture("resume").returncode == 0
    assert not (posture.home / "data" / "holds.json").exists()


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"do": 3},
        {"do": "sing"},
        {"do": "pause", "seconds": "long"},
        {"do": "pause", "seconds": 1e300},
        {"do": "pause", "seconds": -1.0},
        {"do": "snooze", "seconds": 1e300},
        {"do": "snooze", "seconds": float("nan")},
        {"do": "snooze", "seconds": 60.0, "reason": "x" * 4000},
        {"do": "answer"},
        {"do": "answer", "kind": "perhaps"},
        {"do": "lend"},
        {"do": "lend", "seconds": 5.0},
        {"do": "lend", "seconds": "long", "pid": 1.0},
        {"do": "lend", "seconds": 5.0, "pid": 1.5},
        {"do": "lend", "seconds": 5.0, "pid": None},
        {"do": "lend", "seconds": 5.0, "pid": 1e300},
    ],
)
def test_a_question_that_makes_no_sense_is_answered_as_that_and_changes_nothing(question):
    commands, clock = monitor()
    answer, loan = answers_of(commands, clock)
    with pytest.raises(InputError):
        answer(question)
    assert commands.not_now() is None
    assert loan.not_now() is None
    assert commands.inbox() == []
    assert not holds_file().exists()


def test_whatever_is_granted_outlives_the_monitor():
    commands, clock = monitor()
    answer, _ = answers_of(commands, clock)
    assert answer({"do": "pause", "seconds": 365 * 86_400.0}) == {"ok": True}
    assert answer({"do": "snooze", "seconds": 60.0, "reason": "x" * 100}) == {"ok": True}
    held = monitor()[0].as_status()
    assert held["paused_for_s"] == pytest.approx(365 * 86_400)
    assert held["quiet_because"] == "x" * 100
