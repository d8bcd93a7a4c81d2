"""The tables of the edition: what is refused, by line."""

import pytest

from kb.errors import Invalid
from kb.kinds import jurisdictions
from kb.kinds.tables import check_table
from tests import makers
from tests.conftest import TODAY


def test_right_tables():
    check_table("terms", makers.TERMS)
    check_table("rates", makers.RATES)
    names = jurisdictions.read(makers.NAMES)
    assert names.name("tw", "zh") == "TW"
    assert names.name("us", "en") == "United States"
    assert [t.code for t in names.members("ep", TODAY)] == ["de"]


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("terms", "", "line 1"),
        ("terms", "id\tzh\n", "line 1"),
        ("terms", makers.TERMS + "x\t\t\t\n", "line 4"),
        ("terms", makers.TERMS + "tro\ta\tb\t\n", "line 4"),
        ("rates", makers.RATES + "EUR\tabc\t2026-01-27\thttps://x\n", "line 3"),
        ("rates", makers.RATES + "EUR\t8\t2026-02-30\thttps://x\n", "line 3"),
        ("rates", makers.RATES + "EUR\t8\t2026-01-27\n", "line 3"),
    ],
)
def test_wrong_tables_are_refused_by_line(name: str, text: str, field: str):
    with pytest.raises(Invalid) as caught:
        check_table(name, text)
    assert caught.value.problems[0].field == field


def test_a_wrong_table_of_names_is_refused():
    for broken in (makers.NAMES.replace("region-cn", "country"), makers.NAMES + makers.NAMES.splitlines()[1] + "\n"):
        with pytest.raises(Invalid):
            jurisdictions.read(broken)
