"""Pure calculation over entries: they come in as values, with the day and the rates; nothing here reads a file, clock or page.

calendars.py   on which days a forum is open        deadlines.py   a rule and dates → the last day, with its reasoning
fees.py        an order and schedules → a budget    interview.py   which questions change the answer
plan.py        what happened → the dated plan       routing.py     whom to ask, with reasons
export.py      before exporting: what to do by which day

`Calculators` is the door: it fetches from the library what the functions take.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kb.calculators import deadlines, export, fees, plan
from kb.calculators.calendars import (
    ZONES,
    Calendar,
    is_mainland_working_day,
    mainland_working_days_after,
    mainland_working_days_before,
)
from kb.calculators.deadlines import Asked, Computed, Line
from kb.calculators.export import Checklist, Wish
from kb.calculators.fees import Budget, Charge, Estimate, Order
from kb.calculators.interview import Answers
from kb.calculators.plan import CostOf, DueRule, Plan
from kb.kinds import Case, Deadline, Directive, Exhibition, Expert, Fees, Guide, Law, Office
from kb.library import Library

__all__ = [
    "Answers",
    "Asked",
    "Budget",
    "Calculators",
    "Charge",
    "Checklist",
    "Computed",
    "CostOf",
    "DueRule",
    "Estimate",
    "Line",
    "Order",
    "Plan",
    "Wish",
    "beijing_end",
    "is_mainland_working_day",
    "mainland_working_days_after",
    "mainland_working_days_before",
]
BEIJING = ZoneInfo("Asia/Shanghai")


class Calculators:
    """Time limits and fees over what the library holds today."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def rule(self, id_: str) -> Deadline | None:
        """The rule with this id (`deadline/us/itc-337-response`), if it is held."""
        held = self._library.get(id_)
        return held.entry if held and isinstance(held.entry, Deadline) else None

    def calendar(self, code: str) -> Calendar:
        """The closed days of a jurisdiction: the national table and those of its guide."""
        held = self._library.get(f"guide/{code}")
        closings = held.entry.closed_days if held and isinstance(held.entry, Guide) else ()
        return Calendar(code, closings)

    def deadline(self, asked: Asked) -> Computed:
        """The last day, with its reasoning. Invalid if a date is missing or out of reach."""
        return deadlines.compute(asked, self.calendar(asked.rule.jurisdiction or ""))

    def what_if(self, asked: Asked, days: tuple[int, ...]) -> list[tuple[date, Computed]]:
        """The same with the date moved by so many days."""
        return deadlines.what_if(asked, self.calendar(asked.rule.jurisdiction or ""), days)

    def schedules(self) -> list[Fees]:
        """Every schedule that prices a right."""
        return [f for f in self._library.entries("fees") if isinstance(f, Fees) and f.prices_a_right]

    def budget(self, order: Order) -> Budget:
        """Official fees for an order. Invalid by field."""
        rates = {c: fees.Rate(r.currency, r.cny, r.on, r.source) for c, r in self._library.rates().items()}
        return fees.estimate(order, self.schedules(), rates)

    def plan(self, answers: Answers, today: date) -> Plan:
        """The dated plan for what was answered."""
        library = self._library
        known = plan.Known(
            directives=[e for e in library.entries("directive") if isinstance(e, Directive)],
            deadlines=[e for e in library.entries("deadline") if isinstance(e, Deadline)],
            cases=[e for e in library.entries("case") if isinstance(e, Case)],
            fairs=[e for e in library.entries("exhibition") if isinstance(e, Exhibition)],
            offices=[e for e in library.entries("office") if isinstance(e, Office)],
            experts=[e for e in library.entries("expert") if isinstance(e, Expert)],
            schedules=[e for e in library.entries("fees") if isinstance(e, Fees)],
            systems=lambda code: library.names[code].systems_on(today) if code in library.names else (),
            calendar=self.calendar,
            guides=[e for e in library.entries("guide") if isinstance(e, Guide)],
        )
        return plan.compose(answers, known, today)

    def before_export(self, wish: Wish, today: date) -> Checklist:
        """What to do before goods leave. Invalid by field."""
        library = self._library
        held = library.get(export.PROCEDURE)
        return export.checklist(
            wish,
            today,
            procedure=held.entry if held and isinstance(held.entry, Directive) else None,
            systems={c: library.names[c].systems_on(today) for c in wish.markets if c in library.names},
            deadlines=[e for e in library.entries("deadline") if isinstance(e, Deadline)],
            schedules=self.schedules(),
            fairs=[e for e in library.entries("exhibition") if isinstance(e, Exhibition)],
            cases=[e for e in library.entries("case") if isinstance(e, Case)],
            policies=[e for e in library.entries("law", plan.HOME) if isinstance(e, Law)],
        )


def beijing_end(code: str, due: date) -> datetime | None:
    """The moment, in Beijing, when the last day ends where the forum is; None where the zone is not known."""
    zone = ZONES.get(code)
    if zone is None:
        return None
    return datetime.combine(due + timedelta(days=1), time(0), ZoneInfo(zone)).astimezone(BEIJING)
