"""The small tables of the edition besides jurisdictions: what a valid terms.tsv and rates.tsv are."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from kb.errors import Invalid, Problem

COLUMNS = {"terms": ("id", "zh", "en", "note"), "rates": ("currency", "cny", "date", "source")}


def check_table(name: str, text: str) -> None:
    """Invalid, with every line that is wrong, if the text is no valid table of that name."""
    lines = text.splitlines()
    header = tuple(lines[0].split("\t")) if lines else ()
    if header != COLUMNS[name]:
        wanted = " ".join(COLUMNS[name])
        raise Invalid([Problem(f"{name}.tsv", "line 1", f"表头应为 {wanted}", f"the header must be {wanted}")])
    row_of: Callable[[list[str]], str] = _rate if name == "rates" else _term
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        wrong = "columns" if len(cells) != len(header) else "twice" if cells[0] in seen else row_of(cells)
        seen.add(cells[0])
        if wrong:
            problems.append(
                Problem(f"{name}.tsv", f"line {number}", f"不能读取（{wrong}）", f"cannot be read ({wrong})")
            )
    if problems:
        raise Invalid(problems)


def _term(cells: list[str]) -> str:
    return "" if cells[0] and (cells[1] or cells[2]) else "empty"


def _rate(cells: list[str]) -> str:
    try:
        fine = Decimal(cells[1]) > 0 and bool(date.fromisoformat(cells[2])) and cells[3].startswith("http")
    except (InvalidOperation, ValueError):
        fine = False
    return "" if fine else "value"
