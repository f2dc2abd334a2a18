"""``posture start`` before a camera that cannot be had: it runs on, and says so."""

import pytest

from posture.cli.status import REMEDIES
from posture.core.events import WatchState
from tests.support.webcam import FakeWebcam, compile_library, why_not


@pytest.mark.skipif(bool(why_not()), reason=why_not())
@pytest.mark.parametrize(("fault", "said"), [("absent", "no camera (plug"), ("ebusy", "busy (ano")])
def test_a_start_that_sees_nothing_is_not_called_watching(posture, tmp_path, fault, said):
    webcam = FakeWebcam(compile_library(tmp_path), tmp_path)
    webcam.set(fault)
    started = posture("start", **webcam.preloaded)
    try:
        assert (started.returncode, started.stderr) == (0, "")
        assert f"cannot see: {said}" in started.stdout
        assert said in posture("status").stdout
    finally:
        assert posture("stop").returncode == 0


def test_every_state_with_a_remedy_exists():
    assert set(REMEDIES) <= {str(state) for state in WatchState}
