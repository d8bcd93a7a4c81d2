"""The fair calendar: days counted back, what is too early, and no day where none is announced."""

from datetime import date

import pytest
from icalendar import Calendar

from kb.web.pages.countdown import steps
from kb.web.speaker import Speaker
from tests import makers
from tests.conftest import World
from tests.web.client import Client

MWC, CES, IFA = (
    "/countries/es/exhibitions/mwc-barcelona",
    "/countries/us/exhibitions/ces",
    "/countries/de/exhibitions/ifa",
)


def days(client: Client, path: str) -> dict[str, date]:
    answer = client.client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    made = Calendar.from_ical(answer.get_data())
    return {str(e["summary"]): e["dtstart"].dt for e in made.walk("VEVENT")}


def test_the_list_parts_announced_from_unannounced(real_client: Client):
    page = real_client.get("/exhibitions", **{"Accept-Language": "zh"})
    dated, undated = page.select_one("#dated").parent, page.select_one("#undated").parent
    assert "2027年1月6日" in dated.text
    assert dated.select_one("time[datetime='2026-12-07']"), "30 days before CES"
    assert "Hannover" not in dated.text
    assert undated.select_one("a[href='/countries/de/exhibitions/hannover-messe/calendar']")
    assert not undated.select_one("time"), "a day without an announced edition"
    assert "开幕前 120 天" in undated.text
    assert len(page.select("section.fair")) >= 8


def test_in_english(real_client: Client):
    page = real_client.get("/en/exhibitions")
    assert "not announced" in page.text
    assert "120 days before" in page.text


def test_a_given_day_is_counted_back(real_client: Client):
    page = real_client.get(f"{IFA}/calendar?on=2027-09-03", **{"Accept-Language": "zh"})
    assert page.select_one("time[datetime='2027-08-13']"), "21 days: protective letter"
    assert "不早于 2027年3月9日" in page.text, "six months before the seventh day"
    found = days(real_client, f"{IFA}/calendar.ics?on=2027-09-03")
    assert date(2027, 9, 3) in found.values()
    assert date(2027, 3, 9) in found.values()
    assert date(2027, 5, 6) in found.values(), "120 days"


def test_the_announced_day_needs_no_question(real_client: Client):
    found = days(real_client, f"{CES}/calendar.ics")
    assert date(2027, 1, 6) in found.values()
    assert date(2026, 12, 7) in found.values()


def test_late_steps_are_said(real_client: Client):
    page = real_client.get(f"{CES}/calendar", **{"Accept-Language": "zh"})
    late = page.select("li.late time")
    assert late
    assert all(time["datetime"] < "2026-11-25" for time in late)


@pytest.mark.parametrize(
    ("on", "why"),
    [("2026-01-01", "已经过去"), ("2099-01-01", "太远"), ("2027-02-30", "没有 2027-02-30"), ("soon", "不是日期")],
)
def test_a_day_that_cannot_be_is_refused_with_a_reason(real_client: Client, on: str, why: str):
    page = real_client.get(f"{MWC}/calendar?on={on}", status=400, **{"Accept-Language": "zh"})
    assert why in page.text
    assert page.select_one("#on")["value"] == on
    assert not page.select("ul.backcount time")
    assert real_client.client.get(f"{MWC}/calendar.ics?on={on}").status_code == 404


def test_no_day_no_calendar(real_client: Client):
    assert real_client.client.get(f"{MWC}/calendar.ics").status_code == 404
    assert not real_client.get(f"{MWC}/calendar").select("ul.backcount time")
    real_client.get("/countries/de/exhibitions/none/calendar", status=404)


def test_the_pack_is_a_checklist_and_the_card_names_the_court(real_client: Client):
    page = real_client.get(IFA, **{"Accept-Language": "zh"})
    assert len(page.select_one("#pack").parent.select("ul.checklist > li")) >= 10
    card = real_client.get(f"{IFA}/card", **{"Accept-Language": "zh"})
    assert "Landgericht Berlin II" in card.text
    assert card.select_one("dd[lang='de']")


@pytest.mark.parametrize(
    ("closes", "earliest"),
    [("2027-08-31", date(2027, 3, 1)), ("2028-02-29", date(2027, 8, 29)), ("2027-12-31", date(2027, 7, 1))],
)
def test_the_earliest_day_at_the_end_of_a_month(real: World, closes: str, earliest: date):
    fair = makers.entry(
        "exhibition", starts=closes, ends=closes,
        before=[{"what": makers.bi("保护函"), "lead_days": "21", "lasts": "deadline/de/protective-letter"}],
    )  # fmt: skip
    found = steps(Speaker("zh", real.library(), date(2026, 11, 25)), fair, fair.starts)
    assert found[0].not_before == earliest
