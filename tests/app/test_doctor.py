"""The doctor names what to do, and never itself."""

import pytest

from posture.app import doctor
from posture.errors import ModelError


@pytest.mark.parametrize(
    "error",
    [ModelError("It is broken.", "Run `posture doctor`."), PermissionError(13, "no", "a\x1bfile")],
)
def test_it_never_sends_anybody_to_the_doctor_and_never_raises(monkeypatch, error):
    def fail():
        raise error

    monkeypatch.setattr(doctor, "_model", fail)
    monkeypatch.setattr(doctor, "refuse_internet", lambda: True)  # the doctor seals its own process
    broken = [finding for finding in doctor.examine() if finding.name == fail.__name__]
    assert [finding.ok for finding in broken] == [False]
    assert "posture doctor" not in broken[0].detail
    assert broken[0].detail.isprintable()
