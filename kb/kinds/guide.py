"""国别指南: what a firm must know of one jurisdiction, in fixed chapters."""

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from kb.kinds.entry import Entry
from kb.kinds.fields import Bi, Codes, Currency, Faceted, Fact, Money, Searched, Url, When, label
from kb.kinds.vocabulary import Event, Right, Treaty


class Authority(Fact):
    """An office or agency of the jurisdiction."""

    name: Bi = label("名称", "Name")
    native: str = label("原文名称", "Name in its own language", default="")
    does: Bi = label("职责", "What it does")
    url: Url = label("网址", "Address")


class Filing(Fact):
    """One way to get a right there."""

    right: Right = label("权利", "Right")
    way: Bi = label("途径", "Way", "如直接申请、PCT、马德里、海牙", "e.g. direct, PCT, Madrid, Hague")
    term: Bi = label("保护期", "Term of protection")


class Membership(Fact):
    """A treaty and the day on which it entered into force there."""

    treaty: Treaty = label("条约", "Treaty")
    in_force: When | None = label("生效日期", "In force since", default=None)
    note: Bi | None = label("说明与保留", "Note and reservations", default=None)


class ClosedDay(Fact):
    """A day or span of days on which an office or court is closed and that the national holidays do not contain."""

    first: date = label("首日", "First day")
    last: date | None = label("末日", "Last day", default=None)
    who: Bi = label("机构与原因", "Body and reason")


class DefenceCost(Fact):
    """What proceedings there cost others, by a published figure: a range of one time and one stage, never a quotation."""

    events: Codes[Event] = label("情形", "Situations", "计划按此选取", "The plan chooses by them", min_length=1)
    rights: Codes[Right] = label("权利", "Rights", "不写即不限", "None means any", default=())
    what: Bi = label("程序与费用范围", "Proceedings, and what the figure covers")
    stage: Bi = label("到哪一步", "Up to which stage")
    low: Money = label("下限", "Low")
    high: Money = label("上限", "High")
    currency: Currency = label("货币", "Currency", "ISO 4217", "ISO 4217")
    as_of: When = label(
        "数字的年份",
        "Year of the figure",
        "来源未注明的写查阅年月，并在说明里写明",
        "If the source gives none, the month of reading, and the note says so",
    )
    note: Bi | None = label("怎么读", "How to read it", default=None)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError("low_high")
        return self


class Guide(Entry):
    """One per jurisdiction. The body has the fixed chapters, in order; figures stand in rules and schedules, referred to."""

    kind: ClassVar[str] = "guide"
    zh: ClassVar[str] = "国别指南"
    en: ClassVar[str] = "Country guide"
    also: ClassVar[str] = "国别 概况 总览 出口 出海 要注意什么 注意事项 怎么保护 overview exporting"
    pattern: ClassVar[str] = "countries/{jurisdiction}/guide"
    address: ClassVar[str] = "countries/{jurisdiction}"

    languages: Annotated[Codes[str], Searched("body")] = label(
        "官方语言", "Languages of proceedings", "BCP 47，逗号分隔", "BCP 47, separated by commas"
    )
    first_steps: tuple[Bi, ...] = label(
        "先做什么",
        "What to do first",
        "最多 5 条，最紧急的在前",
        "At most 5, the most urgent first",
        min_length=1,
        max_length=5,
    )
    offices: tuple[Authority, ...] = label("主管机关", "Offices", min_length=1)
    routes: tuple[Filing, ...] = label("权利与途径", "Rights and routes", min_length=1)
    rights: Annotated[Codes[Right], Faceted("right")] = label("涉及权利", "Rights", default=())
    treaties: tuple[Membership, ...] = label("条约", "Treaties", default=())
    closed_days: tuple[ClosedDay, ...] = label("休庭与闭馆日", "Closing days", default=())
    defence_costs: tuple[DefenceCost, ...] = label("应对费用", "Cost of defence", default=())
