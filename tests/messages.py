"""Every interface sentence that code and templates use."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HAN = re.compile("[\u4e00-\u9fff]")


def used() -> dict[str, str]:
    """Message → a file that uses it."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "kb/web/templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for message in re.findall(r"\bt\('((?:[^'\\]|\\.)+)'", text):
            found.setdefault(message, path.name)
        for block in re.findall(r"set heads = (\{.*?\}) %\}", text, re.DOTALL):
            for message in re.findall(r"'([^']*[\u4e00-\u9fff][^']*)'", block):
                found.setdefault(message, path.name)
    for path in sorted((ROOT / "kb/web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for message in _messages(node):
                found.setdefault(message, path.name)
    return found


def _messages(node: ast.AST):
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in ("t", "say"):
            yield from (
                a.value
                for a in node.args
                if isinstance(a, ast.Constant) and isinstance(a.value, str) and HAN.search(a.value)
            )
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        if isinstance(target, ast.Name) and target.id in (
            "NAVIGATION",
            "LEADS",
            "TITLES",
            "FACET_NAMES",
            "GROUPS",
            "NUMBERS",
            "QUESTIONS",
            "HELP",
            "FEES_HEAD",
        ):
            yield from (
                c.value
                for c in ast.walk(node)
                if isinstance(c, ast.Constant) and isinstance(c.value, str) and HAN.search(c.value)
            )
