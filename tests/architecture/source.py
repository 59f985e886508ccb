"""The package as text and trees, for the tests that hold the walls."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "alongside"
LINES = [  # the rooms, low to high; a room may use those on earlier lines
    {"places"}, {"people", "instruments"}, {"programmes"}, {"credentials"}, {"mentors", "agreements"}, {"pairings"},
    {"plans"}, {"encounters"}, {"conversations", "outcomes", "costs"}, {"indicators"}, {"handover"},
]  # fmt: skip


def line_of(room: str) -> int:
    """Return how high a room stands, 1 the lowest."""
    return next(number for number, rooms in enumerate(LINES, start=1) if room in rooms)


def files(*parts: str) -> list[Path]:
    """Return the Python files below a folder of the package, migrations left out."""
    return sorted(path for path in PACKAGE.joinpath(*parts).rglob("*.py") if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Yield every call in a file with the dotted name that is called ("Visit.objects.create", "now", "")."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def imported(path: Path) -> set[str]:
    """Return the modules a file imports, and the names it takes from them, dotted."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            names.update(f"{node.module or ''}.{alias.name}" for alias in node.names)
    return names


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
