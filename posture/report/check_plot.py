"""The picture of ``posture check``: upright, limit and slouch, and the seconds just seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Canvas = NDArray[np.uint8]
Colour = tuple[int, int, int]

_WIDTH_PX, _HEIGHT_PX = 1400, 800
_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 60, 1130, 120, 700
# Blue, green, red; the report's colours on paper.
_PAPER, _INK, _SOFT = (255, 255, 255), (39, 42, 30), (110, 105, 98)
_UPRIGHT, _POOR, _OTHER = (100, 115, 55), (45, 122, 207), (200, 200, 200)
_BAND = (236, 243, 230)
_TEXT_PX, _TITLE_PX = 24, 32
_LEAST_GAP_PX = 34  # between the names of two lines


@dataclass(frozen=True, slots=True)
class CheckPlot:
    """What is drawn. Scores grow with slouching, 0 is the person's upright.

    at_s, scores, is_poor: one a look, the score None where nothing could be judged. scatter: the
    person's own, which the band about the upright shows twice. slouch: None if none was shown.
    """

    title: str
    at_s: Sequence[float]
    scores: Sequence[float | None]
    is_poor: Sequence[bool]
    scatter: float
    limit: float
    slouch: float | None


def drawn(plot: CheckPlot) -> bytes:
    """The plot as a PNG file."""
    import cv2  # noqa: PLC0415 - heavy

    canvas = np.full((_HEIGHT_PX, _WIDTH_PX, 3), _PAPER, np.uint8)
    y_of = _scale(plot)
    span_s = max([*plot.at_s, 1.0])
    band = [y_of(side * 2 * plot.scatter) for side in (1, -1)]
    cv2.rectangle(canvas, (_LEFT_PX, band[0]), (_RIGHT_PX, band[1]), _BAND, cv2.FILLED)
    lines = [(0.0, "your upright", _UPRIGHT), (plot.limit, "the limit", _INK)]
    if plot.slouch is not None:
        lines.append((plot.slouch, "your slouch", _POOR))
    names_px = _apart([y_of(at) for at, _, _ in lines])
    for (at, name, colour), name_px in zip(lines, names_px, strict=True):
        cv2.line(canvas, (_LEFT_PX, y_of(at)), (_RIGHT_PX, y_of(at)), colour, 2, cv2.LINE_AA)
        _write(canvas, name, (_RIGHT_PX + 15, name_px + 8), colour)
    for at_s, score, is_poor in zip(plot.at_s, plot.scores, plot.is_poor, strict=True):
        x_px = _LEFT_PX + round(at_s / span_s * (_RIGHT_PX - _LEFT_PX))
        if score is None:
            cv2.line(canvas, (x_px, _BOTTOM_PX), (x_px, _BOTTOM_PX - 12), _OTHER, 4)
            continue
        colour = _POOR if is_poor else _UPRIGHT
        cv2.circle(canvas, (x_px, y_of(score)), 8, colour, cv2.FILLED, cv2.LINE_AA)
    cv2.line(canvas, (_LEFT_PX, _BOTTOM_PX), (_RIGHT_PX, _BOTTOM_PX), _SOFT, 1)
    _write(canvas, plot.title, (_LEFT_PX, 60), _INK, _TITLE_PX)
    _write(canvas, "each dot is a look; the higher, the more slouched", (_LEFT_PX, 98), _SOFT)
    _write(canvas, "0 s", (_LEFT_PX, _BOTTOM_PX + 38), _SOFT)
    _write(canvas, f"{span_s:.0f} s", (_RIGHT_PX - 50, _BOTTOM_PX + 38), _SOFT)
    return bytes(cv2.imencode(".png", canvas)[1].tobytes())


def _scale(plot: CheckPlot) -> "_Scale":
    shown = [score for score in plot.scores if score is not None]
    lines = [2 * plot.scatter, -2 * plot.scatter, plot.limit]
    lines += [] if plot.slouch is None else [plot.slouch]
    return _Scale(min(shown + lines), max(shown + lines))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Scores to rows of the canvas, with some air above and below."""

    low: float
    high: float

    def __call__(self, score: float) -> int:
        air = 0.06 * (self.high - self.low)
        share = (score - self.low + air) / (self.high - self.low + 2 * air)
        return _BOTTOM_PX - round(share * (_BOTTOM_PX - _TOP_PX))


def _apart(rows_px: Sequence[int]) -> list[int]:
    """The rows from the lowest up, moved as far as names need to be read apart."""
    placed: list[int] = []
    for row_px in rows_px:
        placed.append(min(row_px, placed[-1] - _LEAST_GAP_PX) if placed else row_px)
    return placed


def _write(
    canvas: Canvas, text: str, at_px: tuple[int, int], colour: Colour, size_px: int = _TEXT_PX
) -> None:
    import cv2  # noqa: PLC0415 - heavy

    cv2.putText(canvas, text, at_px, colour, cv2.FontFace("sans"), size_px)
