"""Days as an iCalendar file (RFC 5545): all-day events with alarms, for the calendar that a firm already uses."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

ALARMS = (14, 7, 2, 0)
"""Days before the event on which it rings, at nine in the morning where the reader is."""
MORNING = timedelta(hours=9)


@dataclass(frozen=True)
class Day:
    """An all-day event. `key` stays the same when the file is made again, so that a calendar replaces instead of doubling."""

    key: str
    day: date
    title: str
    text: str
    url: str = ""
    alarms: tuple[int, ...] = ALARMS


def calendar(days: Sequence[Day], name: str, stamp: datetime) -> bytes:
    """The file; `stamp` is the moment at which it is made (UTC)."""
    made = Calendar()
    made.add("prodid", "-//Overseas IP Dispute Response Knowledge Base//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for one in days:
        made.add_component(_event(one, stamp))
    return bytes(made.to_ical())


def _event(one: Day, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(one.key.encode()).hexdigest()[:32]}@overseas-ip-kb")
    event.add("dtstamp", stamp)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.title)
    event.add("description", one.text)
    event.add("transp", "TRANSPARENT")
    if one.url:
        event.add("url", one.url)
    for days in one.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", MORNING - timedelta(days=days))
        event.add_component(alarm)
    return event
