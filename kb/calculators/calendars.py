"""The days on which a forum is open: weekends, public holidays (package `holidays`), and the closing days of its guide.

Only holidays that hold everywhere in a territory are used: a local one can only move a last day later, so leaving it out is
the safe side. A year that nothing is known of is said to be uncovered, for every territory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
import holidays

from kb.kinds.fields import Bi
from kb.kinds.guide import ClosedDay

SATURDAY = 5
WEEKEND = Bi(zh="周末", en="weekend")
HOLIDAY = "公休日", "public holiday"
OPEN_ENDED = 400
"""Most days that a search for an open day looks at."""

ZONES: Mapping[str, str] = {
    "us": "America/New_York", "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "vn": "Asia/Ho_Chi_Minh", "cn": "Asia/Shanghai",
    "de": "Europe/Berlin", "ep": "Europe/Berlin", "em": "Europe/Madrid", "up": "Europe/Luxembourg", "es": "Europe/Madrid",
    "gb": "Europe/London", "fr": "Europe/Paris", "wo": "Europe/Zurich",
}  # fmt: skip
"""IANA time zone in which the last day ends; where a territory has several, that of the capital's offices."""


@dataclass(frozen=True)
class Calendar:
    """When the forums of one jurisdiction are closed."""

    code: str
    closings: tuple[ClosedDay, ...] = ()
    national: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "national", self.code.upper() in holidays.list_supported_countries())

    def why_closed(self, day: date) -> Bi | None:
        """The reason for which it is closed on the day; None if it is open."""
        if self.code == "cn" and _published(day.year):
            holiday, name = chinese_calendar.get_holiday_detail(day)
            return None if not holiday else Bi(zh="休息日（国务院放假安排）", en=f"day off ({name or 'weekend'})")
        if day.weekday() >= SATURDAY:
            return WEEKEND
        if name := _holidays(self.code, day.year).get(day):
            return Bi(zh=f"{HOLIDAY[0]}：{name}", en=f"{HOLIDAY[1]}: {name}")
        return next((c.who for c in self.closings if c.first <= day <= (c.last or c.first)), None)

    def covers(self, year: int) -> bool:
        """Whether the closed days of that year are known: by the national table, or by the closing days of the guide."""
        if self.code == "cn":
            return _published(year)
        return self.national or any(c.first.year <= year <= (c.last or c.first).year for c in self.closings)

    def next_open(self, day: date) -> tuple[date, list[tuple[date, Bi]]]:
        """The day itself if it is open, else the next open one, with the closed days passed over."""
        return self._open_from(day, timedelta(days=1))

    def previous_open(self, day: date) -> tuple[date, list[tuple[date, Bi]]]:
        """The day itself if it is open, else the last open one before it, with the closed days passed over."""
        return self._open_from(day, timedelta(days=-1))

    def _open_from(self, day: date, step: timedelta) -> tuple[date, list[tuple[date, Bi]]]:
        passed: list[tuple[date, Bi]] = []
        for _ in range(OPEN_ENDED):
            why = self.why_closed(day)
            if why is None:
                break
            passed.append((day, why))
            day += step
        return day, passed

    def count_open(self, first: date, number: int, step: int = 1) -> tuple[date, list[tuple[date, Bi]]]:
        """The `number`th open day from `first` on (itself included if open; `step` -1: backwards), with the closed days between."""
        passed: list[tuple[date, Bi]] = []
        day, left = first, number
        while True:
            why = self.why_closed(day)
            if why is None:
                left -= 1
                if left == 0:
                    return day, passed
            else:
                passed.append((day, why))
            day += timedelta(days=step)


def mainland_working_days_before(day: date, number: int) -> tuple[date, bool]:
    """The day that many mainland working days (with 调休) before `day`, and whether the State Council has published that year."""
    calendar = Calendar("cn")
    found, _ = calendar.count_open(day - timedelta(days=1), number, -1)
    return found, calendar.covers(found.year) and calendar.covers(day.year)


def mainland_working_days_after(day: date, number: int) -> date:
    """The day that many mainland working days (with 调休) after `day`; a year not yet published counts Monday to Friday."""
    return Calendar("cn").count_open(day + timedelta(days=1), number)[0]


def is_mainland_working_day(day: date) -> bool:
    """Whether offices on the mainland work on the day."""
    return Calendar("cn").why_closed(day) is None


@lru_cache(maxsize=400)
def _holidays(code: str, year: int) -> dict[date, str]:
    country = code.upper()
    if country not in holidays.list_supported_countries():
        return {}
    return {day: str(name) for day, name in holidays.country_holidays(country, years=year).items() if day.year == year}


@lru_cache(maxsize=100)
def _published(year: int) -> bool:
    """Whether the State Council's arrangement of that year's days off is in the package."""
    try:
        chinese_calendar.is_workday(date(year, 7, 1))
    except NotImplementedError:
        return False
    return True
