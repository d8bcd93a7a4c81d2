"""Before exporting: steps counted back from the day on which goods leave, and each market's own."""

from datetime import date

import pytest

from kb.calculators.export import Wish, checklist
from kb.errors import Invalid
from kb.kinds.vocabulary import Industry, Right
from tests import makers

TODAY = date(2026, 11, 25)
STEP = makers.OWN["directive"]["steps"][0]
PROCEDURE = makers.entry(
    "directive",
    "directive/cn-before-export",
    steps=[{**STEP, "lead_days": "180"}, {**STEP, "id": "later", "lead_days": "30"}, {**STEP, "id": "any"}],
)
FAIR = makers.entry(
    "exhibition", before=[{"what": makers.bi("保护函"), "lead_days": "14"}, {"what": makers.bi("随时")}]
)


def listed(wish: Wish, **over):
    given = {
        "procedure": PROCEDURE, "systems": {"de": ["ep"]}, "fairs": [FAIR], "cases": [makers.entry("case")],
        "deadlines": [makers.entry("deadline", "deadline/us/priority", roles="preventive"), makers.entry("deadline", "deadline/ep/priority", roles="preventive"), makers.entry("deadline")],
        "schedules": [makers.entry("fees")], **over,
    }  # fmt: skip
    return checklist(wish, TODAY, **given)


def test_days_are_counted_back_and_the_late_are_marked():
    found = listed(Wish(("us",), date(2027, 3, 1)))
    days = [(d.by, d.late, d.fair is not None) for d in found.steps]
    assert days == [
        (date(2026, 9, 2), True, False),
        (date(2026, 12, 23), False, True),
        (date(2027, 1, 30), False, False),
    ]


def test_a_market_brings_its_systems_rules_fees_fairs_and_cases():
    us, de = listed(Wish(("us", "de"), date(2027, 3, 1))).markets
    assert [d.id for d in us.deadlines] == ["deadline/us/priority"]
    assert [d.id for d in de.deadlines] == ["deadline/ep/priority"]
    assert (len(us.fees), len(us.fairs), len(us.cases)) == (1, 1, 1)
    assert (len(de.fees), len(de.fairs), len(de.cases)) == (0, 0, 0)


def test_right_and_industry_narrow_it():
    found = listed(Wish(("us",), date(2027, 3, 1), Right.TRADE_MARK, Industry.TOY))
    assert [d.fair for d in found.steps] == [None, None]
    assert found.markets[0].deadlines == found.markets[0].fees == found.markets[0].fairs == ()


@pytest.mark.parametrize("wish", [Wish((), TODAY), Wish(("us",) * 11, TODAY), Wish(("us",), date(2026, 11, 24))])
def test_what_cannot_be_is_told(wish: Wish):
    with pytest.raises(Invalid):
        listed(wish)


def test_support_stands_by_closing_day_and_what_has_closed_comes_last():
    row = {"what": makers.bi("资助"), "who": makers.bi("企业"), "ask": "office/centre", "source": "src"}
    rows = [{**row, "closes": "2026-11-24"}, row, {**row, "closes": "2027-01-31"}, {**row, "closes": "2026-11-25"}]
    policies = [
        makers.entry("law", "law/cn/fund", support=rows),
        makers.entry("law", "law/cn/gone", status="repealed", support=[row]),
        makers.entry("law", "law/cn/marks", rights="trade-mark", support=[row]),
    ]
    found = listed(Wish(("us",), date(2027, 3, 1), Right.PATENT), policies=policies).support
    assert [(h.law.slug, h.row.closes, h.closed) for h in found] == [
        ("fund", date(2026, 11, 25), False),
        ("fund", date(2027, 1, 31), False),
        ("fund", None, False),
        ("fund", date(2026, 11, 24), True),
    ]
    assert listed(Wish(("us",), date(2027, 3, 1))).support == ()
