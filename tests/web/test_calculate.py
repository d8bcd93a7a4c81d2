"""The calculators as pages: the right last day and total, bad input told by field with everything kept, both languages."""

from csv import reader
from io import BytesIO, StringIO

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests import makers
from tests.conftest import World, make_world
from tests.web.client import Client

RULE = "/deadlines?rule=us/itc-337-response"


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Client:
    """A small site whose time limit rolls forward and whose fees are those of every application."""

    world: World = make_world(tmp_path_factory.mktemp("calculate"))
    mail = {"service": "mail", "number": "3", "unit": "day", "source": "src"}
    rule = makers.entry("deadline", versions=[{**makers.OWN["deadline"]["versions"][0], "added": [mail]}])
    items = [{**item, "occasion": "standard"} for item in makers.OWN["fees"]["items"]]
    renewal = {
        "id": "renewal",
        "act": "renewal",
        "what": makers.bi("年费"),
        "amount": "100",
        "from_year": "3",
        "to_year": "20",
    }
    items.append({**renewal, "yearly": "yes", "occasion": "standard", "source": "src"})
    for entry in (rule, makers.entry("fees", items=items)):
        world.edition.write(entry.id, makers.text.write(entry))
    world.bring_in()
    world.sync()
    world.store.close()
    return Client(world.app())


def test_a_time_limit_is_computed_with_its_reasoning(client: Client):
    page = client.get(f"{RULE}&on=2026-11-05")
    answer = page.select_one(".answer")
    assert answer.select_one(".bigfigure .value").get_text() == "2026年11月25日"
    assert "星期三" in answer.select_one(".bigfigure").get_text()
    assert "2026年11月18日 已过，今天就办" in answer.select_one("table.facts").get_text()
    assert "2026-11-26 13:00" in answer.get_text()
    steps = [li.get_text(" ", strip=True) for li in answer.select(".reasons li")]
    assert "2026年11月5日" in steps[0]
    assert "19 C.F.R. § 210.13" in steps[1]
    assert len(answer.select("table.data tbody tr")) == 6
    english = client.get(f"/en{RULE}&on=2026-11-05").select_one(".bigfigure").get_text()
    assert "25 November 2026" in english
    assert "Wednesday" in english


def test_the_way_of_service_counts(client: Client):
    by_mail = client.get(f"{RULE}&on=2026-11-05&by=mail").select_one(".bigfigure .value")
    assert by_mail.get_text() == "2026年11月30日"  # 28 November is a Saturday


def test_a_missed_day_leads_to_relief(client: Client):
    page = client.get(f"{RULE}&on=2026-09-01").select_one(".answer")
    assert "此日已过" in page.get_text()
    assert page.select_one("a[href='/directive']")


def test_a_date_ahead_is_a_forecast(client: Client):
    assert "预测" in client.get(f"{RULE}&on=2027-03-01").select_one(".answer").get_text()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-02-29", "没有 2026-02-29 这一天"), ("tomorrow", "不是日期"), ("1700-01-01", "请核对年份"), ("2007-13-01", "没有 2007-13-01"),
        ("9999-12-31", "请核对年份"), ("<script>", "不是日期"),
    ],
)  # fmt: skip
def test_bad_dates_are_told_and_nothing_is_lost(client: Client, typed: str, told: str):
    page = client.get(f"{RULE}&on={typed}&by=mail", status=400)
    assert told in page.select_one(".problems").get_text()
    assert page.select_one("#on")["value"] == typed
    assert page.select_one("#by option[selected]")["value"] == "mail"
    assert page.select_one("#rule option[selected]")["value"] == "us/itc-337-response"
    assert not page.select(".answer")
    client.get(f"/en{RULE}&on={typed}", status=400)


def test_before_the_rule_there_is_no_invented_date(client: Client):
    answer = client.get(f"{RULE}&on=2001-01-01").select_one(".answer").get_text()
    assert "没有适用于 2001-01-01 的版本" in answer


@pytest.mark.parametrize("query", ["rule=zz/none", "rule=../../etc", "rule=us/itc-337-response&by=pigeon"])
def test_a_hand_edited_address_is_told(client: Client, query: str):
    assert client.get(f"/deadlines?{query}", status=400).select(".problems li")


def test_fees_are_added_up_with_their_arithmetic(client: Client):
    page = client.get("/fees?c=us&right=patent&claims=23&years=6&grant_after=2")
    answer = page.select_one(".answer")
    # 350 + 3 × 200 at once, 100 in each of the years 3 to 6: 350 + 600 + 400 = 1,350; × 7.1 = 9,585
    assert "USD 1,350" in answer.get_text()
    assert answer.select_one(".bigfigure .value").get_text() == "CNY 9,585"
    assert "3 × 200 = 600" in answer.get_text()
    assert answer.select_one("a[href='/countries/us/fees/patent#claims']")
    assert answer.select_one("a[href='https://example.org/r']")
    assert len(answer.select("svg rect")) == 6


def test_own_costs_are_apart_and_a_missing_schedule_is_told(client: Client):
    page = client.get("/fees?c=us,vn&own-us=1000&own-vn=2000.50")
    assert "CNY 3,000.50" in page.select_one(".answer").get_text()
    assert "未收录此权利的官费表" in page.select_one(".answer").get_text()
    assert not page.select(".bigfigure .value")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("c=us&claims=-1", "claims"), ("c=us&claims=1000000000", "claims"), ("c=us&claims=ten", "claims"), ("c=zz", "c"),
        ("c=us&years=99", "years"), ("c=us&right=patent&route=madrid", "route"), ("c=us&own-us=much", "own-us"),
        ("c=us&right=nonsense", "right"), ("c=us&claims=2&independent_claims=3", "independent_claims"),
    ],
)  # fmt: skip
def test_impossible_orders_are_told_by_field(client: Client, query: str, field: str):
    page = client.get(f"/fees?{query}", status=400)
    assert page.select_one(f".problems a[href='#{field}']")
    assert not page.select(".answer")
    client.get(f"/en/fees?{query}", status=400)


def test_the_forms_alone_are_pages(client: Client):
    for path in ("/deadlines", "/fees", "/en/deadlines", "/en/fees", RULE):
        page = client.get(path)
        assert page.select_one("form.ask")
        assert not page.select(".answer")


def test_a_budget_can_be_kept(client: Client):
    query = "c=us,vn&right=patent&claims=23&years=6&grant_after=2"
    page = client.get(f"/fees?{query}")
    links = [a["href"] for a in page.select(".files a")]
    assert len(links) == 3
    for link in links * 2:  # the second time from where pages are kept
        answer = client.client.get(link)
        assert answer.status_code == 200, link
        assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(reader(StringIO(client.client.get(f"/fees.csv?{query}").get_data().decode("utf-8-sig"))))
    assert rows[2][3:6] == ["3 × 200 = 600", "600", "USD"]
    book = load_workbook(BytesIO(client.client.get(f"/fees.xlsx?{query}").get_data()))
    assert [row[1] for row in book["合计"].iter_rows(values_only=True)][1:] == [1350, None]
    for kind in ("xlsx", "csv", "docx"):
        client.get(f"/fees.{kind}?c=us&claims=-1", status=404)


def test_a_last_day_goes_into_a_calendar(client: Client):
    page = client.get(f"{RULE}&on=2026-11-05")
    made = Calendar.from_ical(client.client.get(page.select_one(".files a")["href"]).get_data())
    assert sorted(e["dtstart"].dt.isoformat() for e in made.walk("VEVENT")) == ["2026-11-18", "2026-11-25"]
    client.get("/deadlines.ics?rule=us/itc-337-response", status=404)


def test_the_check_before_exporting(client: Client):
    assert client.get("/before-export").select_one("form.ask")
    page = client.get("/before-export?c=us&on=2027-03-01&t=patent&i=electronics")
    assert page.select_one("a[href='/countries/us/fees/patent#filing']")
    assert page.select_one("a[href='/countries/us/exhibitions/ces']")
    client.get("/en/before-export?c=us&on=2027-03-01")
    for query, field in (
        ("c=us&on=2020-01-01", "on"),
        ("c=zz", "c"),
        ("on=2027-03-01", "c"),
        ("c=us&on=soon", "on"),
        ("c=us&t=x1", "t"),
    ):
        assert client.get(f"/before-export?{query}", status=400).select_one(f".problems a[href='#{field}']"), query
