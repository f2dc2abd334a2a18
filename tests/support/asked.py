"""What a running monitor answers on its control socket, without the rest of it."""

from posture.monitor.commands import handled
from posture.monitor.loan import Loan


def answers_of(commands, clock):
    """A handler of questions as the monitor's own; its status is what the commands make of it."""
    loan = Loan(clock, lambda: None)

    def answer(question):
        return handled(
            question,
            commands,
            commands.as_status,
            lambda: None,
            lambda: 1,
            loan,
            lambda _question: {"ok": True},
        )

    return answer, loan
