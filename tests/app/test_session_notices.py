"""What the store has to say reaches the user of a watch that runs unseen."""

from datetime import UTC, datetime
from types import SimpleNamespace

from posture.app.session import Session
from posture.monitor.delivery import _TITLES
from posture.system.clock import VirtualClock


def test_what_became_of_the_record_is_shown_once():
    shown, notices = [], ["The record posture.db was damaged."]
    session = SimpleNamespace(
        _store=SimpleNamespace(notices=notices),
        _delivery=shown.append,
        _clock=VirtualClock(datetime(2026, 11, 20, tzinfo=UTC)),
    )
    Session._pass_on_notices(session)
    Session._pass_on_notices(session)
    assert [notice.text for notice in shown] == ["The record posture.db was damaged."]
    assert _TITLES[shown[0].kind] == "Your record was damaged"
