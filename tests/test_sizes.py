"""A file has about 400 lines at most, a function about 50; every module, public class and function says what it is."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "kb").rglob("*.py"), ROOT / "run.py"])


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_size_and_docstrings(path: Path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 420 or path.name == "vocabulary.py", "split the file"  # a table of words
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "the module does not say what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 65, f"{node.name} is too long"
            assert not any(isinstance(n, ast.Global) for n in ast.walk(node)), f"{node.name} uses a global"
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_a_view_is_short():
    tree = ast.parse((ROOT / "kb/web/public.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 16, (
                f"{node.name}: a view reads input, calls one part, shows one page"
            )


def test_nothing_is_called_utils():
    assert not [p for p in FILES if p.stem in ("utils", "helpers", "misc", "common")]
