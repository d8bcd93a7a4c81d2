"""How long a budget of thirty jurisdictions over twenty years and a chain of time limits take, on the project's own content."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kb.calculators.calendars import Calendar
from kb.calculators.deadlines import Asked, compute
from kb.calculators.fees import Order, Rate, estimate
from kb.kinds import Deadline, Fees
from kb.kinds.vocabulary import Right
from kb.library import Library

JURISDICTIONS, YEARS, RUNS = 30, 20, 200
FLOOR_MS = 50.0
ON = date(2026, 11, 25)


@dataclass(frozen=True)
class Timed:
    """Milliseconds of thread CPU: the middle and the 95th per cent of the runs."""

    what: str
    p50: float
    p95: float


def measure(library: Library) -> list[Timed]:
    """Both measurements."""
    schedules = [
        f for f in library.entries("fees") if isinstance(f, Fees) and f.prices_a_right and Right.PATENT in f.rights
    ]
    rates = {c: Rate(c, r.cny, r.on) for c, r in library.rates().items()} | {"VND": Rate("VND", Decimal("0.00028"), ON)}
    codes = [f"{a}{b}" for a in "abcdefgh" for b in "qrstuv"][:JURISDICTIONS]
    many = [
        schedules[n % len(schedules)].model_copy(update={"id": f"fees/{code}/patent"}) for n, code in enumerate(codes)
    ]
    order = Order(tuple(codes), Right.PATENT, ON, years=YEARS, claims=25, independent_claims=3, pages=60)
    rules = [d for d in library.entries("deadline") if isinstance(d, Deadline)]

    def budget(n: int) -> None:
        estimate(replace(order, claims=20 + n % 10), many, rates)

    def deadlines(n: int) -> None:
        for rule in rules[:JURISDICTIONS]:
            compute(
                Asked(rule, (date(2026, 1 + n % 12, 1 + n % 28), *(None for _ in rule.trigger.of[1:]))),
                Calendar(rule.jurisdiction or ""),
            )

    return [
        _timed(f"fees: {JURISDICTIONS} jurisdictions, {YEARS} years", budget),
        _timed(f"time limits: {JURISDICTIONS} rules", deadlines),
    ]


def _timed(what: str, run: Callable[[int], None]) -> Timed:
    run(0)
    found = []
    for n in range(RUNS):
        began = time.thread_time()
        run(n)
        found.append((time.thread_time() - began) * 1000)
    return Timed(what, statistics.median(found), statistics.quantiles(found, n=20)[18])
