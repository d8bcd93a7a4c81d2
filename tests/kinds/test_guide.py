"""Guides: what proceedings cost others is a range, dated, in order."""

import pytest
from pydantic import ValidationError

from kb.kinds import BY_NAME
from kb.kinds.messages import explain
from tests import makers

COST = {
    "events": "lawsuit", "what": makers.bi("一审"), "stage": makers.bi("判决"), "low": "100", "high": "100",
    "currency": "USD", "as_of": "2019", "source": "src",
}  # fmt: skip


def test_one_figure_is_a_range_of_its_own():
    row = makers.entry("guide", defence_costs=[COST]).defence_costs[0]
    assert row.low == row.high == 100


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"high": "99"}, "low must not be more than high"),
        ({"source": None}, "is required"),
        ({"as_of": "lately"}, "is not a date; write 2021, 2021-03 or 2021-03-14"),
        ({"events": "quarrel"}, "is not in the vocabulary"),
    ],
)
def test_a_figure_without_order_source_day_or_event_is_refused(wrong: dict, told: str):
    row = {k: v for k, v in {**COST, **wrong}.items() if v is not None}
    with pytest.raises(ValidationError) as refused:
        makers.entry("guide", defence_costs=[row])
    assert told in explain(BY_NAME["guide"], "guide", refused.value)[0].en
