"""macOS: calls by CoreAudio, lock by the window server.

Written from the documentation and tested against recorded answers; not run on a Mac. Idle, full
screen and do-not-disturb are not known: a program may not ask for them without extra permissions.
"""

import ctypes
import os
import struct
from collections.abc import Callable
from typing import Any

from posture.desktop.adapter import ActiveStates, DesktopState
from posture.desktop.polling import Polled

# AudioHardware.h: four-letter selectors; the system object is number 1.
_SYSTEM = 1
_GLOBAL, _INPUT = "glob", "inpt"
_PROCESSES, _PROCESS_PID, _PROCESS_TAKES_SOUND = "prs#", "ppid", "piri"  # macOS 14.4 and later
_DEVICES, _STREAMS, _RUNS_SOMEWHERE = "dev#", "stm#", "gone"

# ask(object, selector, scope) -> the property's bytes, None when the object lacks it
Query = Callable[[int, str, str], bytes | None]


def calls(changed: Callable[[], None], ask: Query | None = None) -> Polled:
    """Whether a microphone is in use."""
    asked = ask or _core_audio()

    def said() -> ActiveStates:
        return {DesktopState.CALL: DesktopState.CALL} if takes_sound(asked) else {}

    return Polled("calls", changed, said, "CoreAudio")


def takes_sound(ask: Query) -> bool:
    """Whether some other process records; before macOS 14.4: whether some input device runs.

    The older answer counts a headset that only plays, since that is one device.
    """
    processes = ask(_SYSTEM, _PROCESSES, _GLOBAL)
    if processes is not None:
        return any(
            _number(ask(process, _PROCESS_TAKES_SOUND, _GLOBAL))
            and _number(ask(process, _PROCESS_PID, _GLOBAL)) != os.getpid()
            for process in _numbers(processes)
        )
    devices = _numbers(ask(_SYSTEM, _DEVICES, _GLOBAL))
    inputs = [device for device in devices if ask(device, _STREAMS, _INPUT)]
    return any(_number(ask(device, _RUNS_SOMEWHERE, _GLOBAL)) for device in inputs)


def lock(changed: Callable[[], None], is_locked: Callable[[], bool] | None = None) -> Polled:
    """Whether the screen is locked."""
    asked = is_locked or _screen_is_locked()

    def said() -> ActiveStates:
        return {DesktopState.LOCK: DesktopState.LOCK} if asked() else {}

    return Polled("lock", changed, said, "CoreGraphics")


def _numbers(data: bytes | None) -> tuple[int, ...]:
    data = data or b""
    return struct.unpack(f"={len(data) // 4}I", data[: len(data) // 4 * 4])


def _number(data: bytes | None) -> int:
    return next(iter(_numbers(data)), 0)


def _core_audio() -> Query:  # pragma: no cover - by the documentation, not run
    audio: Any = ctypes.CDLL("/System/Library/Frameworks/CoreAudio.framework/CoreAudio")

    def ask(thing: int, selector: str, scope: str) -> bytes | None:
        address = (ctypes.c_uint32 * 3)(_four(selector), _four(scope), 0)
        size = ctypes.c_uint32()
        words = (ctypes.c_uint32(thing), address, ctypes.c_uint32(0), None, ctypes.byref(size))
        if audio.AudioObjectGetPropertyDataSize(*words) != 0:
            return None
        data = ctypes.create_string_buffer(max(size.value, 1))
        if audio.AudioObjectGetPropertyData(*words, data) != 0:
            return None
        return data.raw[: size.value]

    return ask


def _four(letters: str) -> int:
    return int.from_bytes(letters.encode("ascii"), "big")


def _screen_is_locked() -> Callable[[], bool]:  # pragma: no cover - by the documentation, not run
    frameworks = "/System/Library/Frameworks"
    graphics: Any = ctypes.CDLL(f"{frameworks}/CoreGraphics.framework/CoreGraphics")
    core: Any = ctypes.CDLL(f"{frameworks}/CoreFoundation.framework/CoreFoundation")
    pointer, utf8 = ctypes.c_void_p, 0x08000100
    graphics.CGSessionCopyCurrentDictionary.restype = pointer
    core.CFStringCreateWithCString.restype = core.CFDictionaryGetValue.restype = pointer
    core.CFStringCreateWithCString.argtypes = (pointer, ctypes.c_char_p, ctypes.c_uint32)
    core.CFDictionaryGetValue.argtypes = (pointer, pointer)
    core.CFBooleanGetValue.argtypes = core.CFRelease.argtypes = (pointer,)
    core.CFBooleanGetValue.restype = ctypes.c_bool
    key = core.CFStringCreateWithCString(None, b"CGSSessionScreenIsLocked", utf8)

    def is_locked() -> bool:
        session = graphics.CGSessionCopyCurrentDictionary()
        if not session:
            return False
        try:
            value = core.CFDictionaryGetValue(session, key)
            return bool(value) and bool(core.CFBooleanGetValue(value))
        finally:
            core.CFRelease(session)

    return is_locked
