"""Verdicts folded into events: what is told when, and what is remembered between looks."""

import pytest
from msgspec.structs import replace

from posture.core.angles.angles import Angles
from posture.core.events import (
    Assessment,
    Cause,
    EpisodeEnded,
    EpisodeStarted,
    HeldBack,
    Notice,
    Nudge,
    Observation,
    Sample,
    StateChanged,
    Verdict,
)
from posture.core.judge import Judge, Policy
from posture.core.nudges.breaks import plan_of
from posture.core.nudges.inputs import NudgeContext, Quieten
from posture.core.reasons import Unjudged
from posture.core.states import Condition, WatchState
from posture.core.verdict.assessor import LookResult
from tests.support import policies
from tests.support.nudging import ADVICE

DAY_S = 86_400.0
POLICY = Policy(
    episodes=replace(policies.RULES, hold_s=10.0),
    nudges=policies.NUDGES,
    breaks=plan_of(policies.BREAKS, policies.MONITOR.gap_intervals),
    monitor=policies.MONITOR,
    advice=ADVICE,
)


class ScriptedSight:
    """Sees what the observation's second asks for: a list of (until_s, Seen)."""

    def __init__(self, *script):
        self._script = script

    def assess(self, observation):
        return next(seen for until_s, seen in self._script if observation.at_s < until_s)


UPRIGHT = LookResult(WatchState.UPRIGHT, Assessment(Verdict.GOOD, 0.1))
SLUMPED = LookResult(WatchState.POOR, Assessment(Verdict.POOR, 2.0, (Cause.SLUMPED,)))
DENIED = LookResult(WatchState.DENIED)


def judged(*script, step_s=1.0, until_s=None):
    judge = Judge(ScriptedSight(*script), POLICY)
    at_s, events = 0.0, []
    while at_s < (until_s or script[-1][0]):
        events += judge.look(Observation(at_s, Condition.SEEN), NudgeContext(at_s, 600))
        at_s += step_s
    return events + list(judge.finish(at_s, NudgeContext(at_s, 600)))


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def test_every_look_gives_a_sample_first_and_a_change_of_state_is_told_once():
    events = judged((5, UPRIGHT), (8, SLUMPED), (12, UPRIGHT))
    assert len(of(Sample, events)) == 12
    changes = of(StateChanged, events)
    assert [(c.at_s, c.state, c.previous) for c in changes] == [
        (0.0, WatchState.UPRIGHT, None),
        (5.0, WatchState.POOR, WatchState.UPRIGHT),
        (8.0, WatchState.UPRIGHT, WatchState.POOR),
    ]


def test_an_episode_brings_its_nudge_and_remembers_it_at_its_end():
    events = judged((5, UPRIGHT), (30, SLUMPED), (40, UPRIGHT))
    (started,), (nudge,), (ended,) = (
        of(kind, events) for kind in (EpisodeStarted, Nudge, EpisodeEnded)
    )
    assert started.at_s == nudge.at_s == ended.nudged_at_s
    assert nudge.cause is Cause.SLUMPED


def test_looks_come_often_while_an_episode_is_being_decided():
    events = of(Sample, judged((5, UPRIGHT), (12, SLUMPED)))
    steady_s, alert_s = events[1].interval_s, events[7].interval_s
    assert alert_s < steady_s


def test_a_missing_permission_is_told_once_a_day():
    events = judged((2.5 * DAY_S, DENIED), step_s=60.0)
    notices = of(Notice, events)
    assert [notice.kind for notice in notices] == ["denied"] * 3
    assert [notice.at_s for notice in notices] == pytest.approx([0.0, DAY_S, 2 * DAY_S], abs=60)


def test_a_changed_setup_is_told_when_it_becomes_certain():
    moved = LookResult(WatchState.SETUP_CHANGED, has_moved=True)
    still = LookResult(WatchState.SETUP_CHANGED)
    notices = of(Notice, judged((3, UPRIGHT), (4, moved), (10, still)))
    assert [(n.at_s, n.kind) for n in notices] == [(3.0, "recalibrate")]
    assert "posture calibrate" in notices[0].text


def test_a_camera_that_follows_is_told_with_what_to_do():
    followed = LookResult(WatchState.UPRIGHT, is_auto_framed=True)
    notices = of(Notice, judged((3, UPRIGHT), (4, followed), (10, UPRIGHT)))
    assert [(n.at_s, n.kind) for n in notices] == [(3.0, "auto framed")]
    assert "posture config set camera.auto_framing true" in notices[0].text


def test_a_nudge_held_back_by_a_call_is_not_sent_to_somebody_who_has_just_sat_up():
    assessor = ScriptedSight((20, SLUMPED), (22, UPRIGHT), (99, SLUMPED))
    judge = Judge(assessor, POLICY)
    nudged = []
    for second in range(30):
        busy = frozenset({"call"} if second < 20 else ())
        events = judge.look(Observation(second, Condition.SEEN), NudgeContext(second, 600, busy))
        nudged += [event.at_s for event in of(Nudge, events)]
    assert nudged == [22]


def test_a_silence_that_still_holds_is_heard_before_the_first_look():
    judge = Judge(ScriptedSight((99, SLUMPED)), POLICY)
    assert judge.hear(Quieten(20.0, "relief"), NudgeContext(0.0, 600)) == ()
    told = []
    for second in range(30):
        told += judge.look(Observation(second, Condition.SEEN), NudgeContext(second, 600))
    assert [event.reason for event in of(HeldBack, told)] == ["relief"]
    assert [event.at_s for event in of(Nudge, told)] == [20]


def _askew(reason):
    return LookResult(WatchState.UNRELIABLE, angles=Angles(None, 0.0, unseen={"neck_deg": reason}))


@pytest.mark.parametrize(
    ("reason", "words"),
    [(Unjudged.UPSIDE_DOWN, "upside down"), (Unjudged.ON_ITS_SIDE, "lies on its side")],
)
def test_a_camera_put_down_wrongly_is_told_once_it_stays_so_and_again_a_day_later(reason, words):
    passing = judged((20, _askew(reason)), (30, UPRIGHT), (55, _askew(reason)))
    assert of(Notice, passing) == []
    lasting = judged((2 * DAY_S, _askew(reason)), step_s=600.0)
    notices = of(Notice, lasting)
    assert [notice.at_s for notice in notices] == [600.0, 600.0 + DAY_S]
    assert words in notices[0].text


def test_half_a_face_is_no_camera_put_down_wrongly():
    events = judged((600, _askew("half the face is out of the picture")))
    assert of(Notice, events) == []
