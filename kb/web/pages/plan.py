"""The plan as a page: its address holds coded answers and dates only, so it can be sent and computed again."""

from dataclasses import dataclass
from datetime import datetime

from kb.calculators import Calculators, DueRule, Plan, beijing_end
from kb.kinds.vocabulary import Industry
from kb.library import Brief
from kb.papers import LETTERS, Letter
from kb.web.forms import Form
from kb.web.pages import wizard
from kb.web.pages.frame import Frame
from kb.web.pages.wizard import Given, Option
from kb.web.speaker import Speaker


@dataclass(frozen=True)
class Changed:
    """An entry that the plan rests on and that changed since the address was made."""

    brief: Brief
    number: int
    at: str


@dataclass(frozen=True)
class PlanPage:
    """The plan with its answers, the address to keep, and what changed since it was made."""

    frame: Frame
    plan: Plan
    given: list[Given]
    share: str
    number: int
    changed: list[Changed]
    moments: dict[str, datetime | None]
    """When the last day of each rule ends, in Beijing."""
    industries: list[Option]
    hidden: list[tuple[str, str]]
    letters: tuple[Letter, ...]
    unanswered: str
    """The address of the first question without an answer, if there is one."""


def plan_page(speaker: Speaker, calculators: Calculators, form: Form, frame: Frame) -> PlanPage:
    """The plan for an address; what cannot be read has been noted in the form before."""
    answers = wizard.read(speaker, form)
    plan = calculators.plan(answers, speaker.today)
    values = wizard.kept(form)
    number = speaker.library.number()
    asked = wizard.applicable(speaker, answers)
    given = [
        Given(
            speaker.t(wizard.title(q, answers)),
            wizard.said(speaker, answers, q),
            speaker.link("/directive", **{**values, "q": q}),
        )
        for q in asked
    ]
    first = next((q for q in asked if not values.get(q)), "")
    return PlanPage(
        frame=frame,
        plan=plan,
        given=given,
        share=speaker.link("/directive/plan", **{**values, "v": str(number)}),
        number=number,
        changed=_changed(speaker, plan, _since(form.typed("v"), number)),
        moments={d.rule.id: _moment(d) for d in plan.due},
        industries=[Option(w.value, speaker.term(w), w is answers.industry) for w in Industry],
        hidden=[(k, v) for k, v in values.items() if k != "i"],
        letters=tuple(LETTERS.values()),
        unanswered=speaker.link("/directive", **{**values, "q": first}) if first else "",
    )


def _moment(due: DueRule) -> datetime | None:
    last = due.computed.due if due.computed else None
    return beijing_end(due.rule.jurisdiction or "", last) if last else None


def _since(typed: str, number: int) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() else number


def _changed(speaker: Speaker, plan: Plan, since: int) -> list[Changed]:
    found = []
    for brief in speaker.library.briefs(plan.used()):
        latest = next(iter(speaker.library.history(brief.id)), None)
        if latest and latest.number > since:
            found.append(Changed(brief, latest.number, latest.at))
    return found
