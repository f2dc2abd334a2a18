"""Status, live line, tally, report, episodes and breaks credit the same time to any looks."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from posture.cli.status_line import StatusLine
from posture.core.credit import CreditedTime
from posture.core.day.model import JudgedTime
from posture.core.day.records import DayRecords, SampleRecord
from posture.core.day.summary import summarise
from posture.core.events import Assessment, Cause, Sample, Verdict
from posture.core.nudges import breaks
from posture.core.nudges.breaks import RESTING, SITTING, BreakPlan, BreakState
from posture.core.policies.verdict import EpisodePolicy
from posture.core.share import short_percent
from posture.core.states import WatchState
from posture.core.verdict import episodes
from posture.core.verdict.episodes import Bout, Episodes
from posture.monitor.loop import Tally
from posture.monitor.status import StatusBoard
from posture.monitor.today import Today
from posture.system.clock import VirtualClock
from tests.support.days import LIMITS

NEVER_S = 1e9
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
VERDICTS = {WatchState.UPRIGHT: Verdict.GOOD, WatchState.POOR: Verdict.POOR}
NOT_PAUSED = {"paused_because": None, "paused_since": None}
STATES = [state for state in WatchState if state is not WatchState.GAP]
GAP_INTERVALS = LIMITS.gap_intervals


def a_look(state, planned_ms, came_ms):
    """came_ms below 3: so many milliseconds past the last moment that is no gap."""
    at_the_limit = came_ms < 3
    return state, planned_ms, came_ms + (GAP_INTERVALS * planned_ms if at_the_limit else 0)


# (state, milliseconds in which the next look is planned, those in which it comes)
MILLIS = st.integers(1, 30_000)
LOOKS = st.lists(
    st.builds(a_look, st.sampled_from(STATES), MILLIS, st.integers(0, 3) | MILLIS),
    min_size=2,
    max_size=20,
)


def sample(at_s, state, interval_s):
    verdict = VERDICTS.get(state, Verdict.UNKNOWN)
    causes = (Cause.SLUMPED,) if verdict is Verdict.POOR else ()
    return Sample(at_s, state, interval_s, Assessment(verdict, None, causes))


class Watched:
    """The same looks, given to everything that adds up time."""

    def __init__(self, looks, start=START):
        clock = VirtualClock(start)
        self.today = Today(clock, UTC, GAP_INTERVALS)
        self.board = StatusBoard(clock, {}, self.today.time)
        self.screen = io.StringIO()
        self.tally = Tally(CreditedTime(GAP_INTERVALS), LIMITS.merge_s)
        self.breaks = BreakState()
        self.bouts = []
        plan = BreakPlan((), NEVER_S, 0.0, NEVER_S, GAP_INTERVALS)
        policy = EpisodePolicy(NEVER_S, 1.0, 2.0, NEVER_S, 0.0, NEVER_S)
        records, machine = [], Episodes()
        with StatusLine(Console(file=self.screen, force_terminal=True, width=200)) as line:
            line.begin(self.today.time, lambda: NOT_PAUSED, is_calibrated=True)
            for state, planned_ms, came_ms in looks:
                seen = sample(clock.monotonic_s(), state, planned_ms / 1000)
                for listener in (self.today, self.board, line, self.tally.count):
                    listener(seen)
                records.append(SampleRecord.of(seen, clock.utc()))
                self.breaks, _ = breaks.advance(self.breaks, seen, plan)
                machine, _ = episodes.advance(machine, seen, policy, GAP_INTERVALS)
                self.bouts.append(machine.state)
                clock.sleep(came_ms / 1000)
        last = records[-1].at
        self.report = summarise(last.date(), UTC, DayRecords(tuple(records)), LIMITS)

    def drawn_shares(self):
        return re.findall(r"slouched today (\S+)", self.screen.getvalue())


def in_states(tally, states):
    return sum(tally.credited.by_state.get(state, 0.0) for state in states)


@given(LOOKS)
def test_status_live_line_tally_report_and_breaks_agree_on_any_sequence_of_looks(looks):
    watched = Watched([*looks, (WatchState.UPRIGHT, 1000, 1000)])
    tally, status, report = watched.tally.credited, watched.board.snapshot(), watched.report
    seen = {s: t for s, t in tally.by_state.items() if s not in {WatchState.GAP, WatchState.PAUSED}}
    assert seen == pytest.approx(report.by_state, abs=1e-3)
    assert tally.by_state.get(WatchState.PAUSED, 0.0) == pytest.approx(report.paused_s, abs=1e-3)
    assert status["today_upright_s"] == pytest.approx(report.upright_s, abs=0.051)
    assert status["today_poor_s"] == pytest.approx(report.poor_s, abs=0.051)
    share = tally.poor_share
    assert watched.drawn_shares()[-1] == ("-" if share is None else short_percent(share))
    assert watched.breaks.sitting_s == pytest.approx(in_states(watched.tally, SITTING))
    resting = RESTING | {WatchState.GAP}
    assert watched.breaks.rested_s == pytest.approx(in_states(watched.tally, resting))


@given(LOOKS)
def test_an_episode_is_credited_with_no_time_that_the_report_does_not_count(looks):
    poor = [(WatchState.POOR, planned_ms, came_ms) for _, planned_ms, came_ms in looks]
    watched = Watched(poor)
    # Each gap ends the bout; the last one of each row has what was credited to it.
    ends = [
        bout.poor_s
        for bout, after in zip(watched.bouts, [*watched.bouts[1:], None], strict=True)
        if isinstance(bout, Bout) and (after is None or after.since_s != bout.since_s)
    ]
    assert sum(ends) == pytest.approx(watched.report.poor_s, abs=1e-3)


def test_looks_ten_minutes_apart_credit_nothing_anywhere():
    watched = Watched([(WatchState.POOR, 5000, 600_000)] * 60)
    status = watched.board.snapshot()
    assert status["today_poor_s"] == watched.report.poor_s == watched.tally.credited.poor_s == 0.0
    assert watched.drawn_shares()[-1] == "-"


def test_today_begins_anew_at_midnight_as_the_report_does():
    evening = START.replace(hour=23, minute=59, second=0)
    watched = Watched([(WatchState.POOR, 7000, 7000)] * 20, evening)
    status = watched.board.snapshot()
    assert watched.report.day == START.date() + timedelta(days=1)
    assert 0 < watched.report.poor_s < watched.tally.credited.poor_s
    assert status["today_poor_s"] == pytest.approx(watched.report.poor_s, abs=0.051)


def test_today_begins_with_what_the_record_has():
    today = Today(VirtualClock(START), UTC, GAP_INTERVALS)
    today.begin(JudgedTime(30.0, 10.0))
    assert today.time.poor_share == 0.25
