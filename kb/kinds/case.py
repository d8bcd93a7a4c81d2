"""典型案例: one real dispute of a Chinese firm abroad, with its dated events."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from kb.kinds.entry import Entry
from kb.kinds.fields import (
    Bi,
    Codes,
    Currency,
    Faceted,
    Fact,
    Jurisdiction,
    Money,
    Reference,
    Row,
    Searched,
    Text,
    When,
    earliest,
    label,
)
from kb.kinds.vocabulary import CaseStatus, Forum, Industry, PartyRole, Remedy, Result, Right, Route


class Party(Row):
    """A party and its part."""

    name: Annotated[Bi, Searched("headings")] = label("名称", "Name")
    role: PartyRole = label("地位", "Part")
    country: Jurisdiction = label("国家（地区）", "Country or region")


class CaseEvent(Fact):
    """Something that happened, and when."""

    date: When = label("日期", "Date")
    what: Bi = label("事件", "What happened")


class Next(Fact):
    """What comes next in a running dispute."""

    what: Bi = label("事项", "What")
    due: When | None = label("时间", "Due", default=None)


class Award(Fact):
    """Money that was awarded or paid."""

    amount: Money = label("金额", "Amount")
    currency: Currency = label("货币", "Currency")
    date: When = label("日期", "Date")
    what: Bi = label("性质", "What for")


class Case(Entry):
    """A dispute, told by its events; each event names the source that carries it."""

    kind: ClassVar[str] = "case"
    zh: ClassVar[str] = "典型案例"
    en: ClassVar[str] = "Case"
    also: ClassVar[str] = "案例 案件 判例 案子 官司 判决 lawsuit decision example"
    pattern: ClassVar[str] = "cases/{slug}"

    jurisdictions: Annotated[Codes[Jurisdiction], Faceted("jurisdiction")] = label(
        "法域", "Jurisdictions", min_length=1
    )
    forum: Forum = label("机关类型", "Kind of forum")
    forum_name: Annotated[Bi, Searched("body")] = label("机关", "Forum")
    docket: Annotated[Text, Searched("identifier")] = label("案号", "Docket")
    other_dockets: Annotated[Codes[str], Searched("identifier")] = label("关联案号", "Related dockets", default=())
    route: Annotated[Route, Faceted("route")] = label("程序", "Route")
    rights: Annotated[Codes[Right], Faceted("right")] = label("权利", "Rights", min_length=1)
    asserted: Annotated[Codes[str], Searched("identifier")] = label(
        "涉案权利号", "Rights asserted", "专利号、注册号", "Patent and registration numbers", default=()
    )
    industries: Annotated[Codes[Industry], Faceted("industry")] = label("行业", "Industries", min_length=1)
    product: Annotated[Bi, Searched("summary")] = label("产品", "Product")
    parties: tuple[Party, ...] = label("当事人", "Parties", min_length=2)
    events: tuple[CaseEvent, ...] = label("事件", "Events", min_length=1)
    next: Next | None = label("下一步", "Next", default=None)
    status: Annotated[CaseStatus, Faceted("status")] = label("状态", "Status")
    result: Result = label("结果", "Result")
    outcome: Bi = label("结局", "Outcome", "一句话", "One sentence")
    remedies: Codes[Remedy] = label("救济", "Remedies", default=())
    awards: tuple[Award, ...] = label("金额", "Money", default=())
    lessons: tuple[Bi, ...] = label("企业启示", "Lessons for firms", min_length=1)
    laws: Codes[Reference] = label("适用法律", "Law applied", default=())
    appeal_of: Reference | None = label("原审案件", "Appeal of", default=None)
    related: Codes[Reference] = label("相关条目", "Related", default=())
    anonymised: bool = label("已隐去名称", "Anonymised", default=False)

    @property
    def day(self) -> date | None:
        """Day of the latest event."""
        return max(earliest(event.date) for event in self.events)

    def references(self) -> Iterator[tuple[str, str]]:
        """Law applied, the case appealed from, and related entries."""
        yield from (("laws", id_) for id_ in self.laws)
        yield from (("related", id_) for id_ in self.related)
        if self.appeal_of:
            yield "appeal_of", self.appeal_of
