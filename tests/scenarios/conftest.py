"""The buses of a desktop, for whole watches too."""

from tests.desktop.conftest import bus, dbusmock, logind

__all__ = ["bus", "dbusmock", "logind"]
