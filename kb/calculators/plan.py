"""What happened → a dated plan: procedure, deadlines computed, steps by the day they are due, cost, cases, whom to ask.

Pure: entries, calendars and `today` come in as values. Where no rule or procedure fits, the plan says so and never makes up a date.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kb.calculators import routing
from kb.calculators.calendars import Calendar, mainland_working_days_before
from kb.calculators.deadlines import Asked, Computed, compute
from kb.calculators.interview import ABROAD, URGENT, Answers
from kb.calculators.routing import Match
from kb.errors import Invalid
from kb.kinds.case import Case
from kb.kinds.deadline import Deadline
from kb.kinds.directive import Directive, Never, Step
from kb.kinds.exhibition import Exhibition
from kb.kinds.expert import Expert
from kb.kinds.fees import FeeItem, Fees
from kb.kinds.fields import Bi
from kb.kinds.guide import DefenceCost, Guide
from kb.kinds.office import Office
from kb.kinds.vocabulary import Act, Event, Phase, Right

FIXED = "directive/fixed-steps"
EVIDENCE_ABROAD = "evidence-abroad"
"""The step of `FIXED` that is asked only where a foreign court or agency is involved."""
PHASE_DAYS = {Phase.HOURS_24: 1, Phase.DAYS_3: 3, Phase.WEEKS_2: 14}
HOME = "cn"
"""What the law at home asks of the firm holds wherever the dispute is."""
CUT_OFF = 5
MOST_CASES, MOST_FEES = 5, 8
ACTS: dict[Event, tuple[Act, ...]] = {
    Event.LAWSUIT: (Act.INVALIDATION, Act.OPPOSITION),
    Event.CHALLENGED: (Act.OPPOSITION, Act.INVALIDATION, Act.APPEAL),
    Event.SQUATTED: (Act.OPPOSITION, Act.INVALIDATION),
    Event.COPIED: (Act.COURT, Act.BORDER),
    Event.JUDGMENT: (Act.APPEAL,),
    Event.WARNING_LETTER: (Act.INVALIDATION, Act.OPPOSITION),
}


@dataclass(frozen=True)
class Known:
    """What the plan is made from."""

    directives: Sequence[Directive]
    deadlines: Sequence[Deadline]
    cases: Sequence[Case]
    fairs: Sequence[Exhibition]
    offices: Sequence[Office]
    experts: Sequence[Expert]
    schedules: Sequence[Fees]
    systems: Callable[[str], Sequence[str]]
    """The regional systems that cover a place today."""
    calendar: Callable[[str], Calendar]
    guides: Sequence[Guide] = ()


@dataclass(frozen=True)
class DueRule:
    """A time limit of the plan, computed where its trigger is the day that was given."""

    rule: Deadline
    computed: Computed | None
    cut_off: date | None = None
    cut_off_known: bool = True


@dataclass(frozen=True)
class PhaseSteps:
    """The steps of one phase and the day by which they are to be done (None: no day)."""

    phase: Phase
    by: date | None
    steps: tuple[tuple[Directive, Step], ...]


@dataclass(frozen=True)
class FeeOf:
    """An official fee that may fall due."""

    schedule: Fees
    item: FeeItem


@dataclass(frozen=True)
class CostOf:
    """A published figure of what such proceedings cost others, and the guide that it stands in."""

    guide: Guide
    row: DefenceCost


@dataclass(frozen=True)
class Plan:
    """The dated plan. `first` is the earliest day to keep: the paper's own date or a computed one."""

    answers: Answers
    places: tuple[str, ...]
    urgent: bool
    procedure: Directive | None
    fits_place: bool
    """False where the procedure was written for other places: only what is general in it holds."""
    fixed: Directive | None
    fair: Exhibition | None
    first: date | None
    due: tuple[DueRule, ...]
    later: tuple[Deadline, ...]
    relief: tuple[Deadline, ...]
    passed: tuple[DueRule, ...]
    theirs: tuple[DueRule, ...]
    """What the other side must do, and by when: until then goods stay held, or a measure stands."""
    own_rules: bool
    """False where only regional systems have rules for it: the procedure of the place itself is not held."""
    phases: tuple[PhaseSteps, ...]
    never: tuple[tuple[Directive, Never], ...]
    evidence: tuple[Bi, ...]
    fees: tuple[FeeOf, ...]
    costs: tuple[CostOf, ...]
    cases: tuple[Case, ...]
    offices: tuple[Match, ...]
    experts: tuple[Match, ...]
    laws: tuple[str, ...]

    def used(self) -> tuple[str, ...]:
        """Ids of the entries that the plan rests on, for telling what changed since it was made."""
        directives = [d.id for d in (self.procedure, self.fixed) if d]
        rules = [r.rule.id for r in (*self.due, *self.passed, *self.theirs)] + [
            r.id for r in (*self.later, *self.relief)
        ]
        return tuple(dict.fromkeys([*directives, *rules, *([self.fair.id] if self.fair else [])]))


def compose(answers: Answers, known: Known, today: date) -> Plan:
    """The plan for what was answered."""
    places = _places(answers, known)
    procedure, fits = _procedure(answers, places, known.directives)
    fixed = next((d for d in known.directives if d.id == FIXED), None)
    belonging = _rules(answers, places, known.deadlines, procedure)
    rules = [r for r in belonging if answers.role in r.roles]
    dated = [_computed(rule, answers, known) for rule in rules if rule.trigger.start is answers.start]
    theirs = [
        _computed(rule, answers, known)
        for rule in belonging
        if rule not in rules and rule.trigger.start is answers.start and answers.opponent in rule.roles
    ]
    passed = [d for d in dated if d.computed and d.computed.due and d.computed.due < today]
    due = [d for d in dated if d not in passed]
    relief = _relief(answers, places, known.deadlines, bool(passed)) if answers.event else []
    first = min(
        [d.computed.due for d in due if d.computed and d.computed.due] + ([answers.paper] if answers.paper else []),
        default=None,
    )
    chosen = [d for d in (procedure, fixed) if d]
    return Plan(
        answers=answers,
        places=places,
        urgent=answers.event in URGENT or bool(procedure and procedure.urgent),
        procedure=procedure,
        fits_place=fits,
        fixed=fixed,
        fair=next((f for f in known.fairs if f.id == f"exhibition/{answers.fair}"), None),
        first=first,
        due=tuple(sorted(due, key=_by_day)),
        later=tuple(r for r in rules if r.trigger.start is not answers.start and r not in relief),
        relief=tuple(relief),
        passed=tuple(sorted(passed, key=_by_day)),
        theirs=tuple(sorted(theirs, key=_by_day)),
        own_rules=not answers.place or answers.place in {r.jurisdiction for r in rules},
        phases=_phases(answers, chosen, today, first),
        never=tuple((d, n) for d in chosen for n in d.never),
        evidence=tuple(e for d in chosen for e in d.evidence),
        fees=_fees(answers, places, known.schedules, today),
        costs=_costs(answers, places, known.guides),
        cases=_cases(answers, places, known.cases),
        offices=tuple(routing.offices(answers, places, known.offices)[:6]),
        experts=tuple(routing.experts(answers, places, known.experts)[:5]),
        laws=_laws(rules, procedure),
    )


def _places(answers: Answers, known: Known) -> tuple[str, ...]:
    """The jurisdictions whose rules are looked at: the forum if it is known, else the place and what covers it."""
    if answers.forum:
        return (answers.forum,)
    return tuple(dict.fromkeys([answers.place, *known.systems(answers.place)])) if answers.place else ()


def _procedure(
    answers: Answers, places: Sequence[str], directives: Iterable[Directive]
) -> tuple[Directive | None, bool]:
    """The tightest match wins: written first of all for the event, then for these places, general, for the right."""

    def score(d: Directive) -> tuple[int, int, int, int]:
        place = 2 if set(places) & set(d.jurisdictions) else 1 if not d.jurisdictions else 0
        right = 1 if answers.right and answers.right in d.rights else 0
        return int(d.events[0] is answers.event), place, right, -len(d.events)

    fitting = [d for d in directives if answers.event in d.events and answers.role in d.roles and d.id != FIXED]
    best = max(fitting, key=score, default=None)
    return best, best is not None and (score(best)[1] > 0 or HOME in best.jurisdictions)


def _rules(
    answers: Answers, places: Sequence[str], deadlines: Iterable[Deadline], procedure: Directive | None
) -> list[Deadline]:
    """Rules of the places, of either side, that belong to the event, the right and the way of service; those of a domain
    name belong to no place.
    """
    named = {id_.partition("#")[0] for id_ in procedure.deadlines} if procedure else set()
    anywhere = answers.event is Event.DOMAIN
    return [
        d
        for d in deadlines
        if answers.event in d.events
        and (anywhere or d.jurisdiction in places or (not places and d.id in named))
        and fits_right(d, answers.right)
        and (answers.by is None or not d.trigger.served_by or answers.by in d.trigger.served_by)
    ]


def fits_right(rule: Deadline, right: Right | None) -> bool:
    """Whether a rule can concern the right, if one was named."""
    return right is None or not rule.rights or right in rule.rights


def _relief(answers: Answers, places: Sequence[str], deadlines: Iterable[Deadline], missed: bool) -> list[Deadline]:
    if not (answers.relief or missed):
        return []
    return [
        d
        for d in deadlines
        if Event.JUDGMENT in d.events
        and d.jurisdiction in places
        and answers.role in d.roles
        and fits_right(d, answers.right)
    ]


def _computed(rule: Deadline, answers: Answers, known: Known) -> DueRule:
    if answers.on is None:
        return DueRule(rule, None)
    dates = (answers.on, *(None for _ in rule.trigger.of[1:]))  # the first event of a rule is the one that is asked for
    try:
        found = compute(Asked(rule, dates, answers.by), known.calendar(rule.jurisdiction or ""))
    except Invalid:
        return DueRule(rule, None)
    if found.due is None:
        return DueRule(rule, found)
    cut_off, sure = mainland_working_days_before(found.due, CUT_OFF)
    return DueRule(rule, found, cut_off, sure)


def _by_day(due: DueRule) -> tuple[date, str]:
    return (due.computed.due if due.computed and due.computed.due else date.max, due.rule.id)


def _phases(answers: Answers, chosen: Sequence[Directive], today: date, first: date | None) -> tuple[PhaseSteps, ...]:
    """Steps by phase; a phase is due no later than the first deadline allows."""
    found = []
    own = {s.id for d in chosen if d.id != FIXED for s in d.steps}
    for phase in Phase:
        steps = [(d, s) for d in chosen for s in d.steps if s.phase is phase and _wanted(answers, d, s, own)]
        days = PHASE_DAYS.get(phase)
        by = today + timedelta(days=days) if days else None
        if by and first and first >= today:
            by = min(by, first)
        if steps:
            found.append(PhaseSteps(phase, by, tuple(steps)))
    return tuple(found)


def _wanted(answers: Answers, directive: Directive, step: Step, own: set[str]) -> bool:
    """Every step of the procedure; of the fixed ones those that it does not have itself and that fit the event."""
    if directive.id != FIXED:
        return True
    return step.id not in own and (step.id != EVIDENCE_ABROAD or answers.event in ABROAD)


def _fees(answers: Answers, places: Sequence[str], schedules: Iterable[Fees], today: date) -> tuple[FeeOf, ...]:
    acts = ACTS.get(answers.event, ()) if answers.event else ()
    found = [
        FeeOf(f, item)
        for f in schedules
        if f.jurisdiction in places and (answers.right is None or answers.right in f.rights)
        for item in f.current(today)
        if item.act in acts
    ]
    return tuple(found[:MOST_FEES])


def _costs(answers: Answers, places: Sequence[str], guides: Iterable[Guide]) -> tuple[CostOf, ...]:
    """Figures for the event and the right, of the place itself first."""
    found = [
        CostOf(guide, row)
        for guide in guides
        if guide.jurisdiction in places
        for row in guide.defence_costs
        if answers.event in row.events and (answers.right is None or not row.rights or answers.right in row.rights)
    ]
    return tuple(sorted(found, key=lambda c: places.index(c.guide.jurisdiction or "")))


def _cases(answers: Answers, places: Sequence[str], cases: Iterable[Case]) -> tuple[Case, ...]:
    """Like disputes: same place, same way, same right, same industry; the latest first among equals."""
    routes = routing.ROUTES.get(answers.event, ()) if answers.event else ()

    def score(case: Case) -> int:
        place = 4 if set(places) & set(case.jurisdictions) else 0
        way = 3 if case.route in routes else 0
        right = 2 if answers.right and answers.right in case.rights else 0
        return place + way + right + (1 if answers.industry and answers.industry in case.industries else 0)

    ranked = sorted(cases, key=lambda c: (score(c), str(c.day)), reverse=True)
    return tuple(c for c in ranked if score(c) >= 4)[:MOST_CASES]


def _laws(rules: Iterable[Deadline], procedure: Directive | None) -> tuple[str, ...]:
    ids = [r.law for r in rules if r.law]
    ids += [id_ for id_ in (procedure.related if procedure else ()) if id_.startswith("law/")]
    return tuple(dict.fromkeys(id_.partition("#")[0] for id_ in ids))
