"""Official fees estimated: the arithmetic written out, variants chosen, gaps told, and what must hold for any order."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.calculators.fees import Order, Rate, charge_of, estimate
from kb.errors import Invalid
from kb.kinds.fees import FeeItem, Fees
from kb.kinds.vocabulary import Channel, Occasion, Payer, Right
from tests import makers

ON = date(2026, 11, 22)
RATES = {"USD": Rate("USD", Decimal("7.1"), date(2026, 1, 27))}
ORDER = Order(("us",), Right.PATENT, ON)


def item(**over) -> dict:
    return {"id": "filing", "act": "filing", "what": makers.bi("费"), "occasion": "standard", "source": "src", **over}


def schedule(*items: dict, id_: str = "fees/us/patent", **over) -> Fees:
    return makers.entry("fees", id_, items=list(items), **over)


def total(order: Order, *items: dict, **over) -> Decimal:
    return estimate(order, [schedule(*items, **over)], RATES).estimates[0].total


def gaps(order: Order, *items: dict, **over) -> list[str]:
    return [gap.zh for gap in estimate(order, [schedule(*items, **over)], RATES).estimates[0].gaps]


@pytest.mark.parametrize(
    ("line", "order", "amount", "arithmetic"),
    [
        ({"amount": "350"}, {}, 350, "350"),
        ({"each": "200", "unit": "claim", "over": "20"}, {"claims": 20}, 0, "0"),
        ({"each": "200", "unit": "claim", "over": "20"}, {"claims": 23}, 600, "3 × 200 = 600"),
        ({"each": "290", "unit": "claim", "over": "15", "upto": "50"}, {"claims": 60}, 10150, "35 × 290 = 10150"),
        ({"amount": "3400", "each": "8600", "unit": "class"}, {"classes": 3}, 29200, "3400 + 3 × 8600 = 29200"),
        ({"amount": "350", "each": "350", "unit": "class", "over": "1"}, {"classes": 3}, 1050, "350 + 2 × 350 = 1050"),
        ({"each": "450", "unit": "sheets-50", "over": "2"}, {"pages": 101}, 450, "1 × 450 = 450"),
        ({"each": "450", "unit": "sheets-50", "over": "2"}, {"pages": 100}, 0, "0"),
        ({"amount": "0.10", "each": "0.20", "unit": "page"}, {"pages": 1}, Decimal("0.30"), "0.10 + 1 × 0.20 = 0.30"),
    ],
)
def test_a_line(line: dict, order: dict, amount, arithmetic: str):
    found = charge_of(FeeItem.model_validate(item(**line)), replace(ORDER, **order))
    assert found == (Decimal(amount), arithmetic)


def test_a_fee_by_value():
    brackets = [{"upto": "500000"}, {"upto": "750000", "amount": "2500"}, {"amount": "100", "percent": "0.5"}]
    fee = FeeItem.model_validate(item(brackets=brackets))
    assert [charge_of(fee, ORDER, Decimal(v))[0] for v in (1, 500000, 500001, 1000000)] == [0, 0, 2500, Decimal(5100)]


def test_variants_by_payer_and_channel():
    lines = [
        item(amount="350", payer="standard"),
        item(id="filing-small", amount="140", payer="small"),
        item(id="filing-small-paper", amount="200", payer="small", channel="paper"),
        item(id="search", act="search", amount="10", payer="standard"),
        item(id="paper-surcharge", amount="5", channel="paper"),
    ]
    assert total(ORDER, *lines) == 360
    assert total(replace(ORDER, payer=Payer.SMALL), *lines) == 150
    assert total(replace(ORDER, payer=Payer.SMALL, channel=Channel.PAPER), *lines) == 215
    assert total(replace(ORDER, payer=Payer.MICRO), *lines) == 360


def test_paper_falls_back_to_the_online_amount_and_says_so_but_never_the_reverse():
    lines = [
        item(id="filing-online", amount="100", channel="online"),
        item(id="filing-paper", amount="150", channel="paper"),
        item(id="search", act="search", amount="10", channel="online", what={"zh": "检索", "en": "Search"}),
        item(id="digitisation", amount="5", channel="paper"),
        item(id="examination", act="examination", amount="1"),
    ]
    assert (total(ORDER, *lines), gaps(ORDER, *lines)) == (111, [])
    paper = replace(ORDER, channel=Channel.PAPER)
    assert total(paper, *lines) == 166
    assert gaps(paper, *lines) == ["“检索”只有网上费额，按网上计"]


def test_only_what_is_due_in_every_case_is_added():
    lines = [item(amount="1"), item(id="b", amount="10", occasion="option"), item(id="c", amount="100", occasion="pct")]
    assert total(ORDER, *lines) == 1
    assert total(replace(ORDER, route=Occasion.PCT), *lines) == 101


def test_the_years_of_a_life():
    lines = [
        item(amount="5"),
        item(id="grant", act="grant", amount="7"),
        item(id="annual-3-20", act="renewal", amount="1", from_year="3", to_year="20", yearly="yes"),
        item(id="once", act="renewal", amount="100", from_year="5", to_year="8"),
    ]
    found = estimate(replace(ORDER, years=6, grant_after=2), [schedule(*lines)], RATES).estimates[0]
    assert found.by_year() == {0: 5, 2: 8, 3: 1, 4: 101, 5: 1}
    granted = schedule(*lines, years_from="grant")
    found = estimate(replace(ORDER, years=6, grant_after=2), [granted], RATES).estimates[0]
    assert found.by_year() == {0: 5, 2: 7, 4: 1, 5: 1}
    pending = schedule(*lines, renewed="pending")
    found = estimate(replace(ORDER, years=9, grant_after=4), [pending], RATES).estimates[0]
    assert found.by_year() == {0: 5, 2: 1, 3: 1, 4: 7}
    assert any("另缴年费" in gap.zh for gap in found.gaps)


@pytest.mark.parametrize(("years", "due"), [(2, 5), (3, 12), (4, 13)])
def test_grant_counts_only_within_the_life_asked_for(years: int, due: int):
    lines = [
        item(amount="5"),
        item(id="grant", act="grant", amount="7"),
        item(id="annual", act="renewal", amount="1", from_year="1", to_year="1"),
    ]
    assert total(replace(ORDER, years=years, grant_after=3), *lines, years_from="grant") == due


def test_a_line_may_count_its_years_from_another_day_than_its_schedule():
    ten = {"act": "renewal", "from_year": "11", "repeats": "10"}
    lines = [
        item(amount="5"),
        item(id="renewal", amount="1", **ten),
        item(id="madrid-renewal", amount="100", years_from="filing", **ten),
    ]
    found = estimate(replace(ORDER, years=22, grant_after=3), [schedule(*lines, years_from="grant")], RATES)
    assert found.estimates[0].by_year() == {0: 5, 10: 100, 13: 1, 20: 100}


def test_what_comes_again_every_ten_years():
    lines = [
        item(amount="5"),
        item(id="use", act="renewal", amount="3", due_months="72, 120", repeats="10"),
        item(id="renewal", act="renewal", amount="9", from_year="11", repeats="10"),
    ]
    order = replace(ORDER, years=31, grant_after=0)
    assert estimate(order, [schedule(*lines)], RATES).estimates[0].by_year() == {0: 5, 6: 3, 10: 12, 20: 12, 30: 12}


def test_superseded_amounts_are_not_used():
    lines = [item(amount="350"), item(amount="320", valid_from="2020-01-01", valid_to="2025-01-18")]
    assert total(ORDER, *lines) == 350
    assert total(replace(ORDER, on=date(2025, 1, 18)), *lines) == 320


def test_yuan_are_rounded_once_and_missing_rates_are_told():
    lines = [item(amount="0.33"), item(id="b", amount="0.33")]
    assert estimate(ORDER, [schedule(*lines)], RATES).cny == Decimal("4.69")  # 0.66 × 7.1 = 4.686
    budget = estimate(ORDER, [schedule(*lines, currency="KPW")], RATES)
    assert budget.cny is None
    assert budget.totals == {"KPW": Decimal("0.66")}
    assert any("没有 KPW 的汇率" in gap.zh for gap in budget.estimates[0].gaps)


def test_what_is_not_held_or_stale_is_told_never_zero():
    budget = estimate(replace(ORDER, jurisdictions=("us", "de")), [schedule(item(amount="1"))], RATES)
    assert budget.cny is None
    assert "未收录" in budget.estimates[1].gaps[0].zh
    late = replace(ORDER, on=date(2029, 1, 1))
    assert any("已过复核期" in gap.zh for gap in estimate(late, [schedule(item(amount="1"))], RATES).estimates[0].gaps)
    other = replace(ORDER, route=Occasion.PCT)
    only_direct = schedule(item(amount="1", occasion="direct"))
    assert any("合计不完整" in gap.zh for gap in estimate(other, [only_direct], RATES).estimates[0].gaps)
    court = schedule(item(amount="1", occasion="option"))
    assert estimate(ORDER, [court], RATES).estimates[0].charges == ()


def test_what_the_schedule_lacks_is_told_in_every_estimate():
    assert gaps(ORDER, item(amount="1"), missing={"zh": "页数附加费", "en": "Page fee"}) == ["未收录：页数附加费"]


def test_before_the_schedule_begins_older_amounts_may_be_incomplete():
    lines = [item(amount="1", valid_from="2020-01-01"), item(id="b", amount="10")]
    before, first = replace(ORDER, on=date(2025, 1, 18)), replace(ORDER, on=date(2025, 1, 19))
    assert (total(before, *lines), total(first, *lines)) == (1, 11)
    assert gaps(before, *lines) == ["费表自 2025-01-19 起，此前的金额可能不全"]
    assert gaps(first, *lines) == []


def test_own_costs_stay_apart():
    order = replace(ORDER, own_costs={"us": Decimal("12000.50")})
    budget = estimate(order, [schedule(item(amount="100"))], RATES)
    assert (budget.cny, budget.own) == (Decimal("710.00"), Decimal("12000.50"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("claims", -1), ("claims", 10**9), ("classes", 0), ("pages", 1001), ("years", -1), ("grant_after", 61),
        ("independent_claims", 11), ("jurisdictions", ()), ("jurisdictions", ("us",) * 31), ("right", Right.COPYRIGHT),
        ("route", Occasion.MADRID), ("own_costs", {"us": Decimal(-1)}),
    ],
)  # fmt: skip
def test_impossible_orders_are_told_by_field(field: str, value):
    with pytest.raises(Invalid) as raised:
        estimate(replace(ORDER, **{field: value}), [schedule(item())], RATES)
    assert raised.value.problems[0].zh


ORDERS = st.builds(
    Order,
    jurisdictions=st.just(("us",)),
    right=st.just(Right.PATENT),
    on=st.just(ON),
    claims=st.integers(5, 100),
    independent_claims=st.integers(1, 5),
    pages=st.integers(1, 300),
    years=st.integers(0, 30),
    grant_after=st.integers(0, 10),
)
LINES = [
    item(amount="14000"),
    item(id="exam", act="examination", amount="138000", each="4000", unit="claim"),
    item(id="grant", act="grant", amount="12900", each="900", unit="claim"),
    item(
        id="annual", act="renewal", amount="10300", each="800", unit="claim", from_year="4", to_year="20", yearly="yes"
    ),
]


@given(ORDERS)
def test_the_total_is_the_sum_of_the_lines_and_of_the_years(order: Order):
    found = estimate(order, [schedule(*LINES)], RATES).estimates[0]
    assert found.total == sum(c.amount for c in found.charges) == sum(found.by_year().values())
    assert found.total == found.total.to_integral()


@given(ORDERS)
def test_more_claims_or_years_never_cost_less(order: Order):
    assert total(replace(order, claims=order.claims + 1), *LINES) >= total(order, *LINES)
    assert total(replace(order, years=order.years + 1), *LINES) >= total(order, *LINES)
