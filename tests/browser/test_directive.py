"""From the first page to a right plan, for each of the 17 events, on a phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from kb.kinds.vocabulary import Event
from tests.browser.conftest import PHONE

WAYS = {"JavaScript": {**PHONE}, "no JavaScript": {**PHONE, "java_script_enabled": False}}
WANTED = {"c": "us", "s": "received", "t": "patent", "n": "parent", "k": "n", "fair": "us/ces"}
PLACES = {Event.CHALLENGED: "ep", Event.SQUATTED: "jp"}
DAYS = {"on": "2026-11-16", "p": "2026-12-21"}


def answer(page: Page, event: Event) -> None:
    """Answer the question that the page asks, as a reader who knows the answer would."""
    if page.locator("#on").count():
        page.locator("#on").fill(DAYS["on"])
    elif page.locator("#p").count():
        page.locator("#p").fill(DAYS["p"])
    else:
        name = page.locator(".choices input").first.get_attribute("name") or ""
        value = {**WANTED, "e": event.value, "c": PLACES.get(event, "us")}.get(name)
        wanted = page.locator(f".choices input[value='{value}']")
        (wanted if wanted.count() else page.locator(".choices input").first).check()
    page.get_by_role("button", name="下一步").click()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("event", Event, ids=str)
def test_from_the_first_page_to_a_plan(visit, event: Event, way: dict):
    visitor = visit(**way)
    page = visitor.go("/")
    page.get_by_role("link", name="三分钟得到应对计划").click()
    asked = 0
    while "/directive/plan" not in page.url:
        answer(page, event)
        asked += 1
        assert asked <= 9, page.url
    expect(page.get_by_role("heading", level=1)).to_contain_text(event.zh)
    expect(page.locator(".steps li").first).to_be_visible()
    expect(page.locator("#never")).to_be_visible()
    assert page.get_by_text("尚未收录这种情形的应对程序").count() == 0
    assert not visitor.faults, visitor.faults


def test_back_and_forth_loses_nothing_and_the_plan_is_accessible(visit):
    visitor = visit(**PHONE)
    page = visitor.go("/directive?e=lawsuit&c=us&s=received&on=2026-11-16")
    visitor.whole()
    visitor.accessible()
    page.get_by_role("link", name="← 上一题").click()
    expect(page.locator("#on")).to_have_value("2026-11-16")
    page.get_by_role("button", name="下一步").click()
    for _ in range(4):
        page.get_by_role("button", name=re.compile("跳过|没有写明")).click()
    expect(page).to_have_url(re.compile("/directive/plan"))
    expect(page.locator(".dues strong").first).to_contain_text("2026年12月7日")
    visitor.whole()
    visitor.accessible()


@pytest.mark.parametrize(
    "path",
    [
        "/deadlines?rule=us/answer-to-complaint&on=2026-11-16", "/fees?c=us&c=jp&c=de&right=patent", "/deadlines?rule=us/answer-to-complaint&on=x",
        "/fees?c=us&claims=-1", "/countries/de/exhibitions/ifa/card", "/directive/plan?e=fair-order&c=de&fair=de/ifa&on=2026-11-24&s=received&p=x&t=x&k=x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("look", [{}, {**PHONE, "color_scheme": "dark"}], ids=["desk", "phone dark"])
def test_calculators_cards_and_errors_are_accessible_and_fit(visit, path: str, look: dict):
    visitor = visit(**look)
    visitor.go(path)
    visitor.faults = [fault for fault in visitor.faults if not fault.startswith("400 ") and "400" not in fault]
    visitor.whole()
    visitor.accessible()
