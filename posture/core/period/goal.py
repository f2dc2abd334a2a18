"""A personal goal: an upright share of the judged time, day by day."""

from collections.abc import Iterable
from datetime import date

from posture.core.day.model import JudgedTime
from posture.core.period.model import GoalFigures


def goal_figures(
    days: Iterable[tuple[date, JudgedTime]],
    earlier: Iterable[JudgedTime],
    share: float,
    min_judged_s: float,
) -> GoalFigures | None:
    """Days met and days in a row; None without a goal.

    days: those of the period, oldest first. earlier: the days before it, newest first; read only as
    far as the row reaches back.
    """
    if not share:
        return None
    shares = [
        (day, time.upright_s / _judged_s(time))
        for day, time in days
        if _judged_s(time) >= min_judged_s
    ]
    streak = 0
    for _, upright in reversed(shares):
        if upright < share:
            break
        streak += 1
    if streak == len(shares):
        for time in earlier:
            if _judged_s(time) >= min_judged_s:
                if time.upright_s / _judged_s(time) < share:
                    break
                streak += 1
    return GoalFigures(
        share=share,
        met=sum(upright >= share for _, upright in shares),
        judged=len(shares),
        streak=streak,
        nearest=max(shares, key=lambda pair: pair[1], default=None),
    )


def _judged_s(time: JudgedTime) -> float:
    return time.upright_s + time.poor_s
