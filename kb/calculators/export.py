"""Before exporting: product and markets → what to do by which day, and what each market asks for.

Pure. Days are counted back from the day on which goods leave or a fair opens; the lead of each step is a suggestion of the
procedure that it stands in, and is said to be one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kb.errors import Invalid, Problem
from kb.kinds.case import Case
from kb.kinds.deadline import Deadline
from kb.kinds.directive import Directive, Step
from kb.kinds.exhibition import Exhibition, ToDo
from kb.kinds.fees import FeeItem, Fees
from kb.kinds.law import Law, Support
from kb.kinds.vocabulary import Industry, LawStatus, Right, Role

PROCEDURE = "directive/cn-before-export"
MOST_MARKETS, MOST_CASES = 10, 4


@dataclass(frozen=True)
class Wish:
    """What is to be exported: markets, the right that matters most, the industry, the day on which goods leave."""

    markets: tuple[str, ...]
    leaves: date
    right: Right | None = None
    industry: Industry | None = None


@dataclass(frozen=True)
class Dated:
    """Something to do by a day; `late` if that day is past."""

    by: date
    late: bool
    what: Step | ToDo
    fair: Exhibition | None = None


@dataclass(frozen=True)
class Market:
    """What is held of one market for this wish."""

    code: str
    systems: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    fees: tuple[tuple[Fees, FeeItem], ...]
    fairs: tuple[Exhibition, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Help:
    """Support that applies, the policy that gives it; `closed` if the closing day is past and the next round is not known."""

    law: Law
    row: Support
    closed: bool


@dataclass(frozen=True)
class Checklist:
    """The steps by day, the markets, and the support at home."""

    wish: Wish
    procedure: Directive | None
    steps: tuple[Dated, ...]
    markets: tuple[Market, ...]
    support: tuple[Help, ...]


def checklist(
    wish: Wish,
    today: date,
    *,
    procedure: Directive | None,
    systems: dict[str, Sequence[str]],
    deadlines: Iterable[Deadline],
    schedules: Iterable[Fees],
    fairs: Iterable[Exhibition],
    cases: Iterable[Case],
    policies: Iterable[Law] = (),
) -> Checklist:
    """The checklist; Invalid if no market is named, too many are, or the day is past."""
    _check(wish, today)
    deadlines, schedules, fairs, cases = list(deadlines), list(schedules), list(fairs), list(cases)
    steps = [
        _dated(step, wish.leaves, today)
        for step in (procedure.steps if procedure else ())
        if step.lead_days is not None
    ]
    coming = [
        f
        for f in fairs
        if f.jurisdiction in wish.markets and f.starts and f.starts >= today and _industry(wish, f.industries)
    ]
    steps += [
        _dated(todo, fair.starts, today, fair)
        for fair in coming
        for todo in fair.before
        if fair.starts and todo.lead_days is not None
    ]
    markets = [
        Market(
            code=code,
            systems=tuple(systems.get(code, ())),
            deadlines=tuple(
                d for d in deadlines if d.jurisdiction in (code, *systems.get(code, ())) and _ahead(wish, d)
            ),
            fees=tuple(
                (f, item)
                for f in schedules
                if f.jurisdiction in (code, *systems.get(code, ())) and (wish.right is None or wish.right in f.rights)
                for item in f.at_a_glance(today)
            ),
            fairs=tuple(f for f in fairs if f.jurisdiction == code and _industry(wish, f.industries)),
            cases=_like(wish, code, cases),
        )
        for code in wish.markets
    ]
    return Checklist(
        wish, procedure, tuple(sorted(steps, key=lambda d: d.by)), tuple(markets), _support(wish, policies, today)
    )


def _support(wish: Wish, policies: Iterable[Law], today: date) -> tuple[Help, ...]:
    """What can still be applied for, the first to close first; then what names no closing day; what has closed last."""
    found = [
        Help(law, row, row.closes is not None and row.closes < today)
        for law in policies
        if law.status is not LawStatus.REPEALED and (wish.right is None or wish.right in law.rights)
        for row in law.support
    ]
    return tuple(sorted(found, key=lambda h: (h.closed, h.row.closes or date.max, h.law.id)))


def _dated(what: Step | ToDo, day: date, today: date, fair: Exhibition | None = None) -> Dated:
    by = day - timedelta(days=what.lead_days or 0)
    return Dated(by, by < today, what, fair)


def _ahead(wish: Wish, rule: Deadline) -> bool:
    return Role.PREVENTIVE in rule.roles and (wish.right is None or wish.right in rule.rights)


def _industry(wish: Wish, industries: Sequence[Industry]) -> bool:
    return wish.industry is None or wish.industry in industries


def _like(wish: Wish, code: str, cases: Iterable[Case]) -> tuple[Case, ...]:
    def score(case: Case) -> int:
        return (2 if wish.industry and wish.industry in case.industries else 0) + (
            1 if wish.right in case.rights else 0
        )

    there = [c for c in cases if code in c.jurisdictions]
    return tuple(sorted(there, key=lambda c: (score(c), str(c.day)), reverse=True)[:MOST_CASES])


def _check(wish: Wish, today: date) -> None:
    problems = []
    if not wish.markets:
        problems.append(Problem("export", "c", "请至少选择一个目标市场。", "Choose at least one market."))
    if len(wish.markets) > MOST_MARKETS:
        problems.append(
            Problem("export", "c", f"一次最多 {MOST_MARKETS} 个市场。", f"At most {MOST_MARKETS} markets at once.")
        )
    if wish.leaves < today:
        zh, en = "出口日期已经过去，请填今天或以后的日期。", "The day of export is past; give today or a later day."
        problems.append(Problem("export", "on", zh, en))
    if problems:
        raise Invalid(problems)
