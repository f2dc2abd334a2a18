"""What the camera's process tells of its own failure holds nothing that it looked at."""

import traceback

import numpy as np
import pytest

from posture.monitor.worker import without_pixels

PIXELS = np.full((2, 2, 3), 211, np.uint8)


def failed(error):
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    "error",
    [ValueError(PIXELS), ValueError("bad", PIXELS), KeyError(PIXELS.tobytes())],
    ids=["array", "among words", "bytes"],
)
def test_pictures_in_an_error_are_left_out_and_python_itself_would_show_them(error):
    caught = failed(error)
    shown = "".join(traceback.format_exception(caught))
    assert "211" in shown or "\\xd3" in shown
    told = without_pixels(caught)
    assert "211" not in told
    assert "\\xd3" not in told
    assert type(error).__name__ in told
    assert "in failed" in told, "where it happened is told"


def test_a_message_that_quotes_a_whole_picture_is_cut():
    caught = failed(ValueError(f"cannot use {list(range(10_000))}"))
    assert len(without_pixels(caught)) < 1000
    assert "cannot use" in without_pixels(caught)
