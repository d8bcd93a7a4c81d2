"""Every page type, desktop and phone, Chinese and English, light and dark: no violation of WCAG 2.2 A/AA, no sideways scroll."""

import pytest

from tests.browser.conftest import PHONE
from tests.conftest import World

TYPES = [
    "/", "/search", "/search?q=专利", "/search?q=巴西 商标", "/search?q=qqqqzzzz", "/countries", "/countries/us", "/countries/jp", "/countries/br", "/countries/de",
    "/countries/us/fees", "/laws", "/cases", "/fees", "/deadlines", "/exhibitions", "/experts", "/directive", "/alerts", "/network",
    "/compare", "/compare?c=us,jp", "/coverage", "/about",
]  # fmt: skip
LOOKS = {  # settings of the browser, language, and whether axe looks too: once in each width, language and colour
    "desk zh light": ({}, "", True),
    "phone en dark": ({**PHONE, "color_scheme": "dark"}, "/en", True),
    "phone zh light": (PHONE, "", False),
    "desk en light": ({}, "/en", False),
    "narrow zh": ({"viewport": {"width": 320, "height": 700}}, "", False),
}


def one_of_each_kind(real: World) -> list[str]:
    pages: dict[str, str] = {}
    for brief in real.library().briefs():
        pages.setdefault(brief.kind, brief.page)
    assert len(pages) == 10
    return sorted(pages.values())


@pytest.mark.parametrize("look", LOOKS, ids=LOOKS.keys())
def test_every_page_type(visit, real: World, look: str):
    settings, prefix, axe = LOOKS[look]
    visitor = visit(**settings)
    for path in [*TYPES, *one_of_each_kind(real)]:
        visitor.go(prefix + path)
        visitor.whole()
        if axe:
            visitor.accessible()


def test_the_error_page(visit):
    visitor = visit()
    visitor.go("/nothing/here")
    visitor.accessible()
    assert visitor.page.get_by_role("heading", level=1).inner_text() == "没有找到这个页面。"


def test_details_that_open(visit):
    visitor = visit()
    for path in ("/countries/us/fees/patent", "/search?q=专利"):
        page = visitor.go(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        visitor.whole()
        visitor.accessible()
