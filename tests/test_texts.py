"""Every sentence of the interface exists in both languages, with the same slots."""

import re
from decimal import Decimal

import pytest
from babel.messages.pofile import read_po

from kb import texts
from kb.errors import Invalid, KBError, NotFound
from tests.messages import used


def catalogue() -> dict[str, str]:
    with texts.CATALOGUE.open("rb") as po:
        return {m.id: m.string for m in read_po(po, locale="en") if m.id}


def test_every_sentence_has_english_and_none_is_left_over():
    assert set(catalogue()) == set(used())


def test_translations_have_the_same_slots():
    for chinese, english in catalogue().items():
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), chinese
        assert english.strip(), chinese


@pytest.mark.parametrize("error", [KBError(), NotFound(), Invalid([]), KBError("library_missing")])
def test_every_error_has_a_sentence_in_both_languages(error: KBError):
    zh, en = texts.sentence("zh", error), texts.sentence("en", error)
    assert re.search("[\u4e00-\u9fff]", zh)
    assert not re.search("[\u4e00-\u9fff]", en)


def test_dates_and_amounts():
    assert texts.day("zh", "2026-11-02") == "2026年11月2日"
    assert texts.day("en", "2026-11") == "November 2026"
    assert texts.day("zh", "2026") == "2026年"
    assert texts.money("zh", Decimal("1234.50"), "EUR") == "EUR 1,234.50"
    assert texts.money("en", Decimal("350"), "USD") == "USD 350"
