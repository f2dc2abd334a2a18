"""The core's tests need the core alone: what it goes by is given to them by value."""

import ast
from pathlib import Path

import pytest

HERE, SUPPORT = Path(__file__).parent, Path(__file__).parents[1] / "support"
FILES = [*HERE.rglob("test_*.py"), SUPPORT / "calibrated.py", SUPPORT / "nudging.py"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_test_of_the_core_reads_settings_or_files(file):
    imported = {
        name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
    }
    outside = ["posture.config", "posture.app"]
    if file.parent != SUPPORT:  # where the fitted numbers of models/angles.json are read
        outside.append("posture.system.paths")
    assert not {name for name in imported if name.startswith(tuple(outside))}
