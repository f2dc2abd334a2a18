"""What the monitor's process says to the camera's (worker.py), which answers with observations.

CHECK is answered at once, with ALIVE. READY comes unasked, once the model is loaded. SHOW is a
LOOK that somebody watches: after the observation comes its picture, or None where there is none.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # it is sent, and need not be read where it arrives
    from posture.config import Config

LOOK: Final = "look"
SHOW: Final = "look, and show it"
RELEASE: Final = "release"
CHECK: Final = "check"
ALIVE: Final = "alive"
READY: Final = "ready"


@dataclass(frozen=True, slots=True)
class Task:
    """What the process is to look at.

    config: its sections ``camera``, ``capture``, ``vision`` and ``monitor`` are enough.
    must_be_there: a camera that does not exist is an error to raise, not a fault to wait out.
    gate: where the process finds the connection to the gate of a network camera (stream_gate.py).
    """

    spec: str
    config: "Config"
    loop: bool
    must_be_there: bool
    gate: int | None = None


@dataclass(frozen=True, slots=True)
class Crash:
    """The last answer of a process that ends by an exception nobody foresaw: its traceback."""

    traceback: str
