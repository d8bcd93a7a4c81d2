"""Counting back from the opening day of a fair: by when each step begins, and before which day it is too early."""

from dataclasses import dataclass
from datetime import date, timedelta

from kb.kinds import Deadline, Exhibition
from kb.kinds.exhibition import ToDo
from kb.web.speaker import Speaker

USUAL = timedelta(days=6)
"""How long after its opening day a fair closes, where the closing day is not known."""


@dataclass(frozen=True)
class Step:
    """Something to do before the fair: the day by which it begins, and the day before which it is too early."""

    what: ToDo
    by: date | None
    late: bool
    not_before: date | None


def ahead(fair: Exhibition, today: date) -> bool:
    """Whether the announced edition is not over."""
    return bool(fair.starts and (fair.ends or fair.starts) >= today)


def steps(speaker: Speaker, fair: Exhibition, opens: date | None) -> list[Step]:
    """What to do before a fair that opens on a day, in order; without the day only the order is known."""
    span = fair.ends - fair.starts if fair.starts and fair.ends else USUAL
    found = []
    for todo in fair.before:
        by = fair.by(todo, opens) if opens else None
        not_before = _not_before(speaker, todo, opens + span) if opens else None
        found.append(Step(todo, by, bool(by and by < speaker.today), not_before))
    return sorted(found, key=lambda s: -(s.what.lead_days or 0))


def _not_before(speaker: Speaker, todo: ToDo, closes: date) -> date | None:
    """First day on which a thing can be done and still be good on the last day of the fair."""
    held = speaker.library.get(todo.lasts) if todo.lasts else None
    version = held.entry.version(closes) if held and isinstance(held.entry, Deadline) else None
    if version is None or version.number is None or version.unit is None or version.unit.value != "month":
        return None
    month = closes.year * 12 + closes.month - 1 - int(version.number)
    year, month = divmod(month, 12)
    try:
        return date(year, month + 1, closes.day)
    except ValueError:  # the month is shorter: the first of the next one
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
