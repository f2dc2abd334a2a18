"""The loop on a virtual clock: whole days in milliseconds, with everything around it faked."""

from datetime import UTC, datetime, timedelta

from posture.core.nudges.inputs import Quieten
from posture.core.states import Condition, WatchState
from posture.monitor.loop import Monitor
from posture.system.clock import VirtualClock
from tests.support.monitors import EchoJudge, ScriptedObserver

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def run(*script, length_s=None, judge=None, **more):
    clock = VirtualClock(START)
    observer = ScriptedObserver(clock, *script)
    events = []
    monitor = Monitor(observer, judge or EchoJudge(), clock, [events.append], **more)
    return monitor.run(length_s), events, observer


def test_it_looks_when_the_last_look_said_to_and_ends_with_the_recording():
    tally, events, _ = run((20.0, Condition.SEEN))
    assert [event.at_s for event in events] == [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]
    assert tally.looks == 10
    assert tally.credited.by_state == {WatchState.POOR: 18.0}


def test_it_ends_after_the_length_asked_for_even_between_two_looks():
    tally, events, _ = run((1e6, Condition.SEEN), length_s=7.0)
    assert tally.duration_s == 7.0
    assert events[-1].at_s <= 7.0


def test_while_it_may_not_look_the_camera_is_let_go_once_and_nothing_is_seen():
    clock_s = []

    def not_now():
        clock_s.append(None)
        return "paused" if 3 <= len(clock_s) <= 6 else None

    tally, events, observer = run((20.0, Condition.SEEN), not_now=not_now)
    states = [event.state for event in events]
    assert states[2:6] == [WatchState.PAUSED] * 4
    assert observer.released == 1
    assert tally.credited.by_state[WatchState.PAUSED] == 8.0
    assert states[6] is WatchState.POOR


def test_a_look_far_later_than_planned_is_a_gap_and_credited_to_nothing():
    clock = VirtualClock(START)
    observer = ScriptedObserver(clock, (9 * 3600, Condition.SEEN))
    looks = []

    def listen(event):
        looks.append(event)
        if len(looks) == 3:
            clock.sleep(8 * 3600)  # the lid was closed for the night

    tally = Monitor(observer, EchoJudge(), clock, [listen]).run(8 * 3600 + 20)
    assert tally.credited.by_state[WatchState.GAP] >= 8 * 3600
    assert tally.credited.by_state[WatchState.POOR] < 30
    assert all(seconds >= 0 for seconds in tally.credited.by_state.values())


def test_what_the_user_says_reaches_the_judge_before_the_next_look():
    said = [[Quieten(100.0, "snoozed")], [], []]
    judge = EchoJudge()
    run((6.0, Condition.SEEN), judge=judge, inbox=lambda: said.pop(0) if said else [])
    assert judge.heard == [Quieten(100.0, "snoozed")]


def test_a_stop_from_outside_ends_it_after_the_look_under_way():
    clock = VirtualClock(START)
    observer = ScriptedObserver(clock, (1e9, Condition.SEEN))
    monitor = Monitor(observer, EchoJudge(), clock, [lambda _: monitor.stop()])
    assert monitor.run().looks == 1


def test_the_tally_counts_by_state_and_says_the_share_of_the_judged_time():
    tally, _, _ = run((10.0, Condition.SEEN), (10.0, Condition.AWAY))
    assert tally.credited.by_state[WatchState.POOR] == 10.0
    assert tally.credited.poor_share == 1.0
    assert run((4.0, Condition.AWAY))[0].credited.poor_share is None


def test_the_clock_of_a_recording_passes_only_by_sleeping():
    clock = VirtualClock(START)
    clock.sleep(90.0)
    clock.sleep(-5.0)
    assert clock.monotonic_s() == 90.0
    assert clock.utc() == START + timedelta(seconds=90)
