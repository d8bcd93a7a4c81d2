"""Worked totals: what a plain case pays, added up by hand from the lines of the real schedules, against the calculator.

`totals.tsv` holds the order, the total and the arithmetic. Both are written from the schedules and their bodies, not taken
from the program: the arithmetic is evaluated here by itself and must give the total as well.
"""

import ast
import csv
import operator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kb.calculators.fees import Order, estimate
from kb.edition import Edition
from kb.editor.exchange import parse
from kb.kinds.fees import Fees
from kb.kinds.vocabulary import Channel, Occasion, Payer, Right
from kb.settings import ROOT

COUNTS = ("claims", "independent_claims", "classes", "pages", "designs", "years", "grant_after")
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}
with (Path(__file__).parent / "totals.tsv").open(encoding="utf-8", newline="") as table:
    ROWS = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def worked_out(text: str) -> Decimal:
    """The value of numbers, +, -, × and brackets; ValueError for anything else."""
    return _value(ast.parse(text.replace("×", "*"), mode="eval").body)


def _value(node: ast.expr) -> Decimal:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Decimal(str(number))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left), _value(right))
    raise ValueError(ast.dump(node))


def order_of(row: dict[str, str]) -> Order:
    return Order(
        jurisdictions=(row["jurisdiction"],),
        right=Right(row["right"]),
        on=date.fromisoformat(row["on"]),
        route=Occasion(row["route"]),
        payer=Payer(row["payer"]),
        channel=Channel(row["channel"]),
        **{name: int(row[name]) for name in COUNTS},
    )


@pytest.fixture(scope="module")
def schedules() -> list[Fees]:
    """The schedules of the edition, as published."""
    files = (file for file in Edition(ROOT / "content").files() if file.key.startswith("fees/"))
    found = [parse(file.key, file.text) for file in files if not file.key.endswith(".en")]
    return [fees for fees in found if isinstance(fees, Fees)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_total_is_the_one_worked_out_by_hand(row: dict[str, str], schedules: list[Fees]):
    (found,) = estimate(order_of(row), schedules, {}).estimates
    lines = "\n".join(f"year {c.year}: {c.item.id}: {c.arithmetic}" for c in found.charges)
    assert (found.total, found.currency) == (Decimal(row["total"]), row["currency"]), lines


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_arithmetic_gives_the_total(row: dict[str, str]):
    assert worked_out(row["arithmetic"]) == Decimal(row["total"])


@pytest.mark.parametrize("text", ["2**9", "1/2", "-1", "abs(1)", "x", "'1'", "True", "1 if 1 else 2", "[1][0]"])
def test_arithmetic_is_only_numbers_plus_minus_times_and_brackets(text: str):
    with pytest.raises(ValueError, match="\\("):
        worked_out(text)


def test_each_row_is_a_case_of_its_own():
    assert len(ROWS) >= 70
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    orders = [tuple(v for k, v in row.items() if k not in ("id", "total", "arithmetic")) for row in ROWS]
    assert len(set(orders)) == len(orders)


def test_every_right_that_a_schedule_prices_is_covered(schedules: list[Fees]):
    priced = {(f.jurisdiction, right) for f in schedules if f.prices_a_right for right in f.rights}
    assert priced == {(row["jurisdiction"], Right(row["right"])) for row in ROWS}


def test_every_way_to_a_right_that_a_schedule_prices_is_covered(schedules: list[Fees]):
    priced = {
        (f.jurisdiction, right, item.occasion)
        for f in schedules
        for right in f.rights
        for item in f.items
        if item.occasion not in (Occasion.OPTION, Occasion.STANDARD)
    }
    assert priced <= {(row["jurisdiction"], Right(row["right"]), Occasion(row["route"])) for row in ROWS}
