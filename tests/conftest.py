import pytest

from tests.support.command import Posture


@pytest.fixture
def posture(tmp_path):
    return Posture(tmp_path / "home")
