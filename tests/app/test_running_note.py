"""What is said of a change while a monitor runs, and while none does."""

import pytest

from posture.app.running_note import profile_note, reload_settings, settings_note, use_note
from posture.errors import InputError
from posture.monitor import control_socket


@pytest.fixture
def monitor(monkeypatch):
    """Answers as it is told to."""

    def answering(answer):
        def ask(_do, **_more):
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(control_socket, "is_running", lambda: answer is not None)
        monkeypatch.setattr(control_socket, "ask", ask)

    return answering


def answer(taken_up=(), need_restart=(), **more):
    return {"ok": True, "taken_up": [*taken_up], "need_restart": [*need_restart], **more}


def test_while_none_runs_nothing_is_said(monitor):
    monitor(None)
    assert (reload_settings(), settings_note(), use_note("a"), profile_note("a")) == (None,) * 4


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (answer(["rules.hold_s"]), "uses it from now on."),
        (answer([], ["camera.source"]), "a restart for camera.source: posture restart"),
        (answer(["rules.hold_s"], ["camera.source"]), "from now on. The running monitor needs"),
        (answer(), "Nothing changes"),
        (InputError("rules.hold_s: should be a number."), "old settings: rules.hold_s: should"),
    ],
)
def test_changed_settings_are_taken_up_or_it_is_said_why_not(monitor, told, said):
    monitor(told)
    assert said in settings_note()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (answer(profile="desk", wanted="desk", is_fixed=False), "now uses 'desk'."),
        (answer(profile="other", wanted="other", is_fixed=True), "was started with 'other'"),
        (answer(profile=None, wanted="default", is_fixed=False), "population defaults"),
        (answer(), "Nothing changes"),
    ],
)
def test_a_chosen_profile_is_used_unless_another_was_asked_for_at_the_start(monitor, told, said):
    monitor(told)
    assert said in use_note("desk")
