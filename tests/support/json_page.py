"""docs/json.md as sets of keys, and the keys of what a command printed."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "json.md"


def documented(section):
    """The keys under a heading."""
    text = PAGE.read_text("utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}


def keys(value, at=""):
    """``a.b``, ``a[].c``: every key in a value, down to what is no list or object."""
    match value:
        case dict() if value:
            found = [keys(inner, f"{at}.{key}" if at else key) for key, inner in value.items()]
            return set().union(*found)
        case list() if value:
            return set().union(*(keys(inner, f"{at}[]") for inner in value))
        case _:
            return {at}


def undescribed(section, *values):
    """Keys of values that the section lacks, then those it has that no value holds."""
    known, seen = documented(section), set().union(*map(keys, values))
    assert known, section
    patterns = {key: re.compile(re.escape(key).replace(r"\*", r"[^.\[]+")) for key in known}
    unknown = {one for one in seen if not any(p.fullmatch(one) for p in patterns.values())}
    # An empty list or object, or null, stands for all that it could hold.
    hollow = {one for one in unknown if any(re.match(rf"{re.escape(one)}[.\[]", k) for k in known)}
    missing = {
        key
        for key, pattern in patterns.items()
        if not any(pattern.fullmatch(one) for one in seen)
        and not any(key.startswith((f"{one}.", f"{one}[")) for one in hollow)
    }
    return unknown - hollow, missing
