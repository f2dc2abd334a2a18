from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from posture.core.events import (
    Assessment,
    Cause,
    EpisodeEnd,
    EpisodeEnded,
    EpisodeStarted,
    Sample,
    Verdict,
)
from posture.core.policies.verdict import EpisodePolicy
from posture.core.states import WatchState
from posture.core.verdict.episodes import Episodes, advance, finish

POLICY = EpisodePolicy(
    hold_s=10.0,
    mild_hold_ratio=1.5,
    mild_severity=1.25,
    recovery_s=3.0,
    unseen_s=30.0,
    merge_s=30.0,
)
GAP_INTERVALS = 3.0
G, P, U = Verdict.GOOD, Verdict.POOR, Verdict.UNKNOWN
STATES = {G: WatchState.UPRIGHT, P: WatchState.POOR, U: WatchState.AWAY}


def sample(at_s, posture, severity=2.0, causes=(Cause.SLUMPED,)):
    severity = severity if posture is P else 0.2
    verdict = Assessment(posture, severity, causes if posture is P else ())
    return Sample(at_s, STATES[posture], 1.0, verdict)


def fold(samples, policy=POLICY):
    episodes, happened = Episodes(), []
    for one in samples:
        episodes, more = advance(episodes, one, policy, GAP_INTERVALS)
        happened += more
    last_s = samples[-1].at_s if samples else 0.0
    return happened + list(finish(episodes, last_s)[1])


def seconds(*spans, start_s=0.0, severity=2.0):
    """spans: (posture, seconds); one sample a second."""
    at_s, out = start_s, []
    for posture, length in spans:
        for _ in range(length):
            out.append(sample(at_s, posture, severity))
            at_s += 1.0
    return out


def test_a_slouch_that_lasts_becomes_one_episode_since_it_began():
    started, ended = fold(seconds((G, 5), (P, 20), (G, 10)))
    assert isinstance(started, EpisodeStarted)
    assert (started.since_s, started.at_s) == (4.5, 15.0)  # between the looks at 4 and 5
    assert isinstance(ended, EpisodeEnded)
    assert (ended.since_s, ended.until_s, ended.reason) == (4.5, 25.0, "corrected")
    assert ended.causes == (Cause.SLUMPED,)


def test_bouts_shorter_than_the_hold_are_never_an_episode():
    assert fold(seconds(*[(P, 9), (G, 6)] * 20)) == []


def test_a_fidget_shorter_than_the_recovery_does_not_stop_the_clock():
    started, _ended = fold(seconds((P, 8), (G, 2), (P, 8)))
    assert started.since_s == 0.0
    assert started.at_s == 13.0  # seven seconds credited before, three after


def test_just_over_the_threshold_more_is_tolerated():
    mild = fold(seconds((P, 40), severity=1.0))
    strong = fold(seconds((P, 40), severity=1.25))
    assert mild[0].at_s == 15.0
    assert strong[0].at_s == 10.0


def test_the_clock_stops_while_nobody_can_be_judged():
    started, _ = fold(seconds((P, 6), (U, 20), (P, 8)))
    assert started.at_s == 31.0  # five seconds before, five after


def test_leaving_ends_an_episode_when_it_was_last_seen():
    _, ended = fold(seconds((P, 15), (U, 40), (G, 5)))
    assert (ended.until_s, ended.reason) == (14.0, "left")


def test_a_gap_is_never_credited():
    before, after = seconds((P, 8)), seconds((P, 8), start_s=8 * 3600.0)
    assert fold(before + after) == []


def test_a_gap_in_an_episode_ends_it_before_the_gap():
    before, after = seconds((P, 15)), seconds((G, 3), start_s=8 * 3600.0)
    _, ended = fold(before + after)
    assert (ended.until_s, ended.reason) == (14.0, "gap")


def test_a_relapse_before_full_recovery_carries_the_unrecovered_part():
    happened = fold(seconds((P, 15), (G, 4), (P, 8)))
    assert [type(event) for event in happened] == [
        EpisodeStarted,
        EpisodeEnded,
        EpisodeStarted,
        EpisodeEnded,
    ]
    assert happened[2].at_s - happened[2].since_s < POLICY.hold_s / 2


def test_the_watch_ending_closes_what_is_open():
    _, ended = fold(seconds((P, 15)))
    assert (ended.until_s, ended.reason) == (14.0, "stopped")


def test_whoever_was_just_sitting_up_as_the_watch_ended_was_last_seen_poor_before():
    _, ended = fold(seconds((P, 15), (G, 2)))
    assert (ended.until_s, ended.reason) == (14.0, "stopped")


def test_an_end_is_told_at_the_look_that_showed_it():
    later = seconds((G, 3), start_s=8 * 3600.0)
    for samples, at_s in (
        (seconds((P, 15), (G, 10)), 18.0),
        (seconds((P, 15), (U, 40)), 45.0),
        (seconds((P, 15)) + later, 8 * 3600.0),
        (seconds((P, 15)), 14.0),
    ):
        assert fold(samples)[-1].at_s == at_s


def test_long_after_an_episode_a_slouch_takes_its_whole_time_again():
    happened = fold(seconds((P, 15), (G, 60), (P, 15)))
    assert (happened[2].since_s, happened[2].at_s) == (74.5, 85.0)  # the hold, from look to look
    soon = fold(seconds((P, 15), (G, 4), (P, 15)))
    assert (soon[2].since_s, soon[2].at_s) == (18.5, 22.0)  # of ten seconds 6.5 are carried


def test_after_a_look_that_showed_nothing_a_slouch_begins_when_it_is_seen():
    assert fold(seconds((G, 3), (U, 3), (P, 20)))[0].since_s == 6.0


def test_causes_are_told_by_how_long_each_was_held():
    looks = [sample(float(at_s), P, causes=(Cause.HEAD_DOWN,)) for at_s in range(6)]
    looks += [sample(float(at_s), P) for at_s in range(6, 16)]
    looks += [sample(float(at_s), P, causes=(Cause.TOO_CLOSE, Cause.SLUMPED)) for at_s in (16, 17)]
    assert fold(looks)[-1].causes == (Cause.SLUMPED, Cause.HEAD_DOWN, Cause.TOO_CLOSE)


def test_the_worst_of_an_episode_is_kept_and_a_look_without_severity_counts_as_none():
    looks = [sample(float(at_s), P, 1.0 + at_s / 10) for at_s in range(20)]
    assert fold([*looks, *seconds((P, 9), start_s=20.0)])[-1].worst_severity == 2.9
    unsure = [replace(one, assessment=Assessment(P, None, one.assessment.causes)) for one in looks]
    assert fold(unsure)[-1].worst_severity == 0.0
    turned = replace(unsure[2], at_s=2.0)
    episodes, _ = advance(Episodes(), sample(0.0, G), POLICY, GAP_INTERVALS)
    assert advance(episodes, turned, POLICY, GAP_INTERVALS)[0].state.severity == 0.0


def test_a_good_look_between_makes_both_what_was_unseen_and_the_recovery_begin_anew():
    happened = fold(seconds((P, 15), (U, 20), (G, 2), (U, 20), (P, 3)))
    assert happened[-1].reason == "stopped"
    happened = fold(seconds((P, 15), (G, 2), (P, 1), (G, 2), (P, 1), (U, 29), (P, 1), (U, 29)))
    assert happened[-1].reason == "stopped"


def test_how_long_a_slouch_may_last_goes_by_its_mean_severity():
    looks = [sample(float(at_s), P, 2.0 if at_s <= 2 else 0.9) for at_s in range(40)]
    (started, _) = fold(looks)
    assert started.at_s == 14.0, "then it is 1.06, which may last 13.9 s; alone, 0.9 may last 15"
    assert fold([sample(0.0, G), *(sample(float(at), P, 1.0) for at in range(1, 40))])[0].at_s == 16


_steps = st.lists(
    st.tuples(st.sampled_from([G, P, U]), st.floats(0.1, 6.0), st.floats(1.0, 4.0)), max_size=200
)


@given(_steps)
def test_episodes_never_overlap_and_never_last_less_than_nothing(steps):
    at_s, samples = 0.0, []
    for posture, step_s, severity in steps:
        at_s += step_s
        samples.append(sample(at_s, posture, severity))
    happened = fold(samples)
    assert [type(e) for e in happened] == [EpisodeStarted, EpisodeEnded] * (len(happened) // 2)
    previous_until_s = 0.0
    for started, ended in zip(happened[::2], happened[1::2], strict=True):
        assert previous_until_s <= started.since_s <= started.at_s
        assert started.since_s == ended.since_s <= ended.until_s <= ended.at_s
        previous_until_s = ended.until_s


@given(_steps, st.integers(0, 200))
def test_looks_that_come_twice_or_late_change_nothing(steps, again):
    at_s, samples = 0.0, []
    for posture, step_s, severity in steps:
        at_s += step_s
        samples.append(sample(at_s, posture, severity))
    doubled = samples[:again] + samples[max(0, again - 5) : again] + samples[again:]
    assert fold(doubled) == fold(samples)


def test_an_episode_that_ends_unseen_says_whether_the_person_left():
    for state, reason in (
        (WatchState.AWAY, EpisodeEnd.LEFT),
        (WatchState.UNRELIABLE, EpisodeEnd.UNSEEN),
    ):
        unseen = Sample(20.0, state, 1.0, Assessment(U, None, ()))
        samples = [sample(float(at_s), P) for at_s in range(20)]
        samples += [replace(unseen, at_s=float(at_s)) for at_s in range(20, 60)]
        (ended,) = [one for one in fold(samples) if isinstance(one, EpisodeEnded)]
        assert ended.reason is reason


def test_finishing_keeps_what_was_and_ends_what_is():
    episodes = Episodes()
    for at_s in range(20):
        episodes, _ = advance(episodes, sample(float(at_s), P), POLICY, GAP_INTERVALS)
    finished, happened = finish(episodes, 19.0)
    assert len(happened) == 1
    assert finish(finished, 25.0) == (finished, ())
