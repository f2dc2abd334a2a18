"""What every table of the configuration file has in common."""

from msgspec import Struct


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of the file: every setting and no other, never changed after loading."""
