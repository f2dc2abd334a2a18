"""What a terminal without Unicode is shown in place of the signs it lacks."""

import codecs
import io
import unicodedata

# Signs that carry a meaning: two of them must never become the same.
_PLAIN = {
    "█": "#",
    "▒": "=",
    "░": "-",
    "▓": "%",
    "▁": "1",
    "▂": "2",
    "▃": "3",
    "▄": "4",
    "▅": "5",
    "▆": "6",
    "▇": "7",
    "·": ".",
    "•": "*",
    "°": " deg",
    "±": "+/-",
    "→": "->",
    "≤": "<=",
    "≥": ">=",
    "“": '"',
    "”": '"',
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{MULTIPLICATION SIGN}": "x",
}
_PLAIN_ASCII = "plain_ascii"
_HANDLER = "posture.plain_text"


def show_plainly(stream: object) -> None:
    """Let a standard stream write every text, sign for sign as plainly as its encoding needs."""
    codecs.register_error(_HANDLER, _plainly)
    if isinstance(stream, io.TextIOWrapper):
        is_ascii = codecs.lookup(stream.encoding).name == "ascii"
        if is_ascii:
            codecs.register(_ascii_by_another_name)
        stream.reconfigure(encoding=_PLAIN_ASCII if is_ascii else None, errors=_HANDLER)


def _ascii_by_another_name(name: str) -> codecs.CodecInfo | None:
    """ASCII under a name of our own: Click takes a stream called ASCII for a mistake."""
    if name != _PLAIN_ASCII:
        return None
    known = codecs.lookup("ascii")
    return codecs.CodecInfo(
        name=_PLAIN_ASCII,
        encode=known.encode,
        decode=known.decode,
        streamreader=known.streamreader,
        streamwriter=known.streamwriter,
        incrementalencoder=known.incrementalencoder,
        incrementaldecoder=known.incrementaldecoder,
    )


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """An error handler of the codecs: the part that cannot be encoded, in ASCII."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign) or _base(sign) for sign in signs), error.end


def _base(sign: str) -> str:
    """A letter without its accents; a question mark for what has none."""
    return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"
