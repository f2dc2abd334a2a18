"""What the rooms hand to each other checks itself."""

import math

import numpy as np
import pytest

from posture.protocols import Frame

RGB = np.zeros((4, 6, 3), np.uint8)


@pytest.mark.parametrize(
    "rgb",
    [RGB[..., 0], np.zeros((4, 6, 4), np.uint8), RGB.astype(np.uint16), RGB.astype(float)],
    ids=["grey", "alpha", "16 bits", "floats"],
)
def test_what_is_no_rgb_picture_is_no_frame(rgb):
    with pytest.raises(ValueError, match="uint8 RGB"):
        Frame(0.0, rgb)


@pytest.mark.parametrize(
    "times", [{"at_s": math.nan}, {"at_s": 1.0, "age_s": math.inf}], ids=["no time", "no age"]
)
def test_a_frame_has_a_time(times):
    with pytest.raises(ValueError, match="s old"):
        Frame(rgb=RGB, **times)


@pytest.mark.parametrize("focal_px", [0.0, -500.0, math.nan, math.inf])
def test_a_lens_that_cannot_be_is_refused(focal_px):
    with pytest.raises(ValueError, match="focal length"):
        Frame(0.0, RGB, focal_px=focal_px)
