"""The calculator of time limits: a rule, dates, a way of service → the last day, shown with every step."""

from dataclasses import dataclass
from datetime import date, datetime

from kb.calculators import Asked, Calculators, Computed, beijing_end, mainland_working_days_before
from kb.errors import Invalid
from kb.kinds import Deadline
from kb.kinds.fields import Bi
from kb.kinds.vocabulary import Direction, Service
from kb.web.forms import Form
from kb.web.pages.frame import Frame
from kb.web.pages.listing import Group, ListPage, list_page
from kb.web.speaker import Speaker

SHIFTS = (-3, -2, -1, 1, 2, 3)
CUT_OFF = 5
"""Mainland working days kept before the last day for translation, signature and posting: our own margin, said so."""


@dataclass(frozen=True)
class DateField:
    """A field for the date of one event."""

    name: str
    label: str
    value: str
    wrong: Bi | None


@dataclass(frozen=True)
class Answer:
    """A computed time limit with what surrounds it."""

    computed: Computed
    left: int | None
    """Days from today to the last day; negative if it is past."""
    beijing: datetime | None
    cut_off: date | None
    cut_off_known: bool
    forecast: bool
    """Whether the trigger lies in the future."""
    shifts: list[tuple[date, Computed]]


@dataclass(frozen=True)
class DeadlinesPage:
    """The form, the answer if one was asked for, and all rules below."""

    frame: Frame
    rows: ListPage
    choices: list[Group]
    rule: Deadline | None
    fields: list[DateField]
    services: list[Service]
    service: Service | None
    chosen: DateField | None
    wrong: dict[str, Bi]
    answer: Answer | None
    back: str = ""


def names_of_dates(rule: Deadline) -> list[str]:
    """The address fields of a rule's events: on, on2, on3."""
    return ["on" if n == 0 else f"on{n + 1}" for n in range(len(rule.trigger.of))]


def deadlines_page(speaker: Speaker, calculators: Calculators, form: Form, frame: Frame) -> DeadlinesPage:
    """The page for an address."""
    all_ = list_page(speaker, "deadline", frame)
    rule = calculators.rule(f"deadline/{form.typed('rule')}") if form.typed("rule") else None
    if form.typed("rule") and rule is None:
        form.refuse(
            "rule", Bi(zh="没有这条时限规则，请从列表中选择。", en="There is no such rule; choose one from the list.")
        )
    answer = _answer(speaker, calculators, form, rule) if rule else None
    fields = _fields(speaker, form, rule) if rule else []
    services = sorted({a.service for v in rule.versions for a in v.added}) if rule else []
    chosen = None
    if rule and len(rule.versions) > 1:
        label = speaker.bi(rule.chosen_by)
        chosen = DateField("as", label, form.typed("as"), form.wrong.get("as"))
    return DeadlinesPage(
        frame, all_, all_.groups, rule, fields, services, form.choice("by", Service), chosen, form.wrong, answer
    )


def _fields(speaker: Speaker, form: Form, rule: Deadline) -> list[DateField]:
    return [
        DateField(name, speaker.bi(event), form.typed(name), form.wrong.get(name))
        for name, event in zip(names_of_dates(rule), rule.trigger.of, strict=True)
    ]


def _answer(speaker: Speaker, calculators: Calculators, form: Form, rule: Deadline) -> Answer | None:
    names = names_of_dates(rule)
    asked = Asked(rule, tuple(map(form.day, names)), form.choice("by", Service), form.day("as"))
    if form.wrong or not any(form.typed(name) for name in names):
        return None
    try:
        return answer_of(speaker.today, calculators, asked)
    except Invalid as error:
        form.take(error)
        return None


def answer_of(today: date, calculators: Calculators, asked: Asked) -> Answer:
    """What is shown of a computed time limit. Invalid as `Calculators.deadline`."""
    found = calculators.deadline(asked)
    code = asked.rule.jurisdiction or ""
    if found.due is None:
        return Answer(found, None, None, None, True, bool(found.trigger and found.trigger > today), [])
    before = found.version is not None and found.version.direction is Direction.BEFORE
    cut_off, known = mainland_working_days_before(found.due, CUT_OFF)
    return Answer(
        computed=found,
        left=(found.due - today).days,
        beijing=beijing_end(code, found.due),
        cut_off=cut_off,
        cut_off_known=known,
        forecast=bool(found.trigger and found.trigger > today and not before),
        shifts=calculators.what_if(asked, SHIFTS),
    )
