"""What can go wrong, and whose it is to mend.

    PostureError               one clear line for the user: what is wrong, then what to do
    +-- InputError             something the user gave: a path, a flag, a profile name
    |   +-- SourceError        a recording or address that cannot be read
    |   +-- UnansweredError    the running monitor keeps silent; ``pid`` says which process it is
    |   +-- NotRunningError    no monitor runs that could be asked
    |   +-- ConfigError        a configuration value; names file, line and field
    |   +-- ProfileError       an unknown or damaged calibration profile
    |   +-- CalibrationError   the pictures do not make a calibration; says what to mend
    +-- ModelError             a model file is missing or altered
    +-- StoreError             the database cannot be used
    +-- CameraError            a camera fault; ``condition`` says which
    +-- CameraProcessLostError          camera and model failed again and again; the watch ends

A program of ours prints ``str(error)`` on stderr and leaves with exit code 2 (system/exit.py).
"""

from typing import TYPE_CHECKING

from posture.core.addresses import without_credentials
from posture.core.printable import printable

if TYPE_CHECKING:  # numpy comes with it, and every command imports this module
    from posture.core.states import Condition


class PostureError(Exception):
    """Base of every error posture raises on purpose. The message is one line with its remedy.

    It never holds the password of a camera's address.
    """

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = without_credentials(problem)
        self.remedy = without_credentials(remedy)
        super().__init__(printable(f"{self.problem} {self.remedy}".strip()))

    def __reduce__(self) -> tuple[type["PostureError"], tuple[object, ...]]:
        """An error crosses from the camera's process to the monitor's whole."""
        return type(self), (self.problem, self.remedy)


class InputError(PostureError):
    """Something the user gave cannot be used."""


class SourceError(InputError):
    """A recording, picture, folder or address cannot be read."""


class UnansweredError(InputError):
    """A monitor runs and does not answer. pid: its process, None where it is not known."""

    def __init__(self, pid: int | None) -> None:
        self.pid = pid
        which = "" if pid is None else f" (process {pid})"
        super().__init__(f"The monitor runs but does not answer{which}.", "Run `posture restart`.")

    def __reduce__(self) -> tuple[type[PostureError], tuple[object, ...]]:
        return type(self), (self.pid,)


class NotRunningError(InputError):
    """No monitor runs that could be asked."""

    def __init__(self) -> None:
        super().__init__("The monitor is not running.", "Start it with `posture start`.")

    def __reduce__(self) -> tuple[type[PostureError], tuple[object, ...]]:
        return type(self), ()


class ConfigError(InputError):
    """A configuration value is wrong; the message names file, line and field."""


class ProfileError(InputError):
    """A calibration profile is unknown or damaged."""


class CalibrationError(InputError):
    """The pictures given do not make a calibration."""


class ModelError(PostureError):
    """A model file is missing or is not the one its manifest names."""


class StoreError(PostureError):
    """The database cannot be opened or written."""


class CameraError(PostureError):
    """A live camera cannot be read; ``condition`` says how, and the monitor retries by it."""

    def __init__(self, condition: "Condition", problem: str, remedy: str = "") -> None:
        self.condition = condition
        super().__init__(problem, remedy)

    def __reduce__(self) -> tuple[type[PostureError], tuple[object, ...]]:
        return type(self), (self.condition, self.problem, self.remedy)


class CameraProcessLostError(PostureError):
    """The process that holds camera and model was replaced too often to go on."""
