"""Whatever a decoder hands over, as the one form posture works on."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from posture.capture.opencv import opencv
from posture.protocols import Rgb

_SPARSE = 16  # every so many-th pixel is enough for a mean
_GREY, _BGR, _BGRA = 1, 3, 4


def rgb_from_bgr(picture: NDArray[Any] | None) -> Rgb | None:
    """OpenCV's picture as contiguous ``(height, width, 3)`` uint8 RGB; None when it is no picture.

    picture: (h, w), (h, w, 1), (h, w, 3) BGR or (h, w, 4) BGRA, uint8 or uint16.
    """
    if picture is None or picture.size == 0 or picture.ndim not in (2, 3):
        return None
    if picture.dtype == np.uint16:
        picture = (picture >> 8).astype(np.uint8)
    if picture.dtype != np.uint8:
        return None
    cv2 = opencv()
    conversion = {
        _GREY: cv2.COLOR_GRAY2RGB,
        _BGR: cv2.COLOR_BGR2RGB,
        _BGRA: cv2.COLOR_BGRA2RGB,
    }.get(1 if picture.ndim == 2 else picture.shape[2])  # noqa: PLR2004 - (h, w) is grey
    if conversion is None:
        return None
    rgb: Rgb = cv2.cvtColor(picture, conversion)
    return rgb


def brightness(rgb: Rgb) -> float:
    """The mean of a grid of pixels, 0 to 255."""
    return float(rgb[::_SPARSE, ::_SPARSE].mean())


def fit_within(rgb: Rgb, max_side_px: int) -> Rgb:
    """The picture, shrunk so that neither side is longer than ``max_side_px``."""
    height, width = rgb.shape[:2]
    scale = max_side_px / max(height, width)
    if scale >= 1:
        return rgb
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    cv2 = opencv()
    small: Rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return small
