"""Every page, in both languages: what it shows, and that nothing leads nowhere."""

import re
from html import unescape
from io import BytesIO

import pytest
from docx import Document

from kb.kinds.vocabulary import Start
from kb.web.pages.frame import NAVIGATION
from tests import makers
from tests.conftest import World
from tests.web.client import Client

PATHS = [
    "/", "/search", "/search?q=337", "/search?q=%E4%B8%93%E5%88%A9&kind=law", "/search?q=zzzzqqqq", "/countries", "/countries/us",
    "/countries/vn", "/countries/ep", "/countries/us/fees", "/countries/us/laws", "/countries/jp/deadlines", "/laws", "/cases", "/fees",
    "/deadlines", "/exhibitions", "/experts", "/directive", "/alerts", "/network", "/compare", "/compare?c=us", "/compare?c=us,jp",
    "/compare?c=us&c=zz", "/coverage", "/about", "/about/privacy", "/countries/us/laws/patent-act", "/countries/us/fees/patent",
    "/countries/us/deadlines/itc-337-response", "/countries/us/exhibitions/ces", "/cases/2021-scooter", "/experts/wipo",
    "/directive/section-337", "/alerts/2025-fees", "/network/centre",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_page_in_both_languages(client: Client, path: str):
    chinese = client.get(path, **{"Accept-Language": "zh"})
    english = client.get("/en" + path)
    assert chinese.html["lang"] == "zh-CN"
    assert english.html["lang"] == "en"
    other = chinese.select_one("a.tongue")["href"]
    assert other.startswith("/en")
    assert english.select_one("a.tongue")["href"] == path


def test_the_english_interface_has_no_chinese_but_names_and_content(client: Client):
    for path in ("/about", "/about/privacy", "/countries", "/coverage", "/compare"):
        page = client.get("/en" + path)
        for text in page.body.find_all(string=True):
            han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
            assert not han or text.strip() in ("中文",), f"{path}: {text.strip()}"


HREF, ID = re.compile(r'<a [^>]*?href="(/[^"#]*)'), re.compile(r'<[a-z][^>]*? id="([^"]+)"')
TAG_AS_TEXT = re.compile(r'&lt;(?:a href|span class)=|content="[^"]*<')
EVERY = 12
PRIVATE = tuple(prefix + path for prefix in ("", "/en") for path in ("/account", "/ask", "/desk"))
"""Where pages are for one person: tests/web/test_account.py."""


def crawl(client: Client, start: str, every: int = 1) -> dict[str, int]:
    """Every page that links lead to, with its status; every so many are checked whole, all of them for ids that stand twice."""
    seen: dict[str, int] = {}
    queue = [start]
    while queue:
        path = queue.pop()
        if path in seen or path.startswith(("/static/", *PRIVATE)):
            continue
        answer = client.client.get(path, headers={"Accept-Language": "zh"})
        seen[path] = answer.status_code
        if answer.status_code == 200 and answer.mimetype == "text/html" and "/search" not in path:
            html = answer.get_data(as_text=True)
            assert "[[" not in html, f"{path}: {html[html.index('[[') :][:80]}"
            assert not TAG_AS_TEXT.search(html), f"{path}: {TAG_AS_TEXT.search(html)}"
            ids = ID.findall(html)
            assert len(ids) == len(set(ids)), f"{path}: {sorted({i for i in ids if ids.count(i) > 1})}"
            queue += [unescape(href) for href in HREF.findall(html)]
            if len(seen) % every == 0:
                client.get(path, **{"Accept-Language": "zh"})
    return seen


def test_no_link_leads_nowhere(client: Client):
    seen = crawl(client, "/")
    assert len(seen) > 60
    assert {path: code for path, code in seen.items() if code != 200} == {}


def test_no_link_of_the_real_site_leads_nowhere(real_client: Client):
    seen = crawl(real_client, "/", EVERY)
    assert len(seen) > 1500
    assert {path: code for path, code in seen.items() if code != 200} == {}


def test_home_has_one_search_box_and_three_ways_in(client: Client):
    page = client.get("/", **{"Accept-Language": "zh"})
    assert len(page.select("input[type=search]")) == 1
    assert [h.get_text() for h in page.select(".way h2")] == ["出事了", "出口之前", "谁能帮忙"]


def test_only_the_first_page_asks_the_browser_for_its_language(client: Client):
    english = {"Accept-Language": "en-GB,en;q=0.9"}
    assert client.client.get("/", headers=english).headers["Location"] == "/en/"
    assert "Accept-Language" in client.client.get("/", headers=english).headers["Vary"]
    assert client.get("/laws", **english).html["lang"] == "zh-CN"


def test_an_entry_shows_sources_checking_version_and_cites_itself(client: Client):
    page = client.get("/countries/us/laws/patent-act")
    assert page.select_one("#source-src a")["href"] == "https://example.org/law"
    stamp = page.select_one(".stamp").get_text(" ", strip=True)
    for said in ("2026年11月1日", "2027年11月1日", "第 ", "/countries/us/laws/patent-act"):
        assert said in stamp
    assert page.find("link", rel="canonical")["href"] == "/countries/us/laws/patent-act"


def test_a_stale_entry_says_so(world: World):
    world.edition.write("law/us/patent-act", makers.text.write(makers.entry("law", checked="2024-01-01")))
    world.bring_in()
    world.sync()
    page = Client(world.app()).get("/countries/us/laws/patent-act")
    assert "已过复核期" in page.select_one(".stamp.stale").get_text()


def test_a_reference_shows_the_current_figure(world: World):
    body = "[[deadline/us/itc-337-response]] 与 [[fees/us/patent#filing|申请费]] [@src]。\n"
    world.edition.write("case/2021-scooter", makers.text.write(makers.entry("case", body=body)))
    world.edition.delete("case/2021-scooter.en")
    world.bring_in()
    world.sync()
    client = Client(world.app())
    prose = client.get("/cases/2021-scooter").select_one(".prose")
    assert "20 日" in prose.get_text()
    assert "USD 350" in prose.get_text()
    assert prose.select_one("a[href='/countries/us/fees/patent#filing']")
    item = {**makers.OWN["fees"]["items"][0], "amount": "400"}
    world.edition.write("fees/us/patent", makers.text.write(makers.entry("fees", items=[item])))
    world.bring_in()
    world.sync()
    assert "USD 400" in client.get("/cases/2021-scooter").select_one(".prose").get_text()


def test_a_body_without_english_is_shown_in_chinese_and_marked(client: Client):
    page = client.get("/en/countries/us/laws/patent-act")
    assert page.select_one(".prose")["lang"] == "zh-CN"
    translated = client.get("/en/cases/2021-scooter")
    assert translated.select_one(".prose").get("lang") is None
    assert "English body text" in translated.select_one(".prose").get_text()


def test_old_addresses_redirect(world: World):
    world.edition.write("case/2021-scooter", makers.text.write(makers.entry("case", aliases="/cases/old-name")))
    world.bring_in()
    world.sync()
    answer = world.app().test_client().get("/en/cases/old-name")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/en/cases/2021-scooter"


def test_any_territory_has_a_page_that_says_what_is_not_held(client: Client):
    page = client.get("/countries/vn")
    text = page.main.get_text(" ", strip=True)
    assert "尚未收录越南的国别指南" in text
    assert "越南知识产权局" in text
    assert page.find("a", href="https://www.wipo.int/wipolex/en/members/profile/VN")
    assert page.find("a", href="https://www.worldip.cn/")
    assert page.find("a", href="/network/centre")
    assert client.client.get("/countries/VN").headers["Location"] == "/countries/vn"
    client.get("/countries/zz", status=404)


def test_a_country_page_shows_the_systems_that_cover_it(client: Client):
    assert client.get("/countries/de").select_one(".over a")["href"] == "/countries/ep"


@pytest.fixture
def european(world: World) -> Client:
    """A site that holds a time limit and fees of a system, and both of a territory that it covers."""
    rule, fees = makers.OWN["deadline"]["versions"][0], makers.OWN["fees"]["items"][0]
    for code, number in (("ep", "9"), ("de", "3")):
        versions = [{**rule, "number": number, "unit": "month"}]
        opposition = makers.entry("deadline", f"deadline/{code}/patent-opposition", versions=versions)
        world.edition.write(opposition.id, makers.text.write(opposition))
        schedule = makers.entry("fees", f"fees/{code}/patent", items=[{**fees, "amount": f"{number}00"}])
        world.edition.write(schedule.id, makers.text.write(schedule))
        guide = makers.entry("guide", f"guide/{code}")
        world.edition.write(guide.id, makers.text.write(guide))
    world.bring_in()
    world.sync()
    return Client(world.app())


def test_what_covers_a_territory_stands_on_its_page_and_in_its_lists(european: Client):
    system = european.get("/countries/de").select_one("#system-ep").parent
    assert "9 个月" in system.get_text()
    assert system.find("a", href="/countries/ep/fees/patent")
    headings = [h.get_text() for h in european.get("/countries/de/deadlines").select("main h2")]
    assert headings == ["德国", "欧洲专利局"]
    assert [h.get_text() for h in european.get("/countries/ep/deadlines").select("main h2")] == ["欧洲专利局"]


def test_a_comparison_marks_what_a_system_adds(european: Client):
    cells = [td.get_text(" ", strip=True) for td in european.get("/compare?c=de&c=us").select("table.compare td")]
    assert any("USD 300" in cell and "[欧洲专利局]" in cell for cell in cells)
    assert not any("[" in cell for cell in cells if "USD 350" in cell)


def test_a_filter_by_territory_brings_its_systems_and_says_so(european: Client):
    page = european.get("/search?jurisdiction=de&kind=deadline")
    assert {a["href"] for a in page.select("main h3 a, main h2 a") if "deadlines" in a["href"]} == {
        "/countries/de/deadlines/patent-opposition",
        "/countries/ep/deadlines/patent-opposition",
    }
    assert "欧洲专利局" in page.select_one(".notice").get_text()
    assert not european.get("/search?jurisdiction=us").select(".notice")


def test_superseded_fees_are_apart_from_the_current_ones(world: World):
    item = makers.OWN["fees"]["items"][0]
    old = {**item, "amount": "320", "valid_from": "2020-01-01", "valid_to": "2025-01-18"}
    item = {**item, "valid_to": "2026-12-31"}
    coming = {**item, "amount": "999", "valid_from": "2027-01-01", "valid_to": None}
    coming = {name: value for name, value in coming.items() if value is not None}
    world.edition.write("fees/us/patent", makers.text.write(makers.entry("fees", items=[item, old, coming])))
    world.bring_in()
    world.sync()
    page = Client(world.app()).get("/countries/us/fees/patent")
    assert "320" in page.select_one("details table.old").get_text()
    assert "999" in page.select_one("section[aria-labelledby=coming]").get_text()
    current = page.select_one("table.fees").get_text()
    assert "350" in current
    assert "320" not in current
    assert "999" not in current


def test_the_deadline_version_is_chosen_by_the_day(world: World):
    new = makers.OWN["deadline"]["versions"][0]
    old = {**new, "number": "30", "valid_from": "1990-01-01", "valid_to": "2007-12-31"}
    world.edition.write(
        "deadline/us/itc-337-response", makers.text.write(makers.entry("deadline", versions=[old, new]))
    )
    world.bring_in()
    world.sync()
    page = Client(world.app()).get("/countries/us/deadlines/itc-337-response")
    assert page.select_one(".bigfigure .value").get_text() == "20 日"
    assert "30 日" in page.select_one("details summary").get_text()


@pytest.mark.parametrize(("path", "name"), NAVIGATION)
def test_the_navigation_marks_where_one_is(client: Client, path: str, name: str):
    page = client.get(path)
    assert page.select_one("nav.bar a[aria-current=page]").get_text() == name


def test_comparison_shows_what_is_not_held(client: Client):
    page = client.get("/compare?c=us&c=vn")
    assert "越南" in page.select_one(".urgent-edge").get_text()
    assert [th.get_text() for th in page.select("table.compare thead th")][1:2] == ["美国"]


def test_the_emergency_card_of_a_fair_fits_on_paper(client: Client):
    page = client.get("/countries/us/exhibitions/ces/card")
    assert page.select_one("dd[lang=en]").get_text() == "Please show"
    assert "当地律师" in page.main.get_text()
    client.get("/en/countries/us/exhibitions/ces/card")
    answer = client.client.get("/countries/us/exhibitions/ces/card.docx")
    assert answer.mimetype.endswith("wordprocessingml.document")
    client.get("/countries/us/exhibitions/none/card", status=404)


def test_a_reference_in_a_row_becomes_a_link_with_its_figure(world: World):
    what = {"zh": "见 [[deadline/us/itc-337-response|期限]] <b>", "en": "see [[deadline/us/itc-337-response]]"}
    step = {**makers.OWN["directive"]["steps"][0], "what": what}
    world.edition.write("directive/section-337", makers.text.write(makers.entry("directive", steps=[step])))
    world.bring_in()
    world.sync()
    client = Client(world.app())
    line = client.get("/directive/section-337").select_one(".what")
    assert line.select_one("a[href='/countries/us/deadlines/itc-337-response']").get_text() == "期限"
    assert "20 日 <b>" in line.get_text()
    assert (
        "标题directive文"
        in client.get("/countries/us/deadlines/itc-337-response").select_one("#referring").parent.get_text()
    )
    paper = client.client.get("/directive/plan.docx?e=trade-investigation&c=us").get_data()
    assert any("见 期限 20 日" in p.text for p in Document(BytesIO(paper)).paragraphs)


def test_references_in_fields_are_links_in_the_page_and_words_in_its_head(world: World):
    named = {"zh": "见 [[law/us/patent-act]]。", "en": "See [[law/us/patent-act]]."}
    step = {**makers.OWN["directive"]["steps"][0], "evidence": named}
    world.edition.write(
        "directive/section-337", makers.text.write(makers.entry("directive", summary=named, steps=[step]))
    )
    world.bring_in()
    world.sync()
    page = Client(world.app()).get("/directive/section-337")
    assert page.find("meta", attrs={"name": "description"})["content"] == "见 标题law文。"
    for place in (".lead", ".steps .meta"):
        assert page.select_one(f"{place} a[href='/countries/us/laws/patent-act']").get_text() == "标题law文"


def test_a_found_text_says_the_titles_of_what_it_refers_to(world: World):
    body = "罕见字眼，见 [[law/us/patent-act]] 与 [[fees/us/patent#filing|费用]]。[@src]\n"
    when = {"zh": "生僻字眼，见 [[law/us/patent-act]]。", "en": "when"}
    world.edition.write("directive/section-337", makers.text.write(makers.entry("directive", when=when, body=body)))
    world.bring_in()
    world.sync()
    client = Client(world.app())
    assert "罕见字眼，见 标题law文 与 费用。" in client.get("/search?q=罕见字眼").select_one(".snippet").get_text()
    assert "生僻字眼，见 标题law文。" in client.get("/search?q=生僻字眼").select_one(".snippet").get_text()


def test_a_comparison_puts_together_what_runs_from_the_same_kind_of_date(world: World):
    rules = {"de/notice": "served", "de/limitation": "other", "jp/answer": "served", "jp/reply": "publication"}
    for path, start in rules.items():
        title = {"zh": f"{path} 的期限", "en": path}
        trigger = {**makers.OWN["deadline"]["trigger"], "start": start}
        rule = makers.entry("deadline", f"deadline/{path}", title=title, route="court", law=None, trigger=trigger)
        world.edition.write(f"deadline/{path}", makers.text.write(rule))
    for code in ("de", "jp"):
        world.edition.write(f"guide/{code}", makers.text.write(makers.entry("guide", f"guide/{code}")))
    world.bring_in()
    world.sync()
    page = Client(world.app()).get("/compare?c=de,jp,us")
    rows = {tr.th.get_text(): tr.select("td") for tr in page.select("#part-2 + .scroll tbody tr")}
    assert list(rows) == [f"民事诉讼 · {Start.SERVED.zh}"]
    de, jp, us = rows[f"民事诉讼 · {Start.SERVED.zh}"]
    assert de.find("a", href="/countries/de/deadlines/notice").get_text() == "de/notice 的期限"
    assert jp.find("a", href="/countries/jp/deadlines/answer")
    assert us.get_text() == "未收录"


def test_home_shows_the_latest_change_first(world: World):
    for slug, issued, effective in (("a", "2026-11-01", "2026-11-05"), ("b", "2026-06-01", "2026-11-20")):
        alert = makers.entry("alert", f"alert/{slug}", issued=issued, effective=effective)
        world.edition.write(f"alert/{slug}", makers.text.write(alert))
    world.bring_in()
    world.sync()
    page = Client(world.app()).get("/", **{"Accept-Language": "zh"})
    shown = [a["href"] for a in page.select("#alerts + ul a")]
    assert shown.index("/alerts/b") < shown.index("/alerts/a")


def test_one_percentage_is_no_bracket_and_an_empty_step_adds_nothing(world: World):
    item = {
        name: v for name, v in makers.OWN["fees"]["items"][0].items() if name not in ("amount", "each", "unit", "over")
    }
    late = {**item, "id": "late", "brackets": [{"percent": "50"}]}
    value = {**item, "id": "value", "brackets": [{"upto": "500000"}, {"amount": "2500"}]}
    world.edition.write("fees/us/patent", makers.text.write(makers.entry("fees", items=[late, value])))
    world.bring_in()
    world.sync()
    page = Client(world.app()).get("/countries/us/fees/patent")
    assert page.select_one("#late .figures").get_text() == "50 %"
    assert "至 USD 500,000：不另收" in page.select_one("#value .figures").get_text()


def test_the_second_reader_is_said_in_whole_words(world: World):
    world.edition.write("law/us/patent-act", makers.text.write(makers.entry("law", checked_by="编辑组；复核")))
    world.bring_in()
    world.sync()
    assert (
        "编辑组（编写、复核）"
        in Client(world.app()).get("/countries/us/laws/patent-act").select_one(".stamp").get_text()
    )
