"""Importing a library without the parts of it that are not used."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def left_out(*names: str) -> Iterator[None]:
    """Imports inside the block find these modules empty, unless they have been imported before.

    names: each with the packages it lies in, unless those are imported anyhow. Once the block has
    been left they can be imported whole.
    """
    empty = {name: ModuleType(name) for name in names if name not in sys.modules}
    sys.modules.update(empty)
    try:
        yield
    finally:
        for name in empty:
            del sys.modules[name]
