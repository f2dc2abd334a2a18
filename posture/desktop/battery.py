"""On battery or not, asked of the system once a minute at most."""

import time

import psutil

_EVERY_S = 60.0


class Battery:
    """on_battery is None where there is no battery."""

    def __init__(self) -> None:
        self._asked_s = -_EVERY_S
        self._on_battery: bool | None = None

    @property
    def on_battery(self) -> bool | None:
        now_s = time.monotonic()
        if now_s - self._asked_s >= _EVERY_S:
            self._asked_s = now_s
            self._on_battery = _ask()
        return self._on_battery


def _ask() -> bool | None:
    ask = getattr(psutil, "sensors_battery", None)  # missing where psutil has none
    try:
        battery = ask() if ask else None
    except OSError:
        return None
    return None if battery is None or battery.power_plugged is None else not battery.power_plugged
