"""展会指南: one fair, the organiser's procedure and what can happen there."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar

from kb.kinds.entry import Entry
from kb.kinds.fields import Bi, Codes, Faceted, Fact, Language, Reference, Row, Searched, Text, Url, label
from kb.kinds.vocabulary import FairTopic, Industry


class FairFact(Fact):
    """What holds at this fair: the organiser's rule, the court, customs."""

    topic: FairTopic = label("主题", "Topic")
    what: Bi = label("内容", "What")


class ToDo(Row):
    """One thing to do, with its source where it rests on one."""

    what: Bi = label("做什么", "What")
    lead_days: int | None = label(
        "最迟提前（天）",
        "Days before",
        "距开幕至少多少天开始，是建议",
        "At least so many days before opening, a suggestion",
        default=None,
        ge=0,
        le=1000,
    )
    lasts: Reference | None = label(
        "有效期",
        "Lasts",
        "办妥后只在此期限内有效，如保护函：办得太早，展期内就失效",
        "The time limit for which what was done stays good, such as a protective letter: done too early it ends before the fair does",
        default=None,
    )
    source: Codes[str] = label("来源", "Source", default=())


class Phrase(Row):
    """What to say to the bailiff or officer, in Chinese and in the language of the place."""

    zh: Text = label("中文", "Chinese")
    local: Text = label("当地语言", "Local language")
    language: Language = label("语言", "Language")


class Emergency(Row):
    """The card for the booth: do, never do, say, call."""

    do: tuple[Bi, ...] = label("立即做", "Do at once", min_length=1)
    never: tuple[Bi, ...] = label("切勿", "Never", min_length=1)
    authorities: tuple[FairFact, ...] = label(
        "管辖机关",
        "Who has jurisdiction",
        "法院与海关，当地语言的名称放在括号里",
        "Court and customs, with their local names in brackets",
        default=(),
    )
    say: tuple[Phrase, ...] = label("怎么说", "What to say", default=())
    call: Codes[Reference] = label("联系谁", "Whom to call", default=())


class Exhibition(Entry):
    """One fair, with the next edition that is announced."""

    kind: ClassVar[str] = "exhibition"
    zh: ClassVar[str] = "展会指南"
    en: ClassVar[str] = "Trade fair"
    also: ClassVar[str] = "展会 参展 展览会 展位 展台 exhibition booth"
    pattern: ClassVar[str] = "countries/{jurisdiction}/exhibitions/{slug}"

    edition: Text = label("届次", "Edition")
    city: Annotated[Bi, Searched("summary")] = label("城市", "City")
    venue: Bi = label("场馆", "Venue")
    starts: date | None = label("开幕", "Starts", default=None)
    ends: date | None = label("闭幕", "Ends", default=None)
    dates_source: Codes[str] = label("日期来源", "Source of the dates", default=())
    organiser: Bi = label("主办方", "Organiser")
    url: Url = label("官方网站", "Website")
    ip_url: Url | None = label("知识产权规则", "IP rules of the organiser", default=None)
    industries: Annotated[Codes[Industry], Faceted("industry")] = label("行业", "Industries", min_length=1)
    facts: tuple[FairFact, ...] = label("规则与实践", "Rules and practice", min_length=1)
    before: tuple[ToDo, ...] = label("展前", "Before", min_length=1)
    pack: tuple[ToDo, ...] = label(
        "随身文件包", "Travel pack", "带到展位的每一份文件", "Each paper to carry to the stand", default=()
    )
    during: tuple[ToDo, ...] = label("展中", "During", min_length=1)
    after: tuple[ToDo, ...] = label("展后", "After", min_length=1)
    emergency: Emergency = label("应急卡", "Emergency card")

    @property
    def day(self) -> date | None:
        """First day of the edition."""
        return self.starts

    def by(self, step: ToDo, opens: date | None = None) -> date | None:
        """The day by which a step begins, counted back from the opening day, or from the one given."""
        opens = opens or self.starts
        return opens - timedelta(days=step.lead_days) if opens and step.lead_days is not None else None

    def references(self) -> Iterator[tuple[str, str]]:
        """Whom to call, and for how long a step stays good."""
        for n, step in enumerate(self.before):
            if step.lasts:
                yield f"before.{n}.lasts", step.lasts
        yield from (("emergency.call", id_) for id_ in self.emergency.call)
