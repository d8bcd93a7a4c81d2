"""The plan itself: which procedure and rules, what is computed and what never is, whom to ask and why."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kb.calculators.calendars import Calendar
from kb.calculators.interview import ABROAD, ASKS, OWNER, Answers, questions
from kb.calculators.plan import FIXED, Known, compose
from kb.kinds.vocabulary import Event, Named, Right, Service, Stage
from tests import makers

TODAY = date(2026, 11, 25)
VERSION = makers.OWN["deadline"]["versions"][0]


def rule(slug: str, start: str, events: str = "lawsuit", **over):
    trigger = {"of": [makers.bi("事")], "start": start}
    return makers.entry(
        "deadline", f"deadline/us/{slug}", **{"events": events, "roles": "accused, owner", "trigger": trigger, **over}
    )


def procedure(slug: str, events: str, **over):
    return makers.entry("directive", f"directive/{slug}", events=events, roles="accused, owner", **over)


KNOWN = Known(
    directives=[
        procedure("us", "lawsuit", jurisdictions="us"),
        procedure("general", "lawsuit"),
        procedure("also", "subpoena, lawsuit"),
        procedure("fixed-steps", ", ".join(Event)),
    ],
    deadlines=[rule("answer", "served"), rule("appeal", "decision"), rule("relief", "decision", "judgment"), rule("mark", "served", rights="trade-mark")],
    cases=[makers.entry("case")],
    fairs=[makers.entry("exhibition")],
    offices=[makers.entry("office"), makers.entry("office", "office/there", tier="foreign", jurisdictions="us")],
    experts=[makers.entry("expert", f"expert/e{n}") for n in range(4)],
    schedules=[makers.entry("fees")],
    systems=lambda code: ["ep"] if code == "de" else [],
    calendar=Calendar,
)  # fmt: skip
SUED = Answers(event=Event.LAWSUIT, place="us", stage=Stage.RECEIVED, on=date(2026, 11, 16), right=Right.PATENT)


def test_the_procedure_written_for_the_event_and_the_place_is_chosen():
    assert compose(SUED, KNOWN, TODAY).procedure.slug == "us"
    elsewhere = compose(replace(SUED, place="vn"), KNOWN, TODAY)
    assert (elsewhere.procedure.slug, elsewhere.fits_place) == ("general", True)
    only = replace(KNOWN, directives=[procedure("us", "lawsuit", jurisdictions="us")])
    assert compose(replace(SUED, place="vn"), only, TODAY).fits_place is False


def test_only_rules_that_run_from_the_day_that_is_known_are_computed():
    plan = compose(SUED, KNOWN, TODAY)
    assert [(d.rule.slug, d.computed.due) for d in plan.due] == [("answer", date(2026, 12, 7))]
    assert [r.slug for r in plan.later] == ["appeal"]
    assert plan.first == date(2026, 12, 7)
    unknown = compose(replace(SUED, on=None), KNOWN, TODAY)
    assert [d.computed for d in unknown.due] == [None]
    assert unknown.first is None


def test_a_day_that_is_over_leads_to_relief():
    plan = compose(replace(SUED, on=date(2026, 9, 1)), KNOWN, TODAY)
    assert [d.rule.slug for d in plan.passed] == ["answer"]
    assert plan.due == ()
    assert [r.slug for r in plan.relief] == ["relief"]


def test_phases_end_before_the_first_deadline():
    steps = [{**makers.OWN["directive"]["steps"][0], "id": p, "phase": p} for p in ("24h", "3d", "2w", "after")]
    known = replace(KNOWN, directives=[procedure("us", "lawsuit", steps=steps)])
    phases = {p.phase.value: p.by for p in compose(replace(SUED, on=date(2026, 11, 10)), known, TODAY).phases}
    assert phases == {"24h": date(2026, 11, 26), "3d": date(2026, 11, 28), "2w": date(2026, 11, 30), "after": None}


def test_whom_to_ask_has_reasons_and_at_least_three_advisers():
    plan = compose(replace(SUED, place="vn"), KNOWN, TODAY)
    assert len(plan.experts) >= 3
    assert all(match.reasons for match in plan.offices)
    assert compose(SUED, KNOWN, TODAY).offices[0].entry.slug == "there"


ANSWERS = st.builds(
    Answers,
    event=st.sampled_from(Event),
    place=st.sampled_from(["", "us", "de", "vn", "zz"]),
    stage=st.sampled_from([None, *Stage]),
    on=st.one_of(st.none(), st.dates(date(1950, 1, 1), TODAY)),
    paper=st.one_of(st.none(), st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))),
    by=st.sampled_from([None, *Service]),
    right=st.sampled_from([None, *Right]),
    named=st.sampled_from([None, *Named]),
    counsel=st.sampled_from([None, True, False]),
)


@given(ANSWERS)
def test_any_answers_give_a_plan_whose_days_all_have_a_rule_or_the_paper_behind_them(answers: Answers):
    plan = compose(answers, KNOWN, TODAY)
    days = {d.computed.due for d in plan.due if d.computed} | {answers.paper}
    assert plan.first is None or plan.first in days
    assert all(d.computed.due >= TODAY for d in plan.due if d.computed and d.computed.due)
    assert all(d.computed.due < TODAY for d in plan.passed)
    shown = {step.id for phase in plan.phases for directive, step in phase.steps if directive.id == FIXED}
    assert ("evidence-abroad" in shown) <= (answers.event in ABROAD)


@given(ANSWERS, st.booleans(), st.booleans())
def test_never_more_than_nine_questions(answers: Answers, systems: bool, fairs: bool):
    asked = questions(answers, systems=["ep"] if systems else [], fairs=fairs)
    assert asked[0] == "e"
    assert len(asked) == len(set(asked)) <= 9


def test_every_event_is_asked_about_and_knows_its_role():
    assert set(ASKS) == set(Event)
    assert set(Event) > OWNER


def test_a_later_paper_or_the_other_sides_day_never_becomes_the_firms_own():
    theirs = rule("theirs", "served", roles="owner")
    known = replace(KNOWN, deadlines=[*KNOWN.deadlines, rule("rejoinder", "later"), theirs])
    plan = compose(SUED, known, TODAY)
    assert [d.rule.slug for d in plan.due] == ["answer"]
    assert "rejoinder" in [r.slug for r in plan.later]
    assert [d.rule.slug for d in plan.theirs] == ["theirs"]
    assert plan.first == date(2026, 12, 7)


def test_a_rule_for_another_way_of_service_is_left_out():
    trigger = {"of": [makers.bi("事")], "start": "served", "served_by": "personal"}
    known = replace(
        KNOWN,
        deadlines=[makers.entry("deadline", "deadline/us/home", events="lawsuit", roles="accused", trigger=trigger)],
    )
    assert not compose(replace(SUED, by=Service.HAGUE), known, TODAY).due
    assert [d.rule.slug for d in compose(replace(SUED, by=Service.PERSONAL), known, TODAY).due] == ["home"]
    assert [d.rule.slug for d in compose(SUED, known, TODAY).due] == ["home"]


def test_without_a_paper_nothing_is_computed():
    known = replace(KNOWN, deadlines=[rule("notice", "served", "copied")])
    plan = compose(Answers(event=Event.COPIED, place="us", on=date(2026, 11, 16)), known, TODAY)
    assert (plan.due, plan.passed, [r.slug for r in plan.later]) == ((), (), ["notice"])


def test_a_place_of_which_only_its_regional_systems_are_held_is_told():
    known = replace(
        KNOWN,
        deadlines=[*KNOWN.deadlines, makers.entry("deadline", "deadline/ep/answer", events="lawsuit", roles="accused")],
    )
    assert compose(SUED, known, TODAY).own_rules
    assert not compose(replace(SUED, place="de"), known, TODAY).own_rules


COST = {
    "events": "lawsuit",
    "what": makers.bi("一审"),
    "stage": makers.bi("判决"),
    "low": "100",
    "high": "200",
    "currency": "USD",
    "as_of": "2019",
    "source": "src",
}


def test_what_it_cost_others_is_that_of_the_event_the_right_and_the_place_first():
    own = [COST, {**COST, "rights": "trade-mark"}, {**COST, "events": "takedown"}, {**COST, "rights": "patent"}]
    guides = [
        makers.entry("guide", "guide/ep", defence_costs=[COST]),
        makers.entry("guide", "guide/vn", defence_costs=[COST]),
        makers.entry("guide", "guide/de", defence_costs=own),
    ]
    known = replace(KNOWN, guides=guides)
    found = compose(replace(SUED, place="de"), known, TODAY).costs
    assert [(c.guide.id, [r.value for r in c.row.rights]) for c in found] == [
        ("guide/de", []),
        ("guide/de", ["patent"]),
        ("guide/ep", []),
    ]
    assert compose(replace(SUED, place="jp"), known, TODAY).costs == ()
