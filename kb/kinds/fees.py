"""官费指南: the official fees of one office for one right."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from kb.kinds.entry import Entry
from kb.kinds.fields import Bi, Codes, Currency, Faceted, Fact, Money, Row, Slug, label
from kb.kinds.vocabulary import Act, Channel, Occasion, Payer, Renewed, Right, Unit, YearsFrom


class Bracket(Row):
    """One step of a fee that depends on a value or number: up to `upto` (nothing: no limit) it is `amount` plus `percent` of the value."""

    upto: Money | None = label("至", "Up to", default=None)
    amount: Money = label("金额", "Amount", default=Decimal(0))
    percent: Money = label("百分比", "Per cent", default=Decimal(0))


class FeeItem(Fact):
    """One line of the schedule: `amount`, plus `each` for every `unit` beyond the first `over`, or by `brackets`."""

    id: Slug = label("键", "Key", "同一费用的各时期版本共用一个键", "Shared by the versions of one fee over time")
    act: Act = label("事项", "Act")
    what: Bi = label("说明", "What for")
    occasion: Occasion = label(
        "何时要缴",
        "Occasion",
        "在一件权利的一生中何时要缴；缺省为视情况，不计入估算",
        "When it falls due in the life of a right; by default it depends and is not in an estimate",
        default=Occasion.OPTION,
    )
    code: str = label("官方代码", "Official code", default="")
    payer: Payer = label("缴费人", "Payer", default=Payer.ANY)
    channel: Channel = label("方式", "Channel", default=Channel.ANY)
    amount: Money = label("金额", "Amount", default=Decimal(0))
    each: Money | None = label("每单位另加", "Each further unit", default=None)
    unit: Unit | None = label("单位", "Unit", default=None)
    over: int = label("超过", "Beyond", "已含在基数内的单位数", "Number of units already included", default=0, ge=0)
    upto: int | None = label("至多", "Up to", default=None)
    brackets: tuple[Bracket, ...] = label("分档", "Brackets", default=())
    from_year: int | None = label(
        "自第几年",
        "From year",
        "续展或年费所覆盖的首年",
        "First year of the term that it covers",
        default=None,
        ge=1,
    )
    to_year: int | None = label("至第几年", "To year", default=None, ge=1)
    yearly: bool = label(
        "逐年缴", "Every year", "区间内每年都缴此数", "This amount for each year of the span", default=False
    )
    repeats: int | None = label(
        "每几年再缴",
        "Repeats every (years)",
        "如每 10 年续展",
        "e.g. renewal every 10 years",
        default=None,
        ge=1,
        le=50,
    )
    due_months: Codes[Decimal] = label(
        "到期（月）",
        "Due after (months)",
        "自授权或申请起的月数，可有多个；repeats 自最后一个起算",
        "Months from grant or filing, one or several; `repeats` goes on from the last",
        default=(),
    )
    due: Bi | None = label("何时缴纳", "When due", default=None)
    years_from: YearsFrom | None = label(
        "年度起算",
        "Years count from",
        "缺省从本表；马德里、海牙续展写 filing，即国际注册日",
        "Default: that of the schedule; `filing` for Madrid and Hague renewals: the date of the international registration",
        default=None,
    )
    valid_from: date | None = label(
        "生效日期", "Valid from", "缺省为本表的生效日期", "Default: that of the schedule", default=None
    )
    valid_to: date | None = label("失效日期", "Valid to", default=None)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.each is None) != (self.unit is None):
            raise ValueError("each_unit")
        if self.brackets and (self.amount or self.each):
            raise ValueError("brackets_alone")
        return self


class Fees(Entry):
    """The schedule of one office for one right; superseded amounts stay as items with an end date."""

    kind: ClassVar[str] = "fees"
    zh: ClassVar[str] = "官费指南"
    en: ClassVar[str] = "Official fees"
    also: ClassVar[str] = "费用 官费 规费 收费 多少钱 价格 花多少钱 fee cost price how much"
    pattern: ClassVar[str] = "countries/{jurisdiction}/fees/{slug}"

    office: Bi = label("收费机关", "Office")
    office_code: str = label("机关代码", "Office code", "WIPO ST.3", "WIPO ST.3", pattern=r"^[A-Z]{2}$")
    rights: Annotated[Codes[Right], Faceted("right")] = label("权利", "Right", min_length=1)
    currency: Currency = label("货币", "Currency", "ISO 4217", "ISO 4217")
    valid_from: date = label("生效日期", "Valid from")
    valid_to: date | None = label("失效日期", "Valid to", default=None)
    years_from: YearsFrom = label(
        "年度起算", "Years count from", "“第几年”从何日起算", "What “year n” is counted from", default=YearsFrom.FILING
    )
    renewed: Renewed = label(
        "年费期间",
        "Renewal fees are due",
        "向本机关缴年费的期间",
        "While they are paid to this office",
        default=Renewed.LIFE,
    )
    reductions: tuple["Reduction", ...] = label("减免", "Reductions", default=())
    missing: Bi | None = label(
        "未收录",
        "Not held",
        "一件权利通常要缴、但没有找到来源因而不在本表的官费；估算时总是提示",
        "Official fees of a normal life that are not in the schedule because no source was found; every estimate says so",
        default=None,
    )
    items: tuple[FeeItem, ...] = label("费用", "Fees", min_length=1)

    @property
    def day(self) -> date | None:
        """Day from which the schedule is valid."""
        return self.valid_from

    @property
    def prices_a_right(self) -> bool:
        """Whether it prices the getting and keeping of a right; a court's schedule does not."""
        return any(item.occasion is not Occasion.OPTION for item in self.items)

    def current(self, today: date) -> list[FeeItem]:
        """The lines that are valid on `today`."""
        return [
            item
            for item in self.items
            if self.begins(item) <= today and (item.valid_to or self.valid_to or today) >= today
        ]

    def at_a_glance(self, today: date) -> list[FeeItem]:
        """What a plain case pays to get the right, the first renewal, and opposition: the lines to compare countries by."""
        plain = [
            i for i in self.current(today) if i.payer in (Payer.ANY, Payer.STANDARD) and i.channel is not Channel.PAPER
        ]
        due = [i for i in plain if i.occasion in (Occasion.STANDARD, Occasion.DIRECT)]
        getting = [i for i in due if i.act in (Act.FILING, Act.SEARCH, Act.EXAMINATION, Act.GRANT)]
        kept = [i for i in due if i.act is Act.RENEWAL][:1]
        return getting + kept + [i for i in plain if i.act is Act.OPPOSITION][:1]

    def begins(self, item: FeeItem) -> date:
        """First day of validity of a line."""
        return item.valid_from or self.valid_from


class Reduction(Fact):
    """A reduction: who gets it, how much, how it is claimed."""

    what: Bi = label("减免", "Reduction")
    percent: Money | None = label("减免百分比", "Per cent off", default=None)


Fees.model_rebuild()
