"""The templates of all pages, and how they write times, shares and causes."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from posture.core.day.insights import CAUSE_WORDS
from posture.core.duration import in_hours, in_words
from posture.core.share import percent
from posture.core.wording import why_ended


@dataclass(frozen=True, slots=True)
class Link:
    """To another page. href: a file beside this one, or a place on it. rel: prev, next or empty."""

    words: str
    href: str
    rel: str = ""


def page_template(name: str) -> jinja2.Template:
    """One of templates/, ready to be filled in."""
    return _environment().get_template(name)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["time"] = lambda seconds: unbroken(in_words(seconds))
    environment.filters["hours"] = lambda seconds: unbroken(in_hours(seconds))
    environment.filters["unbroken"] = unbroken
    environment.filters["marked"] = _marked
    environment.filters["clock"] = lambda at: f"{at:%H:%M}"
    environment.filters["pct"] = lambda share: unbroken(percent(share))
    environment.filters["cause"] = lambda cause: CAUSE_WORDS[cause]
    environment.filters["ending"] = why_ended
    return environment


def _marked(text: str) -> Markup:
    """Commands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(unbroken(text)))))  # noqa: S704 - escaped


def unbroken(text: str) -> str:
    """Keep a number and its unit on one line."""
    return re.sub(r"(?<=\d) (?=(?:s|min|h)\b)|(?<=\d h) (?=\d)", "\N{NO-BREAK SPACE}", text)
