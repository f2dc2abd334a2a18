"""Every message is a sentence of its own after the "posture: " that begins it."""

import ast

import pytest

from tests.support.command import ROOT, refused

ERRORS = {
    "PostureError",
    "InputError",
    "SourceError",
    "ConfigError",
    "ProfileError",
    "CalibrationError",
    "ModelError",
    "StoreError",
    "CameraError",
    "CameraProcessLostError",
}


def messages():
    """(where, how it begins, how it ends) of each problem in an error raised on purpose."""
    for path in sorted((ROOT / "posture").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS and node.args:
                parts = getattr(node.args[0], "values", [node.args[0]])
                first, last = (
                    part.value if isinstance(part, ast.Constant) else "..."
                    for part in (parts[0], parts[-1])
                )
                yield f"{path.name}:{node.lineno}", str(first), str(last)


def remedies():
    """(where, how it ends) of each remedy that is written out where the error is raised."""
    for path in sorted((ROOT / "posture").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS:
                for text in node.args[1:]:
                    last = getattr(text, "values", [text])[-1]
                    if isinstance(last, ast.Constant) and isinstance(last.value, str):
                        yield f"{path.name}:{node.lineno}", last.value


def test_every_remedy_ends_with_one_full_stop_too():
    said = list(remedies())
    assert len(said) > 40
    assert [one for one in said if not one[1].endswith((".", "?")) or one[1].endswith("..")] == []


def test_no_message_says_posture_twice():
    said = list(messages())
    assert len(said) > 40
    assert [where for where, first, _ in said if first.startswith("posture ")] == []


def test_every_problem_ends_with_one_full_stop_or_names_what_follows():
    ends = (".", "...", "?")
    assert [(where, last) for where, _, last in messages() if not last.endswith(ends)] == []
    assert [(where, last) for where, _, last in messages() if last.endswith("?.")] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["strat"], "'start', 'status', 'tray'? See `posture --help`."),
        (["status"], "The monitor is not running. Start it with `posture start`"),
        (["config"], None),
    ],
)
def test_a_question_is_not_followed_by_a_full_stop(posture, words, said):
    done = posture(*words)
    assert "?." not in done.stderr
    assert ".." not in done.stderr.replace("...", "")
    if said:
        assert said in refused(done)
