"""The emergency card of every fair is one sheet of paper, in both languages."""

import re

from playwright.sync_api import Browser

from tests.conftest import World

SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def test_every_card_prints_on_one_sheet(real: World, base: str, chromium: Browser):
    page = chromium.new_page()
    fairs = real.library().entries("exhibition")
    assert fairs
    sheets = {}
    for fair in fairs:
        for tongue in ("", "/en"):
            page.goto(f"{base}{tongue}{fair.page}/card")
            sheets[tongue + fair.page] = len(SHEET.findall(page.pdf(format="A4")))
    page.close()
    assert {path: n for path, n in sheets.items() if n != 1} == {}
