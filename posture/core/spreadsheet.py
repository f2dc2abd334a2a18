"""Texts in a table that a spreadsheet may open.

A cell that begins with = + - @, a tab or a carriage return is a formula to Excel and its kin: CSV
injection (OWASP). An apostrophe before it makes it a text again.
"""

_BEGIN_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell_of(text: str) -> str:
    """The text so that no spreadsheet runs it."""
    return f"'{text}" if text.lstrip("'").startswith(_BEGIN_A_FORMULA) else text


def text_of(cell: str) -> str:
    """What was given to ``cell_of``."""
    is_guarded = cell.startswith("'") and cell.lstrip("'").startswith(_BEGIN_A_FORMULA)
    return cell[1:] if is_guarded else cell
