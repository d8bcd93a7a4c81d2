"""工作网络: one point of the network that firms can turn to."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from kb.kinds.entry import Entry
from kb.kinds.fields import Bi, Codes, Contact, Faceted, Fact, Jurisdiction, Language, Reference, label
from kb.kinds.vocabulary import Mode, Right, Tier


class OfficeService(Fact):
    """What the point does for firms, and on what terms."""

    what: Bi = label("服务", "Service")


class Office(Entry):
    """A point of the network: city, district or park, or beside them an overseas, national or foreign official body."""

    kind: ClassVar[str] = "office"
    zh: ClassVar[str] = "工作网络"
    en: ClassVar[str] = "Network point"
    also: ClassVar[str] = "谁能帮 找谁 求助 援助 服务点 热线 电话 联系方式 help hotline contact"
    pattern: ClassVar[str] = "network/{slug}"

    tier: Tier = label("层级", "Tier")
    jurisdictions: Annotated[Codes[Jurisdiction], Faceted("jurisdiction")] = label(
        "所在或服务法域", "Jurisdictions served", min_length=1
    )
    rights: Annotated[Codes[Right], Faceted("right")] = label("权利", "Rights", default=())
    area: Bi = label("服务范围", "Area served")
    covers: Codes[str] = label("覆盖的区或园区", "Districts or parks covered", default=())
    mark: str = label("文号代字", "Letters of its document numbers", default="")
    parent: Reference | None = label("上级", "Parent", default=None)
    hours: Bi | None = label("受理时间", "Hours", default=None)
    languages: Codes[Language] = label("工作语言", "Languages", min_length=1)
    modes: Codes[Mode] = label("服务方式", "Modes of service", min_length=1)
    contact: Contact = label("联系方式", "Contact")
    services: tuple[OfficeService, ...] = label("服务", "Services", min_length=1)

    def references(self) -> Iterator[tuple[str, str]]:
        """The point above it."""
        if self.parent:
            yield "parent", self.parent
