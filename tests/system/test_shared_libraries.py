"""What the wheels need of Linux: all that is missing is named at once, by its packages."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from posture.desktop.overlay import process
from posture.system import shared_libraries
from posture.system.shared_libraries import QT_X11, install_line, missing_packages

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries of Linux")


@linux_only
def test_only_what_cannot_be_loaded_is_missing():
    libraries = {"libc.so.6": "libc6", "libnosuch.so.1": "libnosuch1", "libnor.so": "libnor"}
    assert missing_packages(libraries) == ["libnosuch1", "libnor"]


@linux_only
def test_every_library_that_qt_lacks_is_named_at_once(monkeypatch):
    lacking = {"libxcb-cursor.so.0", "libxcb-icccm.so.4"}

    def load(library):
        if library in lacking or str(library).endswith("libqxcb.so"):
            raise OSError(f"{library}: cannot open shared object file")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(process, "Display", FakeDisplay)
    monkeypatch.setattr(shared_libraries.ctypes, "CDLL", load)
    assert process.cannot_dim() == (
        "Qt needs system libraries. "
        "On Debian or Ubuntu: sudo apt-get install libxcb-cursor0 libxcb-icccm4"
    )


class FakeDisplay:
    def __init__(self, name):
        assert name == ":0"

    def close(self):
        pass


@linux_only
@pytest.mark.skipif(find_spec("PySide6") is None, reason="PySide6 is not installed")
def test_the_table_knows_every_library_the_plugin_lacks_here():
    import PySide6  # noqa: PLC0415

    plugin = Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"
    said = subprocess.run(["ldd", plugin], capture_output=True, text=True, check=True).stdout
    absent = {line.split()[0] for line in said.splitlines() if "not found" in line}
    assert {QT_X11[library] for library in absent} <= set(missing_packages(QT_X11))


def test_the_line_to_type_holds_all_packages():
    assert install_line(["a", "b"]) == "On Debian or Ubuntu: sudo apt-get install a b"
