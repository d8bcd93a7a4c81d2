"""Fairs: counting back, and what every fair that is held must carry."""

from datetime import date

import pytest

from kb.kinds import Exhibition
from kb.kinds.exhibition import ToDo
from tests import makers
from tests.conftest import World

WORDS = makers.bi("做")


def test_days_are_counted_back_from_the_opening_day_or_the_one_given():
    fair = makers.entry("exhibition", before=[{"what": WORDS, "lead_days": "30"}, {"what": WORDS}])
    ahead, undated = fair.before
    assert fair.by(ahead) == date(2026, 12, 7)
    assert fair.by(ahead, date(2028, 3, 1)) == date(2028, 1, 31)
    assert fair.by(undated) is None


def test_without_an_opening_day_nothing_is_counted():
    fair = makers.entry("exhibition", starts=None, ends=None, dates_source=None)
    assert fair.by(ToDo.model_validate({"what": WORDS, "lead_days": "30"})) is None


def test_what_a_step_lasts_is_a_reference():
    fair = makers.entry("exhibition", before=[{"what": WORDS, "lasts": "deadline/de/protective-letter"}])
    assert ("before.0.lasts", "deadline/de/protective-letter") in list(fair.references())


@pytest.fixture(scope="module")
def fairs(real: World) -> list[Exhibition]:
    return [e for e in real.library().entries("exhibition") if isinstance(e, Exhibition)]


SPOKEN = {"de": {"de"}, "es": {"es", "ca"}, "us": {"en"}, "jp": {"ja"}, "kr": {"ko"}}


def test_every_fair_has_a_whole_card_and_pack(fairs: list[Exhibition]):
    assert len(fairs) >= 8
    for fair in fairs:
        assert len(fair.pack) >= 10, fair.id
        assert {a.topic.value for a in fair.emergency.authorities} == {"court", "customs"}, fair.id
        assert {p.language for p in fair.emergency.say} == SPOKEN[fair.jurisdiction or ""], fair.id
        assert any("中国" in p.zh for p in fair.emergency.say), f"{fair.id}: who tells the consulate"
        assert any("12308" in x.zh for x in fair.emergency.do) or "office/mfa-12308" in fair.emergency.call, fair.id
        assert all(step.lead_days is not None for step in fair.before), fair.id


def test_a_german_fair_says_how_long_a_protective_letter_is_good(fairs: list[Exhibition]):
    german = [f for f in fairs if f.jurisdiction == "de"]
    assert german
    for fair in german:
        assert [s.lasts for s in fair.before if s.lasts] == ["deadline/de/protective-letter"], fair.id
