"""The camera lent to another program."""

from datetime import UTC, datetime

from posture.monitor.loan import LENT, LONGEST_S, Loan
from posture.system.clock import VirtualClock


def _loan():
    clock, woken = VirtualClock(datetime(2026, 1, 1, tzinfo=UTC)), []
    return Loan(clock, lambda: woken.append(clock.monotonic_s())), clock, woken


def test_a_borrower_that_says_nothing_more_loses_the_camera():
    loan, clock, _ = _loan()
    loan.extend(3600, 7)
    assert loan.not_now() == LENT
    clock.sleep(LONGEST_S)
    assert loan.not_now() is None


def test_a_loan_goes_on_while_it_is_asked_for_and_ends_when_given_back():
    loan, clock, woken = _loan()
    for _ in range(10):
        loan.extend(LONGEST_S, 7)
        clock.sleep(LONGEST_S / 2)
        assert loan.not_now() == LENT
    loan.extend(0.0, 7)
    assert loan.not_now() is None
    assert woken[-1] == clock.monotonic_s()
    assert loan.pids == (7,)
