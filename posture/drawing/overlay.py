"""One look drawn on its picture: skeleton, neck and torso lines, angles and verdict."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posture.core.events import Sample
from posture.core.pose.landmarks import Landmark, Pose
from posture.core.states import WatchState
from posture.core.wording import degrees, read_as, why_unjudged
from posture.protocols import Rgb

Point = NDArray[np.float64]
Colour = tuple[int, int, int]

# Red, green, blue: the report's colours on dark.
_UPRIGHT, _POOR, _OTHER = (92, 200, 165), (240, 150, 70), (200, 205, 203)
_INK, _SHADE = (255, 255, 255), (17, 22, 21)
_BONE = (225, 230, 228)
_BONES = (
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW),
    (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
    (Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    (Landmark.LEFT_EAR, Landmark.LEFT_EYE),
    (Landmark.RIGHT_EAR, Landmark.RIGHT_EYE),
    (Landmark.LEFT_EYE, Landmark.NOSE),
    (Landmark.RIGHT_EYE, Landmark.NOSE),
)
_EARS = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
_SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
_HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
# A landmark less visible than this is a guess, and is not drawn.
_MIN_VISIBILITY = 0.5
_LINES, _LEAST_TEXT_PX = 20, 11  # lines of text that a picture's height would hold


def drawn(rgb: Rgb, person: Pose | None, sample: Sample) -> Rgb:
    """A copy of the picture with the look drawn on it.

    person: who was judged, in the picture's pixels. Landmarks outside the picture, or not seen, are
    left out, and so is a line that would end at one.
    """
    import cv2  # noqa: PLC0415 - heavy

    canvas: Rgb = np.ascontiguousarray(rgb).copy()
    height, width = canvas.shape[:2]
    thick = max(1, round(height / 240))
    if person is not None:
        seen = _seen(person, width, height)
        for one, other in _BONES:
            if seen[one] and seen[other]:
                _line(cv2, canvas, person.points_px[one], person.points_px[other], _BONE, thick)
        colour = _colour(sample.state)
        for start, end in ((_SHOULDERS, _EARS), (_HIPS, _SHOULDERS)):
            if all(seen[landmark] for landmark in (*start, *end)):
                _line(cv2, canvas, _middle(person, start), _middle(person, end), colour, 3 * thick)
    _write(cv2, canvas, _words(sample), sample)
    return canvas


def _seen(person: Pose, width: int, height: int) -> NDArray[np.bool_]:
    x, y = person.points_px.T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    found: NDArray[np.bool_] = inside & (person.visibility >= _MIN_VISIBILITY)
    return found


def _middle(person: Pose, pair: Sequence[Landmark]) -> Point:
    middle: Point = person.points_px[list(pair)].mean(axis=0)
    return middle


def _line(
    cv2: Any,  # noqa: ANN401 - cv2 carries no usable types
    canvas: Rgb,
    start: Point,
    end: Point,
    colour: Colour,
    thick: int,
) -> None:
    ends = [tuple(np.rint(point).astype(int).tolist()) for point in (start, end)]
    cv2.line(canvas, *ends, _SHADE, thick + 2, cv2.LINE_AA)
    cv2.line(canvas, *ends, colour, thick, cv2.LINE_AA)


def _colour(state: WatchState) -> Colour:
    return {WatchState.UPRIGHT: _UPRIGHT, WatchState.POOR: _POOR}.get(state, _OTHER)


def _words(sample: Sample) -> list[str]:
    """The verdict, its causes, and the angles, a line each."""
    verdict, angles = sample.assessment, sample.angles
    lines = [read_as(sample.state)]
    if verdict.causes:
        lines[0] += f": {', '.join(verdict.causes)}"
    elif sample.unreliable_because:
        lines[0] += f": {why_unjudged(sample.unreliable_because)}"
    if angles is not None and angles.unusable_because is None:
        neck = degrees(angles.neck_deg, angles.neck_uncertainty_deg)
        torso = degrees(angles.torso_deg, angles.torso_uncertainty_deg)
        lines.append(f"neck {neck}   torso {torso}")
    return lines


def _write(cv2: Any, canvas: Rgb, lines: Sequence[str], sample: Sample) -> None:  # noqa: ANN401
    """On a shaded strip along the bottom, which covers least of a person."""
    height, width = canvas.shape[:2]
    size = max(_LEAST_TEXT_PX, round(height / _LINES))
    step = round(1.35 * size)
    top = max(0, height - step * len(lines) - size // 2)
    strip = canvas[top:]
    strip[:] = (0.35 * strip + 0.65 * np.array(_SHADE)).astype(np.uint8)
    font = cv2.FontFace("sans")
    x = size // 2
    for number, line in enumerate(lines):
        colour = _colour(sample.state) if number == 0 else _INK
        at = (x, top + step * number + size)
        fitting = _fitting(cv2, line, font, size, width - 2 * x)
        cv2.putText(canvas, fitting, at, colour, font, size)
    minutes, seconds = divmod(int(sample.at_s), 60)
    time = f"{minutes}:{seconds:02d}"
    at = (width - _width_px(cv2, time, font, size) - x, round(1.2 * size))
    cv2.rectangle(canvas, (at[0] - x, 0), (width, round(1.7 * size)), _SHADE, cv2.FILLED)
    cv2.putText(canvas, time, at, _INK, font, size)


def _width_px(cv2: Any, text: str, font: Any, size: int) -> int:  # noqa: ANN401
    return int(cv2.getTextSize((0, 0), text, (0, 0), font, size)[2])


def _fitting(cv2: Any, text: str, font: Any, size: int, most_px: int) -> str:  # noqa: ANN401
    """The text, or as much of its beginning as there is room for."""
    while len(text) > 1 and _width_px(cv2, text, font, size) > most_px:
        text = text[:-2].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    return text
