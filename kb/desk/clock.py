"""The clock of an inquiry: mainland working days (with 调休), urgent hours by day, nothing at night.

A first answer is promised by the end of the third working day after the day on which the inquiry came; an urgent one is
called back within hours, counted in the daytime of every day. While the firm is waited for, the clock stands still.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kb.calculators import is_mainland_working_day, mainland_working_days_after

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING, EVENING = time(8, 0), time(22, 0)
"""Between these an urgent call is made, on holidays too."""
OFFICE_OPENS, OFFICE_CLOSES = time(9, 0), time(17, 30)


def local_day(moment: datetime) -> date:
    """The day in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """The last moment of a day in Shanghai, as kept in the store."""
    return datetime.combine(day + timedelta(days=1), time(0), SHANGHAI).astimezone(UTC) - timedelta(seconds=1)


def promise(received: datetime, urgent: bool, days: int, hours: int) -> datetime:
    """By when the first answer is promised: `days` working days, or `hours` of daytime where it is urgent."""
    if urgent:
        return add_daytime(received, hours)
    return end_of(mainland_working_days_after(local_day(received), days))


def add_daytime(moment: datetime, hours: int) -> datetime:
    """So many hours of daytime later (`MORNING` to `EVENING`, every day)."""
    at, left = moment.astimezone(SHANGHAI), timedelta(hours=hours)
    at = _into(at, MORNING, EVENING)
    while (room := datetime.combine(at.date(), EVENING, SHANGHAI) - at) < left:
        left -= room
        at = datetime.combine(at.date() + timedelta(days=1), MORNING, SHANGHAI)
    return (at + left).astimezone(UTC)


def office_time(moment: datetime) -> datetime:
    """The moment itself if offices work then, else the next at which they do: for reminders and escalations."""
    at = moment.astimezone(SHANGHAI)
    while not is_mainland_working_day(at.date()) or at.timetz().replace(tzinfo=None) >= OFFICE_CLOSES:
        at = datetime.combine(at.date() + timedelta(days=1), OFFICE_OPENS, SHANGHAI)
    return max(at, datetime.combine(at.date(), OFFICE_OPENS, SHANGHAI)).astimezone(UTC)


def working_day_after(day: date, number: int) -> date:
    """The day that many working days later."""
    return mainland_working_days_after(day, number)


def days_left(now: datetime, due: datetime) -> int:
    """Working days from tomorrow to the day on which it is due: what is left when the clock is stopped; at least 1."""
    day, left = local_day(now), 0
    last = local_day(due)
    while day < last:
        day += timedelta(days=1)
        left += is_mainland_working_day(day)
    return max(left, 1)


def resume(now: datetime, left: int) -> datetime:
    """When it is due after the clock runs again with so many working days left."""
    return end_of(mainland_working_days_after(local_day(now), left))


def years_after(moment: datetime, years: int) -> datetime:
    """The same moment so many years later (29 February: the day after)."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)


def _into(at: datetime, opens: time, closes: time) -> datetime:
    clock = at.timetz().replace(tzinfo=None)
    if clock < opens:
        return datetime.combine(at.date(), opens, SHANGHAI)
    return datetime.combine(at.date() + timedelta(days=1), opens, SHANGHAI) if clock >= closes else at
