"""The few X11 calls full screen asks for, through libxcb, which never ends the process by itself.

Xlib would: its default for a lost display is exit(). Raises OSError where there is no X.
"""

import ctypes
import struct
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p

# xproto.h
_CW_EVENT_MASK, _PROPERTY_CHANGE = 2048, 1 << 22
_PROPERTY_NOTIFY = 28
_REPLY = struct.Struct("BBHIIII")  # type, format, sequence, length, type, bytes after, items
_NOTIFY = struct.Struct("BBHII")  # type, -, sequence, window, atom
_MOST_ITEMS, _WIDTH = 64, 32


class _Cookie(Structure):
    _fields_ = (("sequence", c_uint32),)


class _Screens(Structure):
    _fields_ = (("data", POINTER(c_uint32)), ("remaining", c_int), ("index", c_int))


class Display:
    """One connection. Calls wait for the server; use it on a thread that may wait.

    name: of a display on this machine, as ":0"; never reached through the network. Raises
    ConnectionError when it cannot be opened, OSError without the library.
    """

    def __init__(self, name: str) -> None:
        self._xcb = xcb = _library()
        self._libc = ctypes.CDLL(None)
        self._libc.free.argtypes = (c_void_p,)
        number = c_int()
        self._connection = c_void_p(xcb.xcb_connect(f"unix/{name}".encode(), byref(number)))
        if xcb.xcb_connection_has_error(self._connection):
            self.close()
            raise ConnectionError("the X display cannot be opened")
        screens = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(self._connection))
        for _ in range(number.value):
            xcb.xcb_screen_next(byref(screens))
        self.root = int(screens.data[0])  # an xcb_screen_t begins with its root window

    def fileno(self) -> int:
        return int(self._xcb.xcb_get_file_descriptor(self._connection))

    def atom(self, name: str) -> int:
        cookie = self._xcb.xcb_intern_atom(self._connection, 0, len(name), name.encode())
        reply = self._taken(self._xcb.xcb_intern_atom_reply, cookie)
        if reply is None:
            return 0
        try:
            return int(struct.unpack_from("II", ctypes.string_at(reply, 12), 4)[1])
        finally:
            self._libc.free(reply)

    def is_owned(self, selection: str) -> bool:
        """Whether some program holds a selection, such as the one of the compositor."""
        cookie = self._xcb.xcb_get_selection_owner(self._connection, self.atom(selection))
        reply = self._taken(self._xcb.xcb_get_selection_owner_reply, cookie)
        if reply is None:
            return False
        try:
            return bool(struct.unpack_from("I", ctypes.string_at(reply, 12), 8)[0])
        finally:
            self._libc.free(reply)

    def listen(self, window: int) -> None:
        """Tell of the window's changed properties from now on."""
        mask = c_uint32(_PROPERTY_CHANGE)
        self._xcb.xcb_change_window_attributes(
            self._connection, window, _CW_EVENT_MASK, byref(mask)
        )
        self._xcb.xcb_flush(self._connection)

    def numbers(self, window: int, name: int) -> tuple[int, ...]:
        """The 32-bit numbers a property holds; none when it, or the window, is not there."""
        cookie = self._xcb.xcb_get_property(self._connection, 0, window, name, 0, 0, _MOST_ITEMS)
        reply = self._taken(self._xcb.xcb_get_property_reply, cookie)
        if reply is None:
            return ()
        try:
            _, bits, _, _, _, _, items = _REPLY.unpack(ctypes.string_at(reply, _REPLY.size))
            value = self._xcb.xcb_get_property_value(reply)
            items = items if bits == _WIDTH else 0
            return struct.unpack(f"{items}I", ctypes.string_at(value, 4 * items))
        finally:
            self._libc.free(reply)

    def changes(self) -> set[tuple[int, int]]:
        """(window, property) of what has changed; raises ConnectionError for a lost display."""
        found = set()
        while event := self._xcb.xcb_poll_for_event(self._connection):
            kind, _, _, window, name = _NOTIFY.unpack(ctypes.string_at(event, _NOTIFY.size))
            if kind & 0x7F == _PROPERTY_NOTIFY:
                found.add((window, name))
            self._libc.free(event)
        if self._xcb.xcb_connection_has_error(self._connection):
            raise ConnectionError("the X display has closed")
        return found

    def close(self) -> None:
        self._xcb.xcb_disconnect(self._connection)

    def _taken(self, take: "ctypes._NamedFuncPointer", cookie: _Cookie) -> int | None:
        """A reply's address; None for an error, which is taken off the queue too."""
        error = c_void_p()
        reply = take(self._connection, cookie, byref(error))
        if error:
            self._libc.free(error)
        return int(reply) if reply else None


def _library() -> ctypes.CDLL:
    xcb = ctypes.CDLL("libxcb.so.1")
    to_cookie, to_reply = _Cookie, (c_void_p, _Cookie, c_void_p)
    for name, result, takes in (
        ("connect", c_void_p, (c_char_p, c_void_p)),
        ("connection_has_error", c_int, (c_void_p,)),
        ("disconnect", None, (c_void_p,)),
        ("flush", c_int, (c_void_p,)),
        ("get_file_descriptor", c_int, (c_void_p,)),
        ("get_setup", c_void_p, (c_void_p,)),
        ("setup_roots_iterator", _Screens, (c_void_p,)),
        ("screen_next", None, (c_void_p,)),
        ("intern_atom", to_cookie, (c_void_p, c_uint8, c_uint16, c_char_p)),
        ("intern_atom_reply", c_void_p, to_reply),
        ("get_selection_owner", to_cookie, (c_void_p, c_uint32)),
        ("get_selection_owner_reply", c_void_p, to_reply),
        ("change_window_attributes", to_cookie, (c_void_p, c_uint32, c_uint32, c_void_p)),
        (
            "get_property",
            to_cookie,
            (c_void_p, c_uint8, c_uint32, c_uint32, c_uint32, c_uint32, c_uint32),
        ),
        ("get_property_reply", c_void_p, to_reply),
        ("get_property_value", c_void_p, (c_void_p,)),
        ("poll_for_event", c_void_p, (c_void_p,)),
    ):
        function = getattr(xcb, f"xcb_{name}")
        function.restype, function.argtypes = result, takes
    return xcb
