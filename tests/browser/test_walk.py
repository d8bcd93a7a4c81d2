"""A walk through the site as an export manager would take it, on a desk and on a phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

SETTINGS = {
    "desk": {},
    "phone": PHONE,
    "no JavaScript": {"java_script_enabled": False},
    "dark": {"color_scheme": "dark"},
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS.keys())
def test_search_filter_country_law_case_compare_english(visit, settings):
    visitor = visit(**settings)
    page = visitor.go("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visitor.whole() if settings.get("java_script_enabled", True) else None

    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("美国 337 答辩期限")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    expect(page.locator(".hit").first).to_contain_text("337")
    page.locator(".facets").get_by_role("link", name="时限规则", exact=True).click()
    expect(page).to_have_url(re.compile("kind=deadline"))
    page.get_by_role("link", name="337 调查：提交答辩").first.click()
    expect(page.locator(".bigfigure")).to_contain_text("20 日")
    expect(page.locator(".stamp")).to_contain_text("核对于")

    page.locator(".crumbs").get_by_role("link", name="美国").click()
    expect(page).to_have_url(re.compile("/countries/us$"))
    page.locator("section[aria-labelledby=laws] a[href$='/laws/section-337']").click()
    expect(page.locator("table.facts").first).to_contain_text("1337")

    page.locator("nav.bar").get_by_role("link", name="典型案例").click()
    page.locator("table.data").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="企业启示")).to_be_visible()
    expect(page.locator("ol.line time").first).to_be_visible()

    visitor.go("/compare?c=us,jp")
    expect(page.locator("table.compare").first).to_contain_text("日本")
    page.locator("a.tongue").click()
    expect(page).to_have_url(re.compile("/en/compare"))
    expect(page.locator("table.compare").first).to_contain_text("Japan")
    assert not visitor.faults


def test_suggestions_while_typing_by_keyboard(visit):
    visitor = visit()
    page = visitor.go("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("日本", delay=30)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially(" ")
    box.fill("日本")
    expect(page.get_by_role("option", name="日本", exact=True)).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile("/countries/jp"))
    visitor.whole()


def test_everything_can_be_reached_by_keyboard(visit):
    visitor = visit()
    page = visitor.go("/cases")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_an_entry_on_paper_keeps_its_sources(visit):
    visitor = visit()
    page = visitor.go("/countries/us/deadlines/itc-337-response")
    page.emulate_media(media="print")
    expect(page.locator(".sources")).to_be_visible()
    expect(page.locator("nav.bar")).to_be_hidden()
    expect(page.locator(".stamp")).to_be_visible()


def test_a_filter_can_be_taken_back(visit):
    visitor = visit()
    page = visitor.go("/search?q=商标&kind=law&jurisdiction=jp")
    expect(page.locator(".chips a")).to_have_count(2)
    page.locator(".chips a").first.click()
    expect(page.locator(".chips a")).to_have_count(1)


def test_an_unheld_country_says_so(visit):
    visitor = visit()
    page = visitor.go("/search?q=巴西 商标 抢注")
    expect(page.locator("section.card")).to_contain_text("尚未收录")
    expect(page.locator(".elsewhere")).to_contain_text("规定可能不同")
    expect(page.locator(".found > .hits")).to_have_count(0)
