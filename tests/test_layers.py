"""The house keeps its layers: who may import whom (docs/architecture.md), one door a part, no imports inside functions."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OPEN = {"errors", "texts", "settings"}
ALL = {
    "cli", "web", "work", "app", "sync", "editor", "store", "library", "calculators", "papers", "kinds", "edition", "permissions",
    "markdown", "accounts", "desk", "mail",
}  # fmt: skip
MAY = {
    "app": ALL,
    "cli": ALL,
    "work": ALL,
    "__main__": ALL,
    "__init__": set(),
    "web": {"accounts", "desk", "library", "calculators", "papers", "kinds", "permissions", "markdown"},
    "calculators": {"library", "kinds"},
    "papers": set(),
    "accounts": {"store", "permissions"},
    "desk": {"store", "library", "calculators", "papers", "kinds", "permissions"},
    "mail": {"store"},
    "editor": {"store", "edition", "kinds", "permissions", "markdown"},
    "sync": {"store", "library", "kinds"},
    "library": {"kinds", "markdown"},
    "edition": {"kinds"},
    "store": set(),
    "kinds": set(),
    "permissions": set(),
    "markdown": set(),
    "errors": set(),
    "texts": set(),
    "settings": set(),
}
DOORS = {"accounts", "desk", "store", "library", "editor", "papers", "calculators"}
DOOR_EXCEPTIONS = {
    ("sync", "kb.library.build"),
    ("work", "kb.library.build"),
}  # who writes the copy; readers have the door


def modules() -> list[Path]:
    return sorted((ROOT / "kb").rglob("*.py"))


def part(path: Path) -> str:
    relative = path.relative_to(ROOT / "kb")
    return relative.parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[str, ast.AST]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "kb" else [node.module]
            found += [(name, node) for name in names]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_its_part_may(path: Path):
    own = part(path)
    assert own in MAY, f"{own} is no part of the house: add it to docs/architecture.md and here"
    for name, _ in imports(path):
        if not name.startswith("kb."):
            continue
        other = name.split(".")[1]
        if other.startswith("__"):
            continue
        assert other == own or other in OPEN or other in MAY[own], f"{own} imports {name}"
        if other in DOORS and other != own and (own, name) not in DOOR_EXCEPTIONS:
            assert name == f"kb.{other}", f"{path} reaches past the door of {other}: {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_import_inside_a_function(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = [n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not inside, f"{path}:{function.lineno}"


LIBRARIES = {
    "flask": "web",
    "werkzeug": "web",
    "flask_login": "web",
    "flask_wtf": "web",
    "wtforms": "web",
    "argon2": "accounts",
    "pyotp": "accounts",
    "segno": "accounts",
    "zxcvbn": "accounts",
    "cryptography": "accounts",
    "sqlalchemy": "store",
    "alembic": "store",
    "whoosh": "library",
    "sqlite_utils": "library",
    "markdown": "markdown",
    "nh3": "markdown",
    "holidays": "calculators",
    "chinese_calendar": "calculators",
    "docx": "papers",
    "openpyxl": "papers",
    "icalendar": "papers",
}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_library_is_known_to_one_part_only(path: Path):
    for name, _ in imports(path):
        top = name.split(".")[0]
        if top in LIBRARIES and part(path) != "app":
            assert part(path) == LIBRARIES[top], f"{path} imports {name}"


def test_pure_parts_touch_no_file_clock_or_network():
    forbidden = {"os", "pathlib", "io", "socket", "time", "sqlite3", "subprocess", "urllib.request"}
    for path in [*(ROOT / "kb" / "kinds").glob("*.py"), *(ROOT / "kb" / "calculators").glob("*.py")]:
        names = {name for name, _ in imports(path)} - ({"io"} if path.name == "jurisdictions.py" else set())
        assert not names & forbidden, path
        assert "today()" not in path.read_text(encoding="utf-8"), path
