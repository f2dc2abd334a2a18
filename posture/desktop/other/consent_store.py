r"""Who uses microphone or camera on Windows: the registry's ConsentStore.

Written from the documentation and tested against recorded answers; not run on Windows.

Windows keeps, for every program, when it last began and ended to use a device; an end of 0 means
it still does. Programs from the Store have a key each, all others one below ``NonPackaged``, named
by their path with # for \. One that began before the machine did was cut off by a crash.
"""

import sys
from collections.abc import Callable
from typing import Any, Protocol

ROOT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_NON_PACKAGED = "NonPackaged"
_EPOCH_S, _TICKS_PER_S = 11_644_473_600, 10_000_000  # FILETIME: 100 ns since 1601


class Registry(Protocol):
    """Below HKEY_CURRENT_USER. number: 0 for what is not there."""

    def keys(self, path: str) -> list[str]: ...
    def number(self, path: str, name: str) -> int: ...


def users(registry: Registry, capability: str, *, started_s: float, own_program: str) -> list[str]:
    """The programs that use a capability ("microphone", "webcam") now, by name.

    started_s: when the machine started, seconds since 1970. own_program: path of our executable.
    """
    root = f"{ROOT}\\{capability}"
    started_ticks = int((started_s + _EPOCH_S) * _TICKS_PER_S)
    own = own_program.replace("\\", "#").lower()
    keys = [(name, f"{root}\\{name}") for name in registry.keys(root) if name != _NON_PACKAGED]
    others = f"{root}\\{_NON_PACKAGED}"
    keys += [(name, f"{others}\\{name}") for name in registry.keys(others)]
    found = []
    for name, path in keys:
        began = registry.number(path, "LastUsedTimeStart")
        is_on = began > started_ticks and registry.number(path, "LastUsedTimeStop") == 0
        if is_on and name.lower() != own:
            found.append(name.rpartition("#")[2].removesuffix(".exe").partition("_")[0])
    return found


class WindowsRegistry:  # pragma: no cover - by the documentation, not run
    """The real one."""

    def keys(self, path: str) -> list[str]:
        if sys.platform != "win32":
            return []
        import winreg  # noqa: PLC0415 - Windows only

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                return [winreg.EnumKey(key, n) for n in range(winreg.QueryInfoKey(key)[0])]
        except OSError:
            return []

    def number(self, path: str, name: str) -> int:
        if sys.platform != "win32":
            return 0
        import winreg  # noqa: PLC0415 - Windows only

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                return int(winreg.QueryValueEx(key, name)[0])
        except OSError:
            return 0


def change_of(path: str) -> Callable[[], bool]:  # pragma: no cover - by the documentation, not run
    """A question whether anything below the path has changed since last asked; first: yes.

    RegNotifyChangeKeyValue sets an event; asking whether it is set costs one system call.
    """
    if sys.platform != "win32":
        return lambda: True
    import ctypes  # noqa: PLC0415 - Windows only
    import winreg  # noqa: PLC0415

    names_or_values, any_thread = 0x1 | 0x4, 0x10000000
    kernel: Any = ctypes.windll.kernel32
    kernel.CreateEventW.restype = ctypes.c_void_p
    event = ctypes.c_void_p(kernel.CreateEventW(None, 0, 1, None))
    key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_NOTIFY)

    def has_changed() -> bool:
        if kernel.WaitForSingleObject(event, 0) != 0:
            return False
        ctypes.windll.advapi32.RegNotifyChangeKeyValue(
            *(ctypes.c_void_p(int(key)), 1, names_or_values | any_thread, event, 1)
        )
        return True

    return has_changed
