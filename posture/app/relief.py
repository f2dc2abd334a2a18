"""``posture relief`` on a terminal: shows each screen, takes the answer, times warmth and cold."""

import threading
from collections.abc import Callable

from rich.console import Console

from posture.config import Config, read_toml
from posture.core.exercises.guide import load_guide
from posture.core.exercises.relief import (
    Choice,
    Relief,
    Screen,
    Stage,
    advance,
    screen,
)
from posture.core.exercises.relief_script import ReliefError, Script, load_script
from posture.errors import InputError
from posture.system.paths import resource

Ask = Callable[[str], str]
Wait = Callable[[threading.Event, float], bool]


def script(config: Config) -> Script:
    """The session's words and numbers."""
    guide = load_guide(read_toml(resource("config/guide.toml")))
    content = read_toml(resource("config/relief.toml"))
    settings = config.relief
    return load_script(
        content,
        guide.warning_signs,
        timer_s=settings.timer_min * 60,
        pause_min=settings.pause_min,
    )


def session(
    console: Console,
    words: Script,
    ask: Ask = input,
    wait: Wait = threading.Event.wait,
    heard: Callable[[Relief], object] = lambda _: None,
) -> Relief:
    """Guide one session to its end and give back the last state.

    ask: prompt -> one line of the user's. wait: for an event, up to some seconds. heard: gets the
    state after each answer. Raises InputError when there is nobody to answer.
    """
    state = Relief()
    while state.stage is not Stage.END:
        shown = screen(state, words)
        _print(console, shown)
        if shown.timer_s is not None:
            _count_down(console, shown.timer_s, ask, wait)
        state = _answered(console, state, shown, words, ask)
        heard(state)
    _print(console, screen(state, words))
    return state


def _answered(console: Console, state: Relief, shown: Screen, words: Script, ask: Ask) -> Relief:
    """Ask until the answer is one the screen offers."""
    options = shown.options or {}
    offered = " / ".join(options.values())
    prompt = f"\n{shown.question} [{offered}] > " if options else f"\n{shown.question} > "
    while True:
        answer = _line(ask, prompt).strip().lower()
        meant = [
            key
            for key, label in options.items()
            if answer and (key.startswith(answer) or label.startswith(answer))
        ]
        if len(meant) == 1:
            answer = meant[0]
        elif not answer and Choice.NEXT in options:
            answer = Choice.NEXT
        try:
            return advance(state, answer, words)
        except ReliefError as error:
            console.print(str(error))


def _print(console: Console, shown: Screen) -> None:
    console.print()
    if shown.page.title:
        console.print(f"[b]{shown.page.title}[/b]")
    is_signs = Choice.UNSURE in (shown.options or {})
    if is_signs:
        console.print(shown.question)
    mark = "  - " if is_signs else "  "
    for line in shown.page.lines:
        console.print(f"{mark}{line}", highlight=False)


def _count_down(console: Console, seconds: float, ask: Ask, wait: Wait) -> None:
    """Show the minutes left until they are over or the user presses Enter."""
    pressed = threading.Event()
    problem: list[BaseException] = []

    def listen() -> None:
        try:
            _line(ask, "")
        except BaseException as error:  # noqa: BLE001 - raised by the thread that waits
            problem.append(error)
        pressed.set()

    console.print("Press Enter to go on at any time.")
    threading.Thread(target=listen, daemon=True).start()
    left_s = seconds
    with console.status("") as status:
        while left_s > 0 and not pressed.is_set():
            status.update(f"{int(left_s) // 60}:{int(left_s) % 60:02d} left")
            wait(pressed, min(1.0, left_s))
            left_s -= 1.0
    if not pressed.is_set():
        console.bell()
        console.print("Time is up: take it off now. Press Enter.")
        pressed.wait()
    if problem:
        raise problem[0]


def _line(ask: Ask, prompt: str) -> str:
    try:
        return ask(prompt)
    except EOFError:
        raise InputError(
            "Relief needs a terminal to ask questions.", "Run it in one, or read `posture advice`."
        ) from None
