"""Figures as readers see them: a period, an amount, a span of days. Pure; no Flask."""

from datetime import date
from decimal import Decimal

from kb.kinds import Deadline, Entry, Fees
from kb.kinds.deadline import Version
from kb.kinds.fees import Bracket, FeeItem
from kb.kinds.vocabulary import Direction, Period
from kb.texts import day, money, say

_SINGULAR = {
    Period.HOUR: "hour",
    Period.DAY: "day",
    Period.WORKING_DAY: "working day",
    Period.WEEK: "week",
    Period.MONTH: "month",
    Period.YEAR: "year",
}


def period(language: str, version: Version) -> str:
    """The length of a time limit: 20 日, 3 个月, 60–90 日; or who sets it."""
    if version.number is None or version.unit is None:
        return say(language, "以文书载明为准")
    length = str(version.number) + (f"–{version.to_number}" if version.to_number else "")
    if language == "zh":
        text = f"{length} {version.unit.zh}"
        return text + "前" if version.direction is Direction.BEFORE else text
    one = version.number == 1 and not version.to_number
    text = f"{length} {_SINGULAR[version.unit] if one else version.unit.en}"
    return text + " before" if version.direction is Direction.BEFORE else text


def amount(language: str, item: FeeItem, currency: str) -> str:
    """What a line costs: a flat amount, an amount by unit, or both."""
    if item.brackets:
        flat = len(item.brackets) == 1 and item.brackets[0].upto is None
        return bracket(language, item.brackets[0], currency) if flat else say(language, "按标的额分档")
    whole = item.over == 1 and item.each == item.amount  # the first costs what each further one does
    parts = [money(language, item.amount, currency)] if item.each is None or (item.amount and not whole) else []
    if item.each is not None and item.unit is not None:
        over = say(language, "超过 {n} 的部分，", n=item.over) if item.over and not whole else ""
        each = money(language, item.each, currency)
        per = f"每{item.unit.zh}" if language == "zh" else f"per {item.unit.en}"
        extra = (
            f"{over}{per} {each}"
            if language == "zh"
            else f"{each} {per}" + (f" over {item.over}" if item.over and not whole else "")
        )
        parts.append(extra if not parts else f"+ {extra}")
    return " ".join(parts)


def bracket(language: str, step: Bracket, currency: str) -> str:
    """What one step of a fee by value costs: an amount, a percentage, both or nothing."""
    parts = [money(language, step.amount, currency)] if step.amount else []
    parts += [f"{step.percent} %"] if step.percent else []
    return " + ".join(parts) or say(language, "不另收")


def figure(language: str, entry: Entry, row: str, today: date) -> str:
    """The current figure that a reference to the entry stands for; "" if the kind has none."""
    if isinstance(entry, Deadline):
        version = entry.version(today)
        return period(language, version) if version else ""
    if isinstance(entry, Fees) and row:
        item = next((i for i in entry.current(today) if i.id == row), None)
        return amount(language, item, entry.currency) if item else ""
    return ""


def approx_cny(value: Decimal, rate: Decimal) -> Decimal:
    """CNY, rounded to whole yuan, for orientation only."""
    return (value * rate).quantize(Decimal(1))


def span(language: str, first: date | None, last: date | None) -> str:
    """A span of days on one line."""
    if first is None:
        return say(language, "未公布")
    if last is None or last == first:
        return day(language, first)
    if language == "zh":
        tail = (
            f"{last.day}日" if (last.year, last.month) == (first.year, first.month) else f"{last.month}月{last.day}日"
        )
        return f"{first.year}年{first.month}月{first.day}日—{tail}"
    return f"{day('en', first)} – {day('en', last)}"
