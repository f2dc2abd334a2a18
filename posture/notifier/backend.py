"""What the queue asks of a way to show messages, and what every message is cut to beforehand."""

import unicodedata
from dataclasses import replace
from typing import Protocol

from posture.core.duration import in_words
from posture.protocols import Delivery, Message, Outcome

# The tightest desktop is a Windows balloon: 64 characters of title, 256 of text.
TITLE_CHARS = 64
TEXT_CHARS = 256
_KEPT_CONTROLS = "\n"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


class Backend(Protocol):
    """Shows one message at a time; used from one thread only, and may block it up to a deadline."""

    @property
    def name(self) -> str: ...
    def show(self, message: Message) -> Outcome: ...
    def poll(self) -> list[tuple[str, str]]: ...
    @property
    def is_open(self) -> bool:
        """Whether a message is on screen whose buttons may still be pressed."""
        ...

    def close(self) -> None: ...


def failed(why: str) -> Outcome:
    """Not shown, and why."""
    return Outcome(Delivery.FAILED, why)


def unanswered(deadline_s: float, service: str = "service") -> Outcome:
    """A service that said nothing by its deadline."""
    return failed(f"the notification {service} did not answer in {in_words(deadline_s)}")


DELIVERED = Outcome(Delivery.DELIVERED)


def fit(text: str, limit_chars: int) -> str:
    """Text that any desktop can take: no control or invisible characters, cut with an ellipsis."""
    shown = "".join(
        character
        for character in text[: 4 * limit_chars]
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in _HIDDEN
    ).strip()
    if len(shown) <= limit_chars and len(text) <= 4 * limit_chars:
        return shown
    return shown[: limit_chars - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def fitted(message: Message) -> Message:
    """The message as it is shown: a title on one line, both parts cut to what fits everywhere."""
    title = fit(" ".join(message.title.split()), TITLE_CHARS)
    return replace(message, title=title or "posture", text=fit(message.text, TEXT_CHARS))
