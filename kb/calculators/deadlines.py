"""A time limit computed: a rule, its dates and the way of service → the last day, with every step of the reasoning.

Pure: no clock, no library, no web. The rules of counting are data of the rule (first day, months, roll-forward, added
time); what each means is said where it is used.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date, timedelta

from kb.calculators.calendars import Calendar
from kb.errors import Invalid, Problem
from kb.kinds.deadline import Added, Deadline, Trigger, Version
from kb.kinds.fields import Bi
from kb.kinds.vocabulary import AddedTo, Combine, Direction, Period, Roll, Service

HOURS_A_DAY = 24
LONGEST = 1200
"""Longest length that is computed, in its own unit: a typing slip is told, not computed."""


@dataclass(frozen=True)
class Asked:
    """A question: the rule, one date for each event that it may be counted from (None: unknown), how it was served.

    `chosen` is the date that chooses the version, where it is another than the trigger (`rule.chosen_by` says which).
    """

    rule: Deadline
    dates: tuple[date | None, ...]
    service: Service | None = None
    chosen: date | None = None


@dataclass(frozen=True)
class Line:
    """One step of the reasoning: what was done, the day that came of it, the source that carries it."""

    what: Bi
    day: date | None = None
    source: tuple[str, ...] = ()


@dataclass(frozen=True)
class Computed:
    """The answer. `due` is None where the paper or the forum sets the time, or where no version applies.

    `latest` is the upper end of a range; `skipped` are the closed days passed over; `covered` is False where the closed
    days of a year involved are not known; `gap` says in words why there is no date.
    """

    asked: Asked
    version: Version | None = None
    trigger: date | None = None
    due: date | None = None
    latest: date | None = None
    lines: tuple[Line, ...] = ()
    skipped: tuple[tuple[date, Bi], ...] = ()
    covered: bool = True
    gap: Bi | None = None


@dataclass
class _Run:
    """What one computation gathers on its way."""

    calendar: Calendar
    version: Version
    lines: list[Line] = field(default_factory=list)
    skipped: list[tuple[date, Bi]] = field(default_factory=list)
    years: set[int] = field(default_factory=set)

    def say(self, zh: str, en: str, day: date | None = None, source: Sequence[str] = ()) -> None:
        self.lines.append(Line(Bi(zh=zh, en=en), day, tuple(source)))

    def pass_over(self, closed: list[tuple[date, Bi]]) -> None:
        self.skipped += [c for c in closed if c not in self.skipped]


def compute(asked: Asked, calendar: Calendar) -> Computed:
    """The last day for this question. Invalid if no date is given or one is out of reach."""
    trigger = _trigger(asked)
    chosen = asked.chosen or trigger
    version = asked.rule.version(chosen)
    if version is None:
        return Computed(asked, trigger=trigger, gap=_no_version(asked.rule, chosen))
    if version.number is None or version.unit is None:
        gap = Bi(zh="没有法定长度：以文书载明的日期为准。", en="No statutory length: the paper sets the date.")
        return Computed(asked, version, trigger, gap=gap)
    run = _Run(calendar, version)
    _say_start(run, asked, trigger)
    try:
        due = _last_day(run, trigger, asked, version.number)
        lines = tuple(run.lines)
        latest = _last_day(run, trigger, asked, version.to_number) if version.to_number else None
    except OverflowError:
        raise _wrong(asked, "日期超出可计算的范围，请核对年份。", "The date is out of reach; check the year.") from None
    covered = all(calendar.covers(year) for year in run.years) or not _depends_on_calendar(version)
    return Computed(asked, version, trigger, due, latest, lines, tuple(run.skipped), covered)


def what_if(asked: Asked, calendar: Calendar, days: Sequence[int]) -> list[tuple[date, Computed]]:
    """The same question with the first known date moved by so many days each."""
    moved = []
    for shift in days:
        dates = tuple(d + timedelta(days=shift) if d else None for d in asked.dates)
        chosen = asked.chosen + timedelta(days=shift) if asked.chosen else None
        answer = compute(replace(asked, dates=dates, chosen=chosen), calendar)
        moved.append((_trigger(answer.asked), answer))
    return moved


def _trigger(asked: Asked) -> date:
    known = [d for d in asked.dates if d]
    if not known:
        raise _wrong(
            asked, "请填写起算日期，例如文书上的送达日期。", "Give the date to count from, e.g. the day of service."
        )
    if any(not date(1900, 1, 1) <= d <= date(MAXYEAR - 200, 1, 1) for d in known):
        raise _wrong(asked, "日期超出可计算的范围，请核对年份。", "The date is out of reach; check the year.")
    trigger = asked.rule.trigger
    return _year_end(trigger, max(known) if trigger.combine is Combine.LATEST else min(known))


def _year_end(trigger: Trigger, day: date) -> date:
    """The day, or the last of its year where the rule runs from there (German Civil Code § 199(1))."""
    return day.replace(month=12, day=31) if trigger.year_end else day


def _say_start(run: _Run, asked: Asked, trigger: date) -> None:
    rule, version = asked.rule, run.version
    events = rule.trigger.of
    days = [d and _year_end(rule.trigger, d) for d in asked.dates]
    which = events[days.index(trigger)] if len(events) > 1 else events[0]
    run.say(f"起算事件：{which.zh}", f"Counted from: {which.en}", trigger)
    missing = [e for e, d in zip(events, asked.dates, strict=False) if d is None]
    if missing and rule.trigger.combine is Combine.LATEST:
        run.say(
            f"另一事件的日期未填（{missing[0].zh}），按较早者计算，实际末日可能更晚",
            f"The date of another event is not given ({missing[0].en}): counted from the earlier one, the true last day may be later",
        )
    until = version.valid_to
    run.say(
        f"适用版本：自 {version.valid_from} 起" + (f"至 {until}" if until else "") + f"（{version.basis}）",
        f"Version: from {version.valid_from}" + (f" to {until}" if until else "") + f" ({version.basis})",
        source=version.source,
    )


def _last_day(run: _Run, trigger: date, asked: Asked, number: int) -> date:
    version = run.version
    added = [a for a in version.added if a.service is asked.service]
    start = _moved(run, trigger, [a for a in added if a.to is AddedTo.START])
    due = _count(run, start, number, [a for a in added if a.to is AddedTo.PERIOD])
    due = _rolled(run, due)
    late = [a for a in added if a.to is AddedTo.AFTER_ROLL]
    return _rolled(run, _moved(run, due, late)) if late else due


def _moved(run: _Run, day: date, added: list[Added]) -> date:
    for extra in added:
        day = _plain(run, day, extra.number, extra.unit, first_counted=False)
        run.say(
            f"{extra.service.zh}：加 {extra.number} {extra.unit.zh}",
            f"{extra.service.en}: {extra.number} {extra.unit.en} added",
            day,
            extra.source,
        )
    return day


def _count(run: _Run, start: date, number: int, added: list[Added]) -> date:
    version, unit = run.version, run.version.unit or Period.DAY
    if number > LONGEST:
        raise OverflowError
    if version.direction is Direction.BEFORE:
        due = _back(run, start, number, unit)
        run.say(f"向前推 {number} {unit.zh}", f"{number} {unit.en} back", due)
        return due
    if version.starts_open:
        first, closed = run.calendar.next_open(start + timedelta(days=1))
        run.pass_over(closed)
        run.say("触发日之后的首个办公日为第 1 日", "Day one is the first open day after the trigger", first)
        due = _plain(run, first, number, unit, first_counted=True)
    else:
        due = _plain(run, start, number, unit, first_counted=not version.excludes_first_day)
    first_day = "首日计入" if not version.excludes_first_day else "首日不计入"
    counted = "the first day counts" if not version.excludes_first_day else "the first day does not count"
    if version.starts_open:
        first_day, counted = "自第 1 日起", "from day one"
    run.say(f"{first_day}，数 {number} {unit.zh}", f"{counted}; {number} {unit.en}", due)
    return _moved(run, due, added)


def _plain(run: _Run, day: date, number: int, unit: Period, *, first_counted: bool) -> date:
    """So many units after the day, before any roll-forward."""
    run.years.add(day.year)
    if unit is Period.WORKING_DAY:
        due, closed = run.calendar.count_open(day if first_counted else day + timedelta(days=1), number)
        run.pass_over(closed)
    elif unit in (Period.MONTH, Period.YEAR):
        due = months_after(
            day,
            number * (12 if unit is Period.YEAR else 1),
            first_counted=first_counted,
            from_next_day=run.version.months_from_next_day,
        )
    else:
        days = {Period.WEEK: 7 * number, Period.HOUR: number // HOURS_A_DAY}.get(unit, number)
        due = day + timedelta(days=days - (1 if first_counted and unit is not Period.HOUR else 0))
        if unit is Period.HOUR:
            run.say("按小时计：以收到时刻为准，到时刻即满", "Counted by the hour from the moment of receipt", due)
    run.years |= {day.year, due.year}
    return due


def _back(run: _Run, day: date, number: int, unit: Period) -> date:
    if unit is Period.WORKING_DAY:
        due, closed = run.calendar.count_open(day - timedelta(days=1), number, -1)
        run.pass_over(closed)
    elif unit in (Period.MONTH, Period.YEAR):
        due = same_day(day, -number * (12 if unit is Period.YEAR else 1))
    else:
        due = day - timedelta(days={Period.WEEK: 7 * number, Period.HOUR: -(-number // HOURS_A_DAY)}.get(unit, number))
    run.years |= {day.year, due.year}
    return due


def _rolled(run: _Run, due: date) -> date:
    roll = run.version.roll
    if roll is Roll.NONE:
        return due
    found, closed = (run.calendar.next_open if roll is Roll.NEXT_OPEN else run.calendar.previous_open)(due)
    if found != due:
        run.pass_over(closed)
        names_zh = "、".join(f"{d}（{why.zh}）" for d, why in closed)
        names_en = ", ".join(f"{d} ({why.en})" for d, why in closed)
        run.say(f"{roll.zh}，越过：{names_zh}", f"{roll.en}; passed over: {names_en}", found)
    run.years.add(found.year)
    return found


def months_after(day: date, months: int, *, first_counted: bool = False, from_next_day: bool = False) -> date:
    """The last day of a period of months.

    By default it ends on the day of the same number, or the last day of a month that has none (EPC Rule 131(4); UPC
    Rule 300; BGB § 188). `from_next_day`: it runs by the calendar from the first day that counts and ends on the day before
    the corresponding one, with the month where it began with one (Japan Civil Code art. 143; Korea Civil Act art. 160).
    `first_counted`: the day itself is the first of the period.
    """
    if not (from_next_day or first_counted):
        return same_day(day, months)
    start = day if first_counted else day + timedelta(days=1)
    end = same_day(start, months)
    return end if end.day < start.day else end - timedelta(days=1)


def same_day(day: date, months: int) -> date:
    """The day of the same number so many months on (or back), or the last day of a month that has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _depends_on_calendar(version: Version) -> bool:
    return version.roll is not Roll.NONE or version.unit is Period.WORKING_DAY or version.starts_open


def _no_version(rule: Deadline, day: date) -> Bi:
    spans_zh = "；".join(f"{v.valid_from} 至 {v.valid_to or '今'}" for v in rule.versions)
    spans_en = "; ".join(f"{v.valid_from} to {v.valid_to or 'today'}" for v in rule.versions)
    return Bi(
        zh=f"没有适用于 {day} 的版本（收录的适用期：{spans_zh}）。请核对{rule.chosen_by.zh}，或向当地律师核实。",
        en=f"No version applies to {day} (held: {spans_en}). Check the {rule.chosen_by.en.lower()}, or ask local counsel.",
    )


def _wrong(asked: Asked, zh: str, en: str) -> Invalid:
    return Invalid([Problem(asked.rule.id, "on", zh, en)])
