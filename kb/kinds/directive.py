"""海外知识产权纠纷应对指引: one response procedure, for one situation."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from kb.kinds.entry import Entry
from kb.kinds.fields import Bi, Codes, Faceted, Jurisdiction, Reference, Row, Slug, label
from kb.kinds.vocabulary import Event, Phase, Right, Role, Who


class Step(Row):
    """One step: when, what, why, who, and what to keep as evidence."""

    id: Slug = label("键", "Key")
    phase: Phase = label("时点", "When")
    what: Bi = label("做什么", "What")
    why: Bi = label("为什么", "Why")
    who: Who = label("由谁", "Who", default=Who.FIRM)
    lead_days: int | None = label(
        "最迟提前（天）",
        "Days before",
        "出口前预防：距出口或开幕至少多少天开始，是建议",
        "Prevention: at least so many days before export or opening, a suggestion",
        default=None,
        ge=0,
        le=1000,
    )
    evidence: Bi | None = label("留存证据", "Evidence to keep", default=None)
    source: Codes[str] = label("来源", "Source", min_length=1)


class Never(Row):
    """What must not be done, and why."""

    what: Bi = label("切勿", "Never")
    why: Bi = label("为什么", "Why")
    source: Codes[str] = label("来源", "Source", default=())


class Directive(Entry):
    """A procedure: what to do in 24 hours, 3 days, 2 weeks and after; what never to do; whom to call."""

    kind: ClassVar[str] = "directive"
    zh: ClassVar[str] = "应对程序"
    en: ClassVar[str] = "Response procedure"
    also: ClassVar[str] = "怎么办 如何应对 应对 指引 步骤 处理 what to do response"
    pattern: ClassVar[str] = "directive/{slug}"

    events: Codes[Event] = label("适用情形", "Situations", min_length=1)
    roles: Codes[Role] = label("适用角色", "Roles", min_length=1)
    rights: Annotated[Codes[Right], Faceted("right")] = label("涉及权利", "Rights", default=())
    jurisdictions: Annotated[Codes[Jurisdiction], Faceted("jurisdiction")] = label(
        "法域", "Jurisdictions", "空为通用", "Empty: everywhere", default=()
    )
    urgent: bool = label("紧急", "Urgent", default=False)
    when: Bi = label("何时适用", "When it applies")
    steps: tuple[Step, ...] = label("步骤", "Steps", min_length=1)
    never: tuple[Never, ...] = label("切勿", "Never", min_length=1)
    evidence: tuple[Bi, ...] = label("证据清单", "Evidence list", min_length=1)
    deadlines: Codes[Reference] = label("时限", "Deadlines", default=())
    call: Codes[Reference] = label("联系谁", "Whom to call", default=())
    related: Codes[Reference] = label("相关条目", "Related", default=())

    def references(self) -> Iterator[tuple[str, str]]:
        """Deadlines, whom to call, related entries."""
        for name in ("deadlines", "call", "related"):
            yield from ((name, id_) for id_ in getattr(self, name))
