"""What the tables of config/default.toml have in common.

A policy of the core is one of them: its class is the only place that declares a setting, with its
unit in the name and its limits beside it. msgspec checks them once, as the file is read
(posture/config), and the value that comes out is the one the core works by.
"""

from typing import Annotated

from msgspec import Meta, Struct

Share = Annotated[float, Meta(ge=0, le=1)]


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of the file: every setting and no other, never changed after loading."""
