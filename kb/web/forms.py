"""Reading what a reader typed into an address: dates, numbers, choices. What cannot be read is told by field; nothing is lost."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from kb.errors import Invalid
from kb.kinds.fields import Bi
from kb.kinds.vocabulary import Term

T = TypeVar("T", bound=Term)
NOT_A_DAY = Bi(
    zh="“{value}”不是日期，请按 2026-11-25 的样子填写。", en="“{value}” is no date; write it like 2026-11-25."
)
NO_SUCH_DAY = Bi(zh="没有 {value} 这一天，请核对。", en="There is no {value}; check it.")
NOT_WHOLE = Bi(zh="“{value}”不是整数。", en="“{value}” is no whole number.")
NOT_MONEY = Bi(zh="“{value}”不是金额，请只填数字。", en="“{value}” is no amount; write digits only.")
NOT_A_CHOICE = Bi(zh="“{value}”不是可选项，请重新选择。", en="“{value}” is not one of the choices; choose again.")
MOST_DIGITS = 15


class Form:
    """The values of an address, and what is wrong with them by field."""

    def __init__(self, args: MultiDict[str, str]) -> None:
        self.args = args
        self.wrong: dict[str, Bi] = {}
        self.status, self.retry = 200, 0

    def typed(self, name: str) -> str:
        """What was typed, as it was typed, for showing again; of several the last, for a button's value comes after its field."""
        given = ("".join(c if c.isprintable() else " " for c in v)[:100].strip() for v in self.args.getlist(name)[:9])
        return next(reversed([v for v in given if v]), "")

    def refuse(self, name: str, why: Bi) -> None:
        """Note what is wrong with a field; the first reason stays."""
        value = self.typed(name)
        filled = Bi(zh=why.zh.replace("{value}", value), en=why.en.replace("{value}", value))
        self.wrong.setdefault(name, filled)

    def take(self, error: Invalid) -> None:
        """Note what a part refused, under the fields that it names."""
        for problem in error.problems:
            self.wrong.setdefault(problem.field, Bi(zh=problem.zh, en=problem.en))

    def day(self, name: str) -> date | None:
        """A date, or None if nothing was typed or it cannot be read."""
        value = self.typed(name)
        if not value:
            return None
        parts = value.replace("/", "-").replace(".", "-").split("-")
        if len(parts) != 3 or not all(p.isascii() and p.isdecimal() and len(p) <= 4 for p in parts):
            self.refuse(name, NOT_A_DAY)
            return None
        try:
            return date(*map(int, parts))
        except ValueError:
            self.refuse(name, NO_SUCH_DAY)
            return None

    def whole(self, name: str, default: int) -> int:
        """A whole number; the default if nothing was typed."""
        value = self.typed(name)
        if not value:
            return default
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
            self.refuse(name, NOT_WHOLE)
            return default
        return int(value)

    def money(self, name: str) -> Decimal:
        """An amount; 0 if nothing was typed."""
        value = self.typed(name).replace(",", "").replace("，", "")
        try:
            amount = Decimal(value or "0")
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or len(value) > MOST_DIGITS:
            self.refuse(name, NOT_MONEY)
            return Decimal(0)
        return amount

    def choice(self, name: str, words: type[T]) -> T | None:
        """A word of a vocabulary, or None."""
        value = self.typed(name)
        if not value:
            return None
        found = next((w for w in words if w.value == value), None)
        if found is None:
            self.refuse(name, NOT_A_CHOICE)
        return found

    def several(self, name: str) -> tuple[str, ...]:
        """Codes given several times or joined by commas, each once."""
        given = (v.strip().lower() for value in self.args.getlist(name)[:100] for v in value.split(","))
        return tuple(dict.fromkeys(v[:20] for v in given if v))
