"""What is changed on the machine, as values: shown by --dry-run, made otherwise."""

import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from posture.errors import InputError

_PATIENCE_S = 10.0
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


@dataclass(frozen=True, slots=True)
class WriteFile:
    """A file to be there with this content."""

    path: Path
    content: bytes

    def __str__(self) -> str:
        if b"\0" in self.content:
            return f"write {self.path} ({len(self.content)} bytes)"
        return f"write {self.path}:\n{_indented(self.content.decode())}"

    def make(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_name(f".{self.path.name}.part")
        unfinished.write_bytes(self.content)
        unfinished.replace(self.path)


@dataclass(frozen=True, slots=True)
class MakeLink:
    """A symbolic link to be there."""

    path: Path
    target: str

    def __str__(self) -> str:
        return f"link {self.path} to {self.target}"

    def make(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(self.target)


@dataclass(frozen=True, slots=True)
class Remove:
    """A file or link to be gone."""

    path: Path

    def __str__(self) -> str:
        return f"remove {self.path}"

    def make(self) -> None:
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Run:
    """A program that takes note of the changes, where it is there; nothing depends on it."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"run {' '.join(self.words)}"

    def make(self) -> None:
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(  # noqa: S603 - one of ours, see below
                self.words, check=False, capture_output=True, timeout=_PATIENCE_S
            )


@dataclass(frozen=True, slots=True)
class SetRunValue:
    """Windows: what is run at login under a name; None: nothing."""

    name: str
    command: str | None

    def __str__(self) -> str:
        what = "remove" if self.command is None else "set"
        value = "" if self.command is None else f" to {self.command}"
        return rf"{what} HKEY_CURRENT_USER\{RUN_KEY}\{self.name}{value}"

    def make(self) -> None:
        if sys.platform == "win32":  # pragma: no cover - not run
            import winreg  # noqa: PLC0415 - only there

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                if self.command is not None:
                    winreg.SetValueEx(key, self.name, 0, winreg.REG_SZ, self.command)
                else:
                    with suppress(FileNotFoundError):
                        winreg.DeleteValue(key, self.name)


Change = WriteFile | MakeLink | Remove | Run | SetRunValue


def make(changes: Iterable[Change]) -> None:
    """Make them in turn. Raises InputError for one that cannot be made."""
    for change in changes:
        try:
            change.make()
        except OSError as error:
            what = str(change).partition("\n")[0].removesuffix(":")
            raise InputError(
                f"Cannot {what}: {error.strerror}.", "Make its folder writable."
            ) from None


def run_value(name: str) -> str | None:
    """Windows: what is run at login under a name."""
    if sys.platform == "win32":  # pragma: no cover - not run
        import winreg  # noqa: PLC0415 - only there

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
            return str(winreg.QueryValueEx(key, name)[0])
    return None


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
