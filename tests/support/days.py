"""Days that look like life: typing, calls, lunch, a walk, more slouching in the afternoon."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from posture.core.day.minutes import minutes_of
from posture.core.day.model import JudgedTime
from posture.core.day.records import (
    DayRecords,
    Delivery,
    EpisodeRecord,
    MinuteRecord,
    NudgeRecord,
    SampleRecord,
)
from posture.core.day.timeline import credits_within, day_bounds
from posture.core.events import Cause, Verdict
from posture.core.policies.day import ReportPolicy, SummaryLimits
from posture.core.states import WatchState

LIMITS = SummaryLimits(
    ReportPolicy(
        min_judged_s=600.0,
        majority_share=0.6,
        clear_ratio=1.5,
        still_deg=6.0,
        bridge_s=15.0,
        compare_days=7,
        goal_share=0.0,
        fresh_s=1800.0,
        break_max_s=14_400.0,
        paper="A4",
        least_trial_nudges=10,
        every="",
        evening="18:00",
    ),
    gap_intervals=3.0,
    merge_s=30.0,
    answer_s=300.0,
)
ZONE = ZoneInfo("Europe/Berlin")
HOLD_S = 45
TIPS = {
    Cause.HEAD_FORWARD: (
        "head-back",
        "Your head has crept ahead of your shoulders. Glide it straight back.",
    ),
    Cause.SLUMPED: ("sit-tall", "Let the backrest carry you: sit back, and let the ribs rise."),
    Cause.HEAD_DOWN: ("lift-the-work", "Prop up the page, and look down with your eyes."),
    Cause.LEANING_FORWARD: ("screen-nearer", "Let the screen come to you, about an arm away."),
}
CAUSES = [*TIPS]


@dataclass(frozen=True)
class Block:
    """Part of a plan: what one does from an hour of the clock, and how much one slouches there."""

    from_h: float
    doing: str
    slouching: float = 0.0


WORKDAY = (
    Block(8.7, "typing", 0.08),
    Block(10.1, "away"),
    Block(10.25, "typing", 0.12),
    Block(11.0, "call", 0.10),
    Block(11.5, "typing", 0.16),
    Block(12.45, "away"),
    Block(13.2, "typing", 0.22),
    Block(14.4, "covered"),
    Block(14.55, "typing", 0.30),
    Block(15.5, "away"),
    Block(15.65, "typing", 0.52),
    Block(16.9, "paused"),
    Block(17.15, "typing", 0.48),
    Block(18.05, "off"),
)
SHORT_DAY = (Block(9.0, "typing", 0.3), Block(9.05, "off"))
AWAY_DAY = (Block(9.0, "away"), Block(12.5, "off"))


def a_day(
    day: date = date(2026, 11, 20),
    seed: int = 7,
    plan: tuple[Block, ...] = WORKDAY,
    zone: ZoneInfo = ZONE,
) -> DayRecords:
    """Records of one day by plan."""
    chance = random.Random(seed)  # noqa: S311 - a made-up day, not a secret
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    samples: list[SampleRecord] = []
    episodes: list[EpisodeRecord] = []
    nudges: list[NudgeRecord] = []
    told = midnight
    for block, until in zip(plan, [*(b.from_h for b in plan[1:]), 24.0], strict=False):
        if block.doing == "off":
            continue
        at = midnight + timedelta(hours=block.from_h)
        end = midnight + timedelta(hours=until)
        for state, cause, length_s in _bouts(block, chance, (end - at).total_seconds()):
            stop = min(end, at + timedelta(seconds=length_s))
            samples.extend(_samples(at, stop, state, cause, chance=chance, zone=zone))
            if state is WatchState.POOR and cause and (stop - at).total_seconds() > HOLD_S:
                due = at + timedelta(seconds=HOLD_S)
                nudged = None
                nudge = NudgeRecord(due, cause, *TIPS[cause], Delivery.DELIVERED)
                if block.doing == "call":
                    nudge = replace(nudge, outcome=Delivery.HELD_BACK, why="a call")
                elif due - told < timedelta(minutes=20):
                    nudge = replace(nudge, outcome=Delivery.HELD_BACK, why="too soon")
                elif chance.random() < 0.06:
                    nudge = replace(nudge, outcome=Delivery.FAILED, why="no notification service")
                else:
                    nudged = told = due
                    answer = chance.choice([None, None, "useful", "useful", "snooze"])
                    nudge = replace(nudge, answer=answer)
                    if chance.random() < 0.8:
                        stop = min(stop, due + timedelta(seconds=chance.lognormvariate(3.5, 0.8)))
                        samples = [s for s in samples if s.at < stop]
                nudges.append(nudge)
                episodes.append(
                    EpisodeRecord(
                        at,
                        stop,
                        (cause,),
                        round(chance.uniform(1.1, 2.2), 2),
                        "left" if stop == end else "corrected",
                        nudged,
                    )
                )
            at = stop
            if at >= end:
                break
    return DayRecords(tuple(samples), tuple(episodes), tuple(nudges))


def _bouts(
    block: Block, chance: random.Random, seconds: float
) -> Iterator[tuple[WatchState, Cause | None, float]]:
    fixed = {"away": WatchState.AWAY, "covered": WatchState.COVERED, "paused": WatchState.PAUSED}
    if block.doing in fixed:
        yield fixed[block.doing], None, seconds
        return
    while True:
        upright_s = chance.uniform(60, 900)
        yield WatchState.UPRIGHT, None, upright_s
        if chance.random() < (0.5 if block.doing == "call" else 0.25):
            yield WatchState.TURNED, None, chance.uniform(10, 150)
        if chance.random() < 0.12:
            yield WatchState.UNRELIABLE, None, chance.uniform(5, 60)
        poor_s = upright_s * block.slouching / (1 - block.slouching) * chance.uniform(0.3, 1.9)
        weights = (5, 3, 1.5, 1) if block.from_h > 13 else (2, 2, 3, 1)
        yield WatchState.POOR, chance.choices(CAUSES, weights)[0], max(8.0, poor_s)


def _samples(
    start: datetime,
    stop: datetime,
    state: WatchState,
    cause: Cause | None,
    *,
    chance: random.Random,
    zone: ZoneInfo,
) -> Iterator[SampleRecord]:
    interval_s = {WatchState.POOR: 1.0, WatchState.UPRIGHT: 3.0}.get(state, 5.0)
    judged = state in {WatchState.POOR, WatchState.UPRIGHT}
    neck = chance.gauss(18.0 if state is WatchState.POOR else 2.0, 2.5)
    torso = chance.gauss(14.0 if cause is Cause.SLUMPED else 2.0, 2.0)
    at = start
    while at < stop:
        change = (neck + chance.gauss(0, 1), torso + chance.gauss(0, 1)) if judged else None
        yield SampleRecord(
            at=at.astimezone(zone),
            interval_s=interval_s,
            state=state,
            posture={WatchState.POOR: Verdict.POOR, WatchState.UPRIGHT: Verdict.GOOD}.get(
                state, Verdict.UNKNOWN
            ),
            severity=round(abs(neck) / 12, 2) if judged else None,
            cause=cause,
            neck_deg=change and round(change[0] + 9, 1),
            torso_deg=None,
            neck_change_deg=change and round(change[0], 1),
            torso_change_deg=change and round(change[1], 1),
            neck_uncertainty_deg=5.5 if judged else None,
            torso_uncertainty_deg=6.5 if judged else None,
            profile="desk",
        )
        at += timedelta(seconds=interval_s)


def judged_on(day, samples, zone=ZONE):
    """Upright and slouched seconds of a local day's looks."""
    bounds = day_bounds(day, zone)
    return judged_time(minutes_of(credits_within(samples, *bounds, LIMITS.gap_intervals)))


def judged_time(minutes: Iterable[MinuteRecord]) -> JudgedTime:
    """Upright and slouched seconds of some minutes, as those of a day."""
    lasting_us: Counter[WatchState] = Counter()
    for minute in minutes:
        lasting_us[minute.state] += minute.lasting_us
    return JudgedTime(lasting_us[WatchState.UPRIGHT] / 1e6, lasting_us[WatchState.POOR] / 1e6)
