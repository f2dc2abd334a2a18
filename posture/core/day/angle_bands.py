"""How long an angle lay in each of several bands, as RULA scores them."""

from collections.abc import Sequence
from itertools import pairwise


class AngleBands:
    """How long an angle lay in each band; from the vertical, forward positive.

    edges_deg: where bands begin, rising; below the first is one too. [RULA, McAtamney & Corlett
    1993: neck 0-10-20 and trunk 0-20-60 degrees; there the neck's angle is against the trunk]
    """

    def __init__(self, name: str, edges_deg: Sequence[float]) -> None:
        self._edges_deg = sorted(edges_deg)
        self._names = band_columns(name, self._edges_deg)
        self._seconds = [0.0] * len(self._names)

    def add(self, degrees: float | None, seconds: float) -> None:
        if degrees is not None:
            self._seconds[sum(degrees >= edge for edge in self._edges_deg)] += seconds

    def row(self) -> dict[str, float]:
        return {
            name: round(seconds, 2)
            for name, seconds in zip(self._names, self._seconds, strict=True)
        }


def band_columns(name: str, edges_deg: Sequence[float]) -> list[str]:
    """The bands' columns in the table of recordings, the lowest first."""
    edges = [f"{edge:g}" for edge in sorted(edges_deg)]
    between = [f"{name}_{low}_{high}_s" for low, high in pairwise(edges)]
    return [f"{name}_below_{edges[0]}_s", *between, f"{name}_from_{edges[-1]}_s"]


def band_words(edges_deg: Sequence[float]) -> list[str]:
    """The bands as people read them, the lowest first."""
    edges = [f"{edge:g}" for edge in sorted(edges_deg)]
    between = [f"{low}\N{EN DASH}{high}°" for low, high in pairwise(edges)]
    return [f"below {edges[0]}°", *between, f"{edges[-1]}° and more"]
