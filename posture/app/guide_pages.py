"""The guide for people, as it comes with the program: docs/guide/."""

import base64
import re
from pathlib import Path

from markdown_it import MarkdownIt

from posture.errors import InputError
from posture.system.paths import data_dir, resource
from posture.system.private_file import write_private

INDEX = "README"
_STYLE = """\
:root { color-scheme: light dark }
body { font: 17px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
img { max-width: 100%; border-radius: 8px }
table { border-collapse: collapse }
td, th { padding: .3rem .7rem; border: 1px solid #8888; text-align: left }
pre, code { font-family: ui-monospace, monospace; background: #8882; border-radius: 4px }
pre { padding: .7rem; overflow-x: auto } code { padding: .1rem .25rem }
section { border-top: 1px solid #8888; margin-top: 3rem }
"""


def topics() -> list[str]:
    """The pages in the order of the index."""
    return re.findall(r"^- \[[^]]+\]\((\w[\w-]*)\.md\)", page(INDEX), re.MULTILINE)


def page(topic: str) -> str:
    """A page as Markdown. Raises InputError for a topic there is none of."""
    file = _folder() / f"{topic}.md"
    if topic != INDEX and topic not in topics():
        raise InputError(f"The guide has no page {topic!r}.", f"Pages: {', '.join(topics())}.")
    return file.read_text(encoding="utf-8")


def page_in_terminal(topic: str) -> str:
    """The same where links lead nowhere and pictures cannot be shown."""
    text = re.sub(r"\[([^]]+)\]\(([\w-]+)\.md\)", r"\1 (`\2`)", page(topic))
    return re.sub(r"!\[([^]]+)\]\([\w-]+\.jpg\)", r"(Picture: \1)", text)


def written_page() -> Path:
    """The whole guide as one file that a browser shows, its pictures in it. Raises OSError."""
    target = data_dir() / "guide.html"
    write_private(target, _html())
    return target


def _html() -> str:
    parse = MarkdownIt("commonmark").enable("table")
    parts = [
        f'<section id="{topic}">{parse.render(page(topic))}</section>'
        for topic in (INDEX, *topics())
    ]
    body = re.sub(r'href="([\w-]+)\.md"', r'href="#\1"', "".join(parts))
    body = re.sub(r'src="([\w-]+\.jpg)"', lambda found: f'src="{_embedded(found[1])}"', body)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>posture: guide</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _embedded(name: str) -> str:
    picture = base64.b64encode((_folder() / name).read_bytes()).decode()
    return f"data:image/jpeg;base64,{picture}"


def _folder() -> Path:
    return resource("docs/guide")
