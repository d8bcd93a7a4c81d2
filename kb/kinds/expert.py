"""专家库: a person or body that firms can turn to."""

from datetime import date
from typing import Annotated, ClassVar

from kb.kinds.entry import Entry
from kb.kinds.fields import Bi, Codes, Contact, Faceted, Fact, Jurisdiction, Language, Row, When, label
from kb.kinds.vocabulary import AdviserType, Industry, Mode, Right, Route


class Licence(Fact):
    """A licence to practise."""

    number: str = label("编号", "Number")
    expires: date | None = label("到期", "Expires", default=None)


class Appointment(Fact):
    """Appointment to the pool or official listing."""

    by: Bi = label("聘任或列名机关", "Appointed or listed by")
    since: When | None = label("自", "From", default=None)
    until: When | None = label("至", "To", default=None)


class Consent(Row):
    """Consent of a person to be published."""

    given: bool = label("已同意", "Given")
    on: date = label("日期", "On")
    scope: Bi = label("范围", "Scope")


class Expert(Entry):
    """An adviser. A person is published only with consent or from an official list; what is not public is never here."""

    kind: ClassVar[str] = "expert"
    zh: ClassVar[str] = "专家"
    en: ClassVar[str] = "Adviser"
    also: ClassVar[str] = "专家 机构 找谁 请谁 仲裁 调解 expert who can help"
    pattern: ClassVar[str] = "experts/{slug}"

    type: AdviserType = label("类型", "Type")
    native_name: str = label("原文名称", "Native name", default="")
    jurisdictions: Annotated[Codes[Jurisdiction], Faceted("jurisdiction")] = label(
        "法域", "Jurisdictions", min_length=1
    )
    rights: Annotated[Codes[Right], Faceted("right")] = label("权利", "Rights", min_length=1)
    industries: Annotated[Codes[Industry], Faceted("industry")] = label("行业", "Industries", default=())
    routes: Annotated[Codes[Route], Faceted("route")] = label("擅长程序", "Routes", default=())
    languages: Codes[Language] = label("工作语言", "Languages", min_length=1)
    modes: Codes[Mode] = label("服务方式", "Modes of service", min_length=1)
    appointment: Appointment = label("聘任或列名", "Appointment or listing")
    licence: Licence | None = label("执业证", "Licence", default=None)
    consent: Consent | None = label("本人同意", "Consent", default=None)
    contact: Contact = label("公开联系方式", "Public contact")
    services: tuple["ServiceLine", ...] = label("服务内容", "Services", default=())


class ServiceLine(Fact):
    """What the adviser does for firms, and on what terms."""

    what: Bi = label("服务", "Service")


Expert.model_rebuild()
