"""What defence costs and what support there is: on the country page, in the plan and its paper, in the check before exporting."""

from io import BytesIO

import pytest
from docx import Document

from tests import makers
from tests.conftest import make_world
from tests.web.client import Client

PLAN = "e=lawsuit&c=us&s=received&on=2026-11-16&p=x&n=parent&k=n"
COST = {
    "events": "lawsuit", "what": makers.bi("地区法院"), "stage": makers.bi("到庭审"), "low": "700000", "high": "4000000",
    "currency": "USD", "as_of": "2019", "note": makers.bi("中位数"), "source": "src",
}  # fmt: skip
HELP = {"what": makers.bi("互助基金"), "who": makers.bi("园区企业"), "ask": "office/centre", "source": "src"}


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Client:
    """A small site: one figure for lawsuits in the United States, a policy with three kinds of support."""
    world = make_world(tmp_path_factory.mktemp("costs"))
    support = [HELP, {**HELP, "what": makers.bi("保险"), "closes": "2099-01-31"}]
    support.append({**HELP, "what": makers.bi("上一批"), "closes": "2020-01-31"})
    for entry in (
        makers.entry("guide", defence_costs=[COST, {**COST, "events": "takedown", "high": "700000"}]),
        makers.entry("guide", "guide/de"),
        makers.entry("law", "law/cn/fund", support=support),
    ):
        world.edition.write(entry.id, makers.text.write(entry))
    world.bring_in()
    world.sync()
    world.store.close()
    return Client(world.app())


def test_the_country_page_shows_every_figure_with_year_and_source(client: Client):
    rows = client.get("/countries/us").select("section[aria-labelledby=defence] tbody tr")
    assert [r.select_one("td.figures").text for r in rows] == ["USD 700,000 – USD 4,000,000", "USD 700,000"]
    assert "2019" in rows[0].text
    assert rows[0].select_one("sup a")["href"] == "/countries/us#source-src"
    assert not client.get("/countries/de").select("#defence")


def test_the_plan_shows_the_figures_of_its_event_and_asks_for_quotations_all_the_same(client: Client):
    page = client.get(f"/directive/plan?{PLAN}")
    cost = page.select_one("section[aria-labelledby=cost]")
    assert "请向三家当地律师要书面报价" in cost.text
    assert [
        r.select_one("th").contents[0].strip() for r in cost.select("table:has(caption:not(.hidden)) tbody tr")
    ] == ["地区法院文"]
    without = client.get(f"/directive/plan?{PLAN.replace('c=us', 'c=de')}").select_one("section[aria-labelledby=cost]")
    assert "请向三家当地律师要书面报价" in without.text
    assert not without.select("caption:not(.hidden)")


def test_the_paper_names_year_and_publisher(client: Client):
    paper = Document(BytesIO(client.client.get(f"/en/directive/plan.docx?{PLAN}").get_data()))
    cells = [[c.text for c in row.cells] for table in paper.tables for row in table.rows]
    assert ["地区法院 text · United States", "到庭审 text", "USD 700,000 – USD 4,000,000", "2019", "Office"] in cells


@pytest.mark.parametrize(
    ("language", "closing"), [("", "没有查到公布的截止日期"), ("/en", "No published closing day was found")]
)
def test_before_exporting_the_support_stands_with_its_closing_day_or_whom_to_ask(
    client: Client, language: str, closing: str
):
    rows = client.get(f"{language}/before-export?c=us").select("section[aria-labelledby=support] dl > div")
    links = [[a["href"] for a in r.select("a")] for r in rows]
    assert links == [[f"{language}/countries/cn/laws/fund#support", f"{language}/network/centre"]] * 3
    assert "2099" in rows[0].text
    assert closing in rows[1].text
    assert "2020" in rows[2].text
    assert len(client.get(f"{language}/countries/cn/laws/fund").select("#support ~ dl > div")) == 3


def test_where_no_support_is_held_that_is_said(built):
    page = Client(built.app()).get("/before-export?c=us")
    assert "请问工作网络" in page.select_one("section[aria-labelledby=support]").text
