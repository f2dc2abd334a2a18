"""A call, on bare ALSA: a capture device that runs, by /proc/asound. Where no pactl is."""

from collections.abc import Callable
from pathlib import Path

from posture.desktop.adapter import ActiveStates, DesktopState
from posture.desktop.polling import Polled

_ASKS_PER_LISTING = 20  # a new sound card is found within half a minute


def alsa(changed: Callable[[], None], folder: Path = Path("/proc/asound")) -> Polled:
    """The adapter, which fails where there is no such folder: the kernel's list of sound cards."""
    asks = 0
    states: list[Path] = []

    def ask() -> ActiveStates:
        nonlocal asks, states
        if not folder.is_dir():
            raise FileNotFoundError("no sound cards, and no pactl to ask a sound server with")
        if asks % _ASKS_PER_LISTING == 0:
            states = list(folder.glob("card*/pcm*c/sub*/status"))
        asks += 1
        return {DesktopState.CALL: DesktopState.CALL} if any(map(_runs, states)) else {}

    return Polled("calls", changed, ask, str(folder))


def _runs(state: Path) -> bool:
    try:
        return "RUNNING" in state.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False  # unplugged
