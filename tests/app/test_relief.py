"""The guided session on a terminal: what is printed, asked and timed."""

import io
import threading

import pytest
from rich.console import Console

from posture.app.relief import script, session
from posture.config import load_config
from posture.core.exercises.relief import Ending
from posture.errors import InputError
from tests.support.waiting import PATIENCE_S

WORDS = script(load_config())


class Terminal:
    """Answers in turn; a press of Enter during the count-down is the answer "<enter>"."""

    def __init__(self, *answers, second_s=0.01):
        self.answers = list(answers)
        self._second_s = second_s
        self.screen = io.StringIO()
        self.console = Console(file=self.screen, width=100)
        self.waited_s = 0.0
        self.counting, self.pressing = threading.Event(), threading.Event()

    def ask(self, prompt):
        self.screen.write(prompt)
        if not self.answers:
            raise EOFError
        answer = self.answers.pop(0)
        if answer == "when time is up":
            self.counting.set()
            self.pressing.wait(PATIENCE_S)
            return ""
        return "" if answer == "<enter>" else answer

    def wait(self, event, seconds):
        if "when time is up" in self.answers:
            self.counting.wait(PATIENCE_S)
        if not event.wait(self._second_s):
            self.waited_s += seconds
            if self.waited_s >= WORDS.timer_s:
                self.pressing.set()
        return event.is_set()

    def play(self):
        return session(self.console, WORDS, self.ask, self.wait)

    @property
    def text(self):
        return " ".join(self.screen.getvalue().split())


def test_a_sign_answered_yes_shows_where_to_go_and_no_advice():
    terminal = Terminal("y")
    assert terminal.play().ending is Ending.EMERGENCY
    after = terminal.text.split("[yes / no / unsure] >")[-1]
    assert "call your emergency number" in after
    assert not any(word in after.lower() for word in ("warm", "cold", "move", "rest"))


@pytest.mark.parametrize("answers", [("no", "no"), ("n", "N"), ("maybe", "", "n", "no")])
def test_two_noes_and_the_words_may_be_short(answers):
    terminal = Terminal(*answers, "", "neither", "s", "45")
    ended = terminal.play()
    assert (ended.ending, ended.pause_min) == (Ending.DONE, 45)
    assert terminal.text.count("Please answer one of: yes, no, unsure.") == len(answers) - 2


def test_the_timer_runs_its_time_then_asks_to_take_it_off():
    to_the_end = ("no", "no", "", "warmth", "when time is up", "go on", "skip", "")
    terminal = Terminal(*to_the_end, second_s=0.0)
    assert terminal.play().ending is Ending.DONE
    assert terminal.waited_s == pytest.approx(WORDS.timer_s)
    assert "never straight on the skin" in terminal.text
    assert "Time is up: take it off now." in terminal.text


def test_enter_ends_the_timer_early():
    terminal = Terminal("no", "no", "", "cold", "<enter>", "worse")
    assert terminal.play().ending is Ending.WORSE
    assert terminal.waited_s < 60
    assert "Time is up" not in terminal.text


@pytest.mark.parametrize("answers", [(), ("no",), ("no", "no", "", "heat")])
def test_without_somebody_to_answer_it_says_so_and_leaves(answers):
    with pytest.raises(InputError, match="Run it in one"):
        Terminal(*answers).play()
