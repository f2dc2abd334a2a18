"""What a terminal without Unicode is shown in place of the signs it lacks."""

import codecs
import io
import unicodedata

# Signs that carry a meaning: two of them must never become the same.
_PLAIN = {
    "█": "#", "▒": "=", "░": "-", "·": ".", "•": "*", "°": " deg", "±": "+/-", "→": "->",
    "≤": "<=", "≥": ">=", "“": '"', "”": '"', "\N{EN DASH}": "-", "\N{EM DASH}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{MULTIPLICATION SIGN}": "x",
}  # fmt: skip
_HANDLER = "posture.plain_text"


def show_plainly(stream: object) -> None:
    """Let a standard stream write every text, sign for sign as plainly as its encoding needs."""
    codecs.register_error(_HANDLER, _plainly)
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=_HANDLER)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """An error handler of the codecs: the part that cannot be encoded, in ASCII."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign) or _base(sign) for sign in signs), error.end


def _base(sign: str) -> str:
    """A letter without its accents; a question mark for what has none."""
    return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"
