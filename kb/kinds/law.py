"""法律法规政策: one law, rule or policy of a jurisdiction."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from kb.kinds.entry import Entry
from kb.kinds.fields import (
    Bi,
    Codes,
    Faceted,
    Fact,
    Language,
    Reference,
    Searched,
    Text,
    Url,
    When,
    earliest,
    label,
)
from kb.kinds.vocabulary import LawStatus, Level, Right, Topic


class Amendment(Fact):
    """A change of the law: when it took effect and what it changed."""

    in_force: When = label("施行日期", "In force since")
    number: str = label("编号", "Number", default="")
    what: Bi = label("改了什么", "What it changed")


class Article(Fact):
    """A key article in our own words."""

    article: Annotated[Text, Searched("headings")] = label("条号", "Article", "如 § 271(a)、第100条", "e.g. § 271(a)")
    topic: Topic = label("主题", "Topic")
    what: Bi = label("要点", "What it says")


class Support(Fact):
    """Help that a policy gives to firms: money, insurance, a fund. Without a published closing day it says whom to ask."""

    what: Bi = label("支持什么", "What is supported")
    who: Bi = label("谁可以申请", "Who may apply")
    closes: date | None = label("截止日期", "Closing day", "公布了才写", "Only if published", default=None)
    ask: Reference = label("问谁", "Whom to ask", "工作网络的条目", "A point of the network")


class Law(Entry):
    """A law as it stands, with its history and key articles. Only the text in the native language has legal force."""

    kind: ClassVar[str] = "law"
    zh: ClassVar[str] = "法律法规政策"
    en: ClassVar[str] = "Law and policy"
    also: ClassVar[str] = "法律 法规 法条 条文 规定 怎么规定 act statute regulation"
    pattern: ClassVar[str] = "countries/{jurisdiction}/laws/{slug}"

    native_title: Annotated[Text, Searched("title")] = label("原文名称", "Native title")
    text_language: Language = label("原文语言", "Language of the text")
    level: Level = label("效力级别", "Level")
    number: Annotated[str, Searched("identifier")] = label(
        "编号", "Number", "如 35 U.S.C.、昭和34年法律第121号", default=""
    )
    identifiers: Annotated[Codes[str], Searched("identifier")] = label(
        "其他写法", "Also cited as", "缩写与惯用引法，逗号分隔", "Short names and usual citations", default=()
    )
    issued_by: Bi = label("制定机关", "Issuing body")
    adopted: When | None = label("通过日期", "Adopted", default=None)
    in_force: When = label("施行日期", "In force since")
    repealed: When | None = label("废止日期", "Repealed", default=None)
    status: Annotated[LawStatus, Faceted("status")] = label("状态", "Status")
    as_of: date = label(
        "文本截至",
        "Text as of",
        "所依据的现行文本日期",
        "Date of the consolidated text that this entry follows",
    )
    rights: Annotated[Codes[Right], Faceted("right")] = label("涉及权利", "Rights", min_length=1)
    text_url: Url = label("官方文本", "Official text")
    translation_url: Url | None = label("参考译文", "Reference translation", default=None)
    amended: tuple[Amendment, ...] = label("修正沿革", "Amendments", "最近的在前", "Latest first", default=())
    articles: tuple[Article, ...] = label("重点条文", "Key articles", min_length=1)
    support: tuple[Support, ...] = label(
        "企业可用的支持", "Support for firms", "资助、保险、互助基金", "Subsidy, insurance, mutual funds", default=()
    )
    related: Codes[Reference] = label("相关法律", "Related laws", default=())

    @property
    def day(self) -> date | None:
        """The latest amendment in force, else the day of entry into force."""
        return max([earliest(row.in_force) for row in self.amended] + [earliest(self.in_force)])

    def references(self) -> Iterator[tuple[str, str]]:
        """Related laws, and whom to ask about support."""
        yield from (("related", id_) for id_ in self.related)
        yield from (("support.ask", row.ask) for row in self.support)
