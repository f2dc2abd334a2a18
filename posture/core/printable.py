"""Text from outside as one line that a terminal shows and does not obey."""

# A byte of a file's name that is no UTF-8 reaches Python as this and its value (PEP 383).
_FIRST_BYTE = 0xDC00
# In characters: what another program says is told in a line, however much it says.
_LONGEST = 200


def printable(text: str) -> str:
    """The text in one line and without control of the terminal, whatever a file was named."""
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def shortened(text: str) -> str:
    """The text printable, and when it is long only how it begins."""
    said = printable(text[:_LONGEST])
    is_whole = len(text) <= _LONGEST and len(said) <= _LONGEST
    return said if is_whole else f"{said[:_LONGEST]}..."


def _escaped(character: str) -> str:
    code = ord(character)
    if _FIRST_BYTE <= code <= _FIRST_BYTE + 0xFF:
        return f"\\x{code - _FIRST_BYTE:02x}"
    return character.encode("unicode_escape").decode("ascii")
