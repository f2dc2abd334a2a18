"""The angles chart: one row each for neck and torso, upright and slouched medians on one axis."""

from dataclasses import dataclass

from posture.core.day.model import AngleMedians
from posture.report.charts import AxisTick

LOWEST_DEG, HIGHEST_DEG = -5.0, 25.0  # the least the axis reaches
FINE_DEG, COARSE_DEG, WIDE_DEG = 5, 10, 30  # tick steps, and the width from which they are coarse


@dataclass(frozen=True, slots=True)
class Point:
    """A median: at and its interval in per cent of the axis, and the words for it."""

    at: float
    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class AngleRow:
    """One angle: its usual range while upright and while slouched."""

    name: str
    upright: Point | None
    poor: Point | None


@dataclass(frozen=True, slots=True)
class AngleChart:
    """are_changes: degrees from the person's own upright; else from the vertical."""

    rows: tuple[AngleRow, ...]
    ticks: tuple[AxisTick, ...]
    are_changes: bool


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float

    def place(self, degrees: float) -> float:
        return 100 * (degrees - self.low) / (self.high - self.low)

    def point(self, degrees: float | None, margin_deg: float | None) -> Point | None:
        if degrees is None:
            return None
        margin = margin_deg or 0.0
        words = f"{degrees:z.0f}°" + (f" ± {margin:.0f}°" if margin_deg else "")
        return Point(
            self.place(degrees), self.place(degrees - margin), self.place(degrees + margin), words
        )


def angle_chart(upright: AngleMedians, poor: AngleMedians) -> AngleChart:
    """Rows only for the angles that were seen; no rows when none was."""
    are_changes = upright.neck_change_deg is not None or poor.neck_change_deg is not None
    end = "change_deg" if are_changes else "deg"
    values = {
        name: tuple(
            (getattr(medians, f"{name}_{end}"), getattr(medians, f"{name}_uncertainty_deg"))
            for medians in (upright, poor)
        )
        for name in ("neck", "torso")
    }
    reach = [
        degrees + sign * (margin or 0.0)
        for pair in values.values()
        for degrees, margin in pair
        if degrees is not None
        for sign in (-1, 1)
    ]
    if not reach:
        return AngleChart((), (), are_changes)
    axis = _Axis(
        min(LOWEST_DEG, FINE_DEG * (min(reach) // FINE_DEG)),
        max(HIGHEST_DEG, -FINE_DEG * (-max(reach) // FINE_DEG)),
    )
    rows = tuple(
        AngleRow(name.capitalize(), axis.point(*pair[0]), axis.point(*pair[1]))
        for name, pair in values.items()
        if any(degrees is not None for degrees, _ in pair)
    )
    return AngleChart(rows, _ticks(axis), are_changes)


def _ticks(axis: _Axis) -> tuple[AxisTick, ...]:
    step = COARSE_DEG if axis.high - axis.low > WIDE_DEG else FINE_DEG
    first = step * -int(-axis.low // step)
    return tuple(
        AxisTick(axis.place(degrees), f"{degrees}°", "mid" if degrees % (2 * step) else "")
        for degrees in range(first, int(axis.high) + 1, step)
    )
