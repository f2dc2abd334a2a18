"""Each room opens with its map."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "posture"
ROOMS = sorted(file.parent for file in PACKAGE.glob("*/**/__init__.py"))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(PACKAGE)))
def test_a_room_opens_with_a_map_that_names_whatever_is_in_it(room):
    text = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    names = {word.strip(",;:().").removesuffix(".py") for word in text.split()}
    inside = {file.stem for file in room.glob("*.py")} - {"__init__"}
    inside |= {f"{file.parent.name}/" for file in room.glob("*/__init__.py")}
    assert inside - names == set()
    assert 4 <= len(text.splitlines()) <= 16


def test_the_glossary_defines_each_term_once():
    text = (PACKAGE.parent / "docs/glossary.md").read_text(encoding="utf-8")
    terms = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    terms = [term for term in terms if term not in {"Term", "---"}]
    assert len(terms) == len(set(terms)) > 40


def test_no_class_name_stands_in_two_rooms():
    found = {}
    for file in PACKAGE.rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(str(file.relative_to(PACKAGE)))
    # The same thing twice, for Windows and for the others.
    del found["Listening"]
    assert {name: files for name, files in found.items() if len(files) > 1} == {}


def test_no_text_names_a_module_that_is_not_there():
    root = PACKAGE.parent
    texts = [*root.glob("docs/**/*.md"), *root.glob("*.md"), *root.glob("config/*.toml")]
    for folder in ("posture", "models"):
        texts += root.glob(f"{folder}/**/*.py")
    there = {path.relative_to(root).as_posix() for path in root.glob("[!.]*/**/*.py")}
    a_file = re.compile(r"(?<![\w./*{-])[a-z_]+(?:/[a-z_]+)*\.py\b(?!:)")
    stale = [
        f"{text.relative_to(root)} names {name}"
        for text in texts
        if text.name != "CHANGELOG.md"
        for name in a_file.findall(text.read_text("utf-8"))
        if not any(f"/{path}".endswith(f"/{name}") for path in there)
    ]
    assert stale == []
