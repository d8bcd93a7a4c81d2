"""Time limits computed: each way of counting by hand-worked dates, and what must hold for any rule and date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.calculators.calendars import Calendar, mainland_working_days_before
from kb.calculators.deadlines import Asked, Computed, compute, months_after, same_day, what_if
from kb.errors import Invalid
from kb.kinds.deadline import Deadline
from kb.kinds.guide import ClosedDay
from kb.kinds.vocabulary import Roll, Service
from tests import makers

US = Calendar("us")


def rule(**version) -> Deadline:
    base = {**makers.OWN["deadline"]["versions"][0], "roll": "none"}
    return makers.entry("deadline", versions=[{**base, **version}])


def last_day(on: date, calendar: Calendar = US, service: Service | None = None, **version) -> Computed:
    return compute(Asked(rule(**version), (on,), service), calendar)


@pytest.mark.parametrize(
    ("on", "version", "due"),
    [
        (date(2026, 11, 2), {"number": 20, "unit": "day"}, date(2026, 11, 22)),
        (date(2026, 11, 2), {"number": 20, "unit": "day", "roll": "next-open-day"}, date(2026, 11, 23)),
        (date(2026, 11, 2), {"number": 20, "unit": "day", "excludes_first_day": "no"}, date(2026, 11, 21)),
        (date(2026, 11, 5), {"number": 21, "unit": "day", "roll": "next-open-day"}, date(2026, 11, 27)),  # Thanksgiving
        (date(2026, 11, 2), {"number": 2, "unit": "week"}, date(2026, 11, 16)),
        (date(2026, 1, 31), {"number": 1, "unit": "month"}, date(2026, 2, 28)),
        (date(2024, 1, 31), {"number": 1, "unit": "month"}, date(2024, 2, 29)),
        (date(2024, 2, 29), {"number": 1, "unit": "year"}, date(2025, 2, 28)),
        (date(2026, 2, 28), {"number": 2, "unit": "month"}, date(2026, 4, 28)),
        (date(2026, 2, 28), {"number": 2, "unit": "month", "months_from_next_day": "yes"}, date(2026, 4, 30)),
        (date(2026, 3, 10), {"number": 2, "unit": "month", "months_from_next_day": "yes"}, date(2026, 5, 10)),
        (date(2026, 12, 30), {"number": 2, "unit": "month", "months_from_next_day": "yes"}, date(2027, 2, 28)),
        (date(2026, 5, 1), {"number": 1, "unit": "month", "excludes_first_day": "no"}, date(2026, 5, 31)),
        (date(2026, 11, 20), {"number": 10, "unit": "working-day"}, date(2026, 12, 7)),  # over Thanksgiving
        (date(2026, 11, 20), {"number": 10, "unit": "working-day", "excludes_first_day": "no"}, date(2026, 12, 4)),
        (date(2026, 11, 20), {"number": 20, "unit": "day", "starts_open": "yes"}, date(2026, 12, 12)),  # from Monday
        (date(2026, 11, 20), {"number": 48, "unit": "hour"}, date(2026, 11, 22)),
        (date(2027, 3, 31), {"number": 1, "unit": "month", "direction": "before"}, date(2027, 2, 28)),
        (date(2027, 1, 4), {"number": 3, "unit": "working-day", "direction": "before"}, date(2026, 12, 29)),
        (date(2026, 12, 20), {"number": 7, "unit": "day", "direction": "before", "roll": "previous-open-day"}, date(2026, 12, 11)),
    ],
)  # fmt: skip
def test_counting(on: date, version: dict, due: date):
    assert last_day(on, **version).due == due


ADDED = {"service": "mail", "number": 3, "unit": "day", "source": "src"}


@pytest.mark.parametrize(
    ("to", "due"),
    [
        ("period", date(2026, 11, 25)),  # Sun 22 + 3 = Wed 25
        ("after-roll", date(2026, 11, 27)),  # Mon 23 + 3 = Thu 26, Thanksgiving, so Fri 27
        ("start", date(2026, 11, 25)),  # Thu 5 + 20
    ],
)
def test_time_added_for_mail(to: str, due: date):
    given_ = {"number": 20, "unit": "day", "roll": "next-open-day", "added": [{**ADDED, "to": to}]}
    assert last_day(date(2026, 11, 2), service=Service.MAIL, **given_).due == due
    assert last_day(date(2026, 11, 2), service=Service.PERSONAL, **given_).due == date(2026, 11, 23)


def test_a_range_gives_both_ends_and_the_earlier_is_the_safe_one():
    answer = last_day(date(2026, 11, 2), number=60, to_number=90, unit="day")
    assert (answer.due, answer.latest) == (date(2027, 1, 1), date(2027, 1, 31))


def test_the_version_is_chosen_by_the_trigger_and_the_change_of_2025_is_seen():
    base = makers.OWN["deadline"]["versions"][0]
    old = {**base, "number": 2, "unit": "month", "valid_from": "1990-01-01", "valid_to": "2025-07-21"}
    new = {**base, "number": 30, "unit": "day", "valid_from": "2025-07-22"}
    korea = makers.entry("deadline", "deadline/kr/trade-mark-opposition", versions=[old, new])
    calendar = Calendar("kr")
    assert compute(Asked(korea, (date(2025, 7, 21),)), calendar).due == date(2025, 9, 22)  # 21 September is a Sunday
    assert compute(Asked(korea, (date(2025, 7, 22),)), calendar).due == date(2025, 8, 21)
    early = compute(Asked(korea, (date(1989, 12, 31),)), calendar)
    assert early.due is None
    assert "1990-01-01" in early.gap.zh
    assert compute(Asked(korea, (date(2025, 7, 21),), chosen=date(2025, 7, 22)), calendar).version.number == 30


def test_of_several_events_the_earliest_or_latest_counts():
    events = [makers.bi("甲"), makers.bi("乙")]
    for combine, due in (("earliest", date(2026, 11, 22)), ("latest", date(2026, 11, 29))):
        one = makers.entry(
            "deadline",
            trigger={"combine": combine, "of": events},
            versions=[{**makers.OWN["deadline"]["versions"][0], "roll": "none"}],
        )
        assert compute(Asked(one, (date(2026, 11, 2), date(2026, 11, 9))), US).due == due
    partly = compute(Asked(one, (date(2026, 11, 2), None)), US)
    assert any("未填" in line.what.zh for line in partly.lines)


def test_set_by_the_forum_is_never_an_invented_date():
    answer = compute(Asked(rule(number=None, unit=None, set_by_forum="yes"), (date(2026, 11, 2),)), US)
    assert answer.due is None
    assert "以文书载明" in answer.gap.zh


@pytest.mark.parametrize("dates", [(None,), (date(1066, 10, 14),), (date(9999, 12, 31),)])
def test_dates_out_of_reach_are_told(dates):
    with pytest.raises(Invalid) as raised:
        compute(Asked(rule(), dates), US)
    assert raised.value.problems[0].field == "on"


def test_a_year_of_which_nothing_is_known_is_said():
    closing = ClosedDay(first=date(2026, 12, 24), last=date(2027, 1, 1), who=makers.bi("闭"), source=("src",))
    office = Calendar("ep", (closing,))
    inside = last_day(date(2026, 12, 10), office, number=14, unit="day", roll="next-open-day")
    assert (inside.due, inside.covered) == (date(2027, 1, 4), True)  # 2 and 3 January are a weekend
    assert not last_day(date(2029, 12, 10), office, number=14, unit="day", roll="next-open-day").covered
    assert last_day(date(2029, 12, 10), office, number=14, unit="day").covered  # nothing is rolled


def test_mainland_working_days_know_the_moved_weekends():
    # 1 to 7 October 2026 are off; Saturday the 10th is worked (arrangement of the State Council)
    assert mainland_working_days_before(date(2026, 10, 12), 3) == (date(2026, 10, 8), True)
    assert mainland_working_days_before(date(2026, 10, 12), 4) == (date(2026, 9, 30), True)
    assert mainland_working_days_before(date(2031, 5, 5), 3)[1] is False


def test_every_step_is_told_with_its_day():
    answer = last_day(date(2026, 11, 2), number=20, unit="day", roll="next-open-day")
    assert [line.day for line in answer.lines] == [date(2026, 11, 2), None, date(2026, 11, 22), date(2026, 11, 23)]
    assert answer.lines[1].source == ("src",)
    assert answer.skipped == ((date(2026, 11, 22), answer.skipped[0][1]),)


def test_what_if():
    answers = what_if(Asked(rule(number=20, unit="day"), (date(2026, 11, 2),)), US, (-1, 0, 1))
    assert [(day, a.due) for day, a in answers] == [
        (date(2026, 11, 1), date(2026, 11, 21)),
        (date(2026, 11, 2), date(2026, 11, 22)),
        (date(2026, 11, 3), date(2026, 11, 23)),
    ]


DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
CODES = st.sampled_from(["us", "jp", "kr", "de", "vn", "ep", "cn"])
VERSIONS = st.fixed_dictionaries(
    {
        "number": st.integers(1, 400),
        "unit": st.sampled_from(["day", "working-day", "week", "month", "year", "hour"]),
        "roll": st.sampled_from(["none", "next-open-day"]),
        "excludes_first_day": st.sampled_from(["yes", "no"]),
        "starts_open": st.sampled_from(["yes", "no"]),
        "months_from_next_day": st.sampled_from(["yes", "no"]),
    }
).filter(lambda v: v["unit"] != "year" or v["number"] <= 40)
FIRST = {"valid_from": "1900-01-01"}


@given(DAYS, VERSIONS, CODES)
def test_a_later_trigger_never_gives_an_earlier_last_day(day: date, version: dict, code: str):
    calendar = Calendar(code)
    first = last_day(day, calendar, **FIRST, **version).due
    second = last_day(day + timedelta(days=1), calendar, **FIRST, **version).due
    assert first <= second


@given(DAYS, VERSIONS, CODES)
def test_a_rolled_last_day_is_open_and_no_earlier(day: date, version: dict, code: str):
    calendar = Calendar(code)
    plain = last_day(day, calendar, **FIRST, **{**version, "roll": "none"}).due
    rolled = last_day(day, calendar, **FIRST, **{**version, "roll": Roll.NEXT_OPEN.value})
    assert calendar.why_closed(rolled.due) is None
    assert plain <= rolled.due
    assert all(calendar.why_closed(d) for d, _ in rolled.skipped)


@given(DAYS, VERSIONS, CODES, st.integers(1, 30))
def test_added_time_never_shortens(day: date, version: dict, code: str, extra: int):
    calendar = Calendar(code)
    without = last_day(day, calendar, Service.MAIL, **FIRST, **version).due
    for to in ("start", "period", "after-roll"):
        added = [{**ADDED, "number": extra, "to": to}]
        assert last_day(day, calendar, Service.MAIL, **FIRST, **version, added=added).due >= without


@given(DAYS, st.integers(-600, 600))
def test_months_keep_the_number_of_the_day_or_end_the_month(day: date, months: int):
    found = same_day(day, months)
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months


@given(DAYS, st.integers(1, 240))
def test_counting_from_the_next_day_is_at_most_a_few_days_longer(day: date, months: int):
    plain, calendar_months = months_after(day, months), months_after(day, months, from_next_day=True)
    assert 0 <= (calendar_months - plain).days <= 3


@given(DAYS, st.integers(1, 60), CODES)
def test_working_days_agree_with_a_naive_count(day: date, number: int, code: str):
    calendar = Calendar(code)
    due = last_day(day, calendar, **FIRST, number=number, unit="working-day").due
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(calendar.why_closed(d) is None for d in between) == number
    assert calendar.why_closed(due) is None


def test_a_limit_from_the_end_of_the_year_takes_any_day_of_it():
    """German Civil Code § 199(1)."""
    version = {**makers.OWN["deadline"]["versions"][0], "number": 3, "unit": "year", "roll": "none", "added": []}
    trigger = {"combine": "latest", "of": [makers.bi("产生"), makers.bi("知道")], "year_end": True}
    limit = makers.entry("deadline", trigger=trigger, versions=[{**version, "valid_from": "2002-01-01"}])
    found = compute(Asked(limit, (date(2024, 5, 1), date(2023, 7, 9))), Calendar("de"))
    assert (found.trigger, found.due) == (date(2024, 12, 31), date(2027, 12, 31))
