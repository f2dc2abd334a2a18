"""Runs the kinds of input, each from a numbered seed, and says which seeds found something.

A kind is a function in a module of ``tests/fuzz/kinds/``, where it is found by its decorator:

    @kind
    def pause_file(random, folder):
        (folder / "holds.json").write_bytes(spoiled(random, GOOD))
        load_holds(NOW)

It makes one input with ``random`` in the empty ``folder``, hands it to the product, and asserts
what must hold afterwards. Only a PostureError of one line may come out, and no file may be opened
for writing elsewhere.
"""

import importlib
import logging
import os
import pkgutil
import re
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from posture.errors import PostureError

Kind = Callable[[Random, Path], None]

HANG_S = 60
_MEMORY = Path("/dev/shm")  # noqa: S108 - where there is one: thousands of files never reach a disk
_FOLDERS = "posture-fuzz-"
_kinds: dict[str, Kind] = {}
_written: list[str] = []


@dataclass(frozen=True)
class Find:
    """An input that broke something; ``seed`` makes it again."""

    kind: str
    seed: int
    what: str

    def __str__(self) -> str:
        again = f"python -m tests.fuzz {self.kind} --first {self.seed} --inputs 1"
        return f"{again}\n{self.what}"


def kind(function: Kind) -> Kind:
    """Make a kind of input known, under the function's name."""
    _kinds[function.__name__] = function
    return function


def kinds() -> dict[str, Kind]:
    """Every kind, by name."""
    _import_all()
    return dict(_kinds)


@cache
def _import_all() -> None:
    import tests.fuzz.kinds as rooms  # noqa: PLC0415 - they import this module

    for module in pkgutil.iter_modules(rooms.__path__):
        importlib.import_module(f"{rooms.__name__}.{module.name}")


def finds(name: str, seeds: range) -> Iterator[Find]:
    """What the inputs of these seeds break."""
    logging.disable(logging.CRITICAL)
    try:
        for seed in seeds:
            if what := broken_by(name, Random(seed)):  # noqa: S311 - repeatable is the point
                yield Find(name, seed, what)
    finally:
        logging.disable(logging.NOTSET)


def spoiled(random: Random, content: bytes) -> bytes:
    """The content with one to eight bytes changed, put in or taken out, or cut off, or tangled."""
    spoilt = bytearray(content)
    for _ in range(random.choice((1, 1, 1, 2, 8))):
        at = random.randrange(len(spoilt) + 1)
        match random.randrange(6):
            case 0:
                spoilt[at : at + 1] = random.randbytes(1)
            case 1 if at < len(spoilt):
                spoilt[at] ^= 1 << random.randrange(8)
            case 2:
                spoilt[at:at] = random.choice(_AWKWARD)
            case 3:
                del spoilt[at : at + random.choice((1, 2, 40))]
            case 4:
                start = random.randrange(len(spoilt) + 1)
                spoilt[at:at] = spoilt[start : start + 40]
            case 5 if not random.randrange(4):
                del spoilt[at:]
    return bytes(spoilt)


def miswritten(random: Random, content: bytes) -> bytes:
    """The content, JSON or TOML, spoiled, or with one to eight of its values or names replaced."""
    if not random.randrange(3):
        return spoiled(random, content)
    for _ in range(random.choice((1, 1, 1, 2, 8))):
        found = random.choice(list(_WORD.finditer(content)) or [None])
        if found:
            odd = random.choice((*_AWKWARD, *_ODD))
            content = content[: found.start()] + odd + content[found.end() :]
    return content


_WORD = re.compile(rb'"[^"\n]*"|-?\d[\w.+-]*|\w+')
_ODD = (
    b"0",
    b"1",
    b"-1",
    b"0.5",
    b"1e300",
    b"-1e300",
    b"1e-300",
    b"true",
    b'""',
    b'"x"',
    b"[]",
    b"{}",
    b"[1, 2]",
    b'{"x": 1}',
    b"nan",
    b"-inf",
    b"4.36",
    b"18446744073709551616",
    b"0x" + b"f" * 9999,
    b'"0001-01-01T00:00:00Z"',
    b'"9999-12-31T23:59:59-12:00"',
    b'"2026-11-20T09:00:00"',
    b"0001-01-01",
    b'"' + b"x" * 9999 + b'"',
    b'"\\ud800"',
    b'"\\u0000"',
)
_AWKWARD = (
    b"\0",
    b"\xff",
    b"\xc3",
    b"\n",
    b'"',
    b"-",
    b"9" * 5000,
    b"1e999",
    b"NaN",
    b"-Infinity",
    b"null",
    b"[" * 1000,
    b"{" * 1000,
    b"\x1b]0;x\x07",
    b"\xed\xa0\x80",
)


def broken_by(name: str, random: Random) -> str | None:
    """What the input of these chances breaks; None when it breaks nothing."""
    where = _MEMORY if _MEMORY.is_dir() else None
    _watch_writing()
    _written.clear()
    with tempfile.TemporaryDirectory(prefix=_FOLDERS, dir=where) as folder:
        try:
            with _no_longer_than(HANG_S):
                kinds()[name](random, Path(folder))
            if _written:
                return f"written elsewhere: {_written}"
        except PostureError as error:
            return f"a message of several lines: {error}" if "\n" in str(error) else None
        except Exception:  # noqa: BLE001 - that is what is looked for
            return traceback.format_exc()
    return None


@cache
def _watch_writing() -> None:
    """From now on note each file that Python opens for writing outside of an input's folder."""

    tempfile.gettempdir()  # found out by writing, once

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            is_writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
            name = os.fsdecode(path) if isinstance(path, str | bytes) else ""
            if is_writing and name and _FOLDERS not in name and name != os.devnull:
                _written.append(name)

    sys.addaudithook(note)


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in what hangs, where the system has an alarm for it."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: object) -> None:
        raise TimeoutError(f"it hung for {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
