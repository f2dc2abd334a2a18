"""When to look again: seldom while steady, often while something is being decided."""

from posture.core.policies.verdict import SchedulePolicy
from posture.core.states import Condition, WatchState


def next_interval_s(
    state: WatchState,
    condition: Condition,
    severity: float | None,
    *,
    is_deciding: bool,
    factor: float = 1.0,
    policy: SchedulePolicy,
) -> float:
    """Seconds until the next look is worth its cost.

    is_deciding: an episode has begun to form or is under way. factor: by how much to wait longer
    while none has, as on battery.
    """
    if condition is not Condition.SEEN or state is WatchState.AWAY:
        return policy.away_interval_s * factor
    near = severity is not None and severity >= policy.alert_severity
    if is_deciding or near or state in (WatchState.POOR, WatchState.UNRELIABLE):
        return policy.alert_interval_s
    return policy.steady_interval_s * factor
