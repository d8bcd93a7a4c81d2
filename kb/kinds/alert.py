"""风险提示: a dated warning of a real change or danger."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from kb.kinds.entry import Entry
from kb.kinds.fields import Bi, Codes, Faceted, Fact, Jurisdiction, Reference, label
from kb.kinds.vocabulary import AlertLevel, Industry, Right


class Changed(Fact):
    """What changed: before and after."""

    what: Bi = label("变化", "What changed")
    before: Bi | None = label("此前", "Before", default=None)
    after: Bi = label("此后", "After")
    effective: date | None = label("生效日期", "Effective", default=None)
    refers: Reference | None = label("涉及条目", "Entry concerned", default=None)


class Alert(Entry):
    """A warning with level and scope: what changed, since when, what to do."""

    kind: ClassVar[str] = "alert"
    zh: ClassVar[str] = "风险提示"
    en: ClassVar[str] = "Alert"
    also: ClassVar[str] = "预警 提醒 新规 最新 变化 涨价 调整 news change new rule"
    pattern: ClassVar[str] = "alerts/{slug}"

    level: AlertLevel = label("级别", "Level")
    issued: date = label("发布日期", "Issued")
    effective: date | None = label("生效日期", "Effective", default=None)
    expires: date | None = label("失效日期", "Expires", default=None)
    jurisdictions: Annotated[Codes[Jurisdiction], Faceted("jurisdiction")] = label(
        "法域", "Jurisdictions", min_length=1
    )
    rights: Annotated[Codes[Right], Faceted("right")] = label("权利", "Rights", default=())
    industries: Annotated[Codes[Industry], Faceted("industry")] = label("行业", "Industries", default=())
    changes: tuple[Changed, ...] = label("变化", "Changes", min_length=1)
    do: tuple[Bi, ...] = label("企业应做", "What firms should do", min_length=1)
    related: Codes[Reference] = label("相关条目", "Related", default=())

    @property
    def day(self) -> date | None:
        """Day of issue."""
        return self.issued

    def references(self) -> Iterator[tuple[str, str]]:
        """Entries concerned."""
        yield from (("related", id_) for id_ in self.related)
        yield from (("changes.refers", row.refers) for row in self.changes if row.refers)
