"""What the pages of accounts are given. Most are one form: a list of fields, what is wrong with them, one button."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kb.accounts import ROLE_NAMES, Device, Opened, Person, Visit, needs_second
from kb.kinds import Office
from kb.kinds.fields import Bi
from kb.kinds.vocabulary import Tier
from kb.web.forms import Form
from kb.web.pages.frame import Frame
from kb.web.speaker import Speaker

FIRM = ("name", "credit_code", "district", "park")
"""What is kept of a firm, each under the field `firm_…` but its name under `firm`."""


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    type: str = "text"
    value: str = ""
    help: str = ""
    complete: str = "off"
    """What browsers may fill in."""
    needed: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    mode: str = ""


@dataclass(frozen=True)
class FormPage:
    """A page that is one form."""

    frame: Frame
    lead: str
    fields: tuple[Field, ...]
    button: str
    action: str
    """Path that the form is sent to, without language."""
    wrong: Mapping[str, Bi]
    hidden: Mapping[str, str]
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NotePage:
    """A page that says what happened and where to go on."""

    frame: Frame
    lines: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OwnPage:
    """One's account: what it is, what is kept, what can be done."""

    frame: Frame
    visit: Visit
    roles: list[str]
    must_second: bool
    codes_left: int
    fields: tuple[Field, ...]
    wrong: Mapping[str, Bi]
    saved: bool


@dataclass(frozen=True)
class SecondPage:
    """Setting up the second factor: the secret as text and picture."""

    frame: Frame
    must: bool
    secret: str
    picture: str
    sealed: str
    password: Field
    """Asked for unless it was given just now."""
    wrong: Mapping[str, Bi]


@dataclass(frozen=True)
class CodesPage:
    """The recovery codes, shown once."""

    frame: Frame
    codes: list[str]


@dataclass(frozen=True)
class DevicesPage:
    """Where one is signed in."""

    frame: Frame
    devices: list[tuple[Device, str, str]]
    """With the moments in words."""


@dataclass(frozen=True)
class DataPage:
    """A copy of one's data, and deletion."""

    frame: Frame
    kept: list[str]
    """Why the account cannot be deleted now."""
    wrong: Mapping[str, Bi]


@dataclass(frozen=True)
class PeoplePage:
    """The accounts, and the form that invites."""

    frame: Frame
    words: str
    people: list[tuple[Person, list[str]]]
    """With their roles in words."""
    fields: tuple[Field, ...]
    wrong: Mapping[str, Bi]
    note: str


@dataclass(frozen=True)
class PersonPage:
    """One account, and what an administrator may do with it."""

    frame: Frame
    person: Person
    roles: list[tuple[str, str, str]]
    """Role, where, and both in words."""
    fields: tuple[Field, ...]
    wrong: Mapping[str, Bi]
    note: str


@dataclass(frozen=True)
class PrivacyPage:
    """The privacy notice."""

    frame: Frame
    version: str


def moment(voice: Speaker, at: datetime) -> str:
    """A moment in Shanghai, in words."""
    there = at.astimezone(ZoneInfo("Asia/Shanghai"))
    return f"{voice.day(there.date())} {there:%H:%M}"


def role_name(voice: Speaker, role: str, at: str = "") -> str:
    """A role and where it is held."""
    name = ROLE_NAMES[role][1 if voice.language == "en" else 0] if role in ROLE_NAMES else role
    brief = voice.brief(at) if at else None
    return f"{name} · {brief.title(voice.language) if brief else at}" if at else name


# --- forms


def sign_in_form(voice: Speaker, form: Form, frame: Frame) -> FormPage:
    """Address and password."""
    t = voice.t
    fields = (
        Field("email", t("电子邮件"), "email", form.typed("email"), complete="username"),
        Field("password", t("密码"), "password", complete="current-password"),
    )
    links = (("/account/reset", t("忘记密码")), ("/account/sign-up", t("企业注册")))
    lead = t("没有账户也可以咨询；账户用于查看本企业的全部咨询。专家与工作人员由管理员邀请。")
    return FormPage(frame, lead, fields, t("登录"), "/account/sign-in", form.wrong, {"next": form.typed("next")}, links)


def sign_up_form(voice: Speaker, form: Form, frame: Frame) -> FormPage:
    """A firm's account."""
    t = voice.t
    fields = (
        Field("email", t("电子邮件"), "email", form.typed("email"), complete="email"),
        Field("name", t("您的姓名"), value=form.typed("name"), complete="name"),
        *firm_fields(voice, {name: form.typed(_field(name)) for name in FIRM}, needed=True),
        Field("phone", t("手机或电话（选填）"), "tel", form.typed("phone"), complete="tel", needed=False),
        agreement(voice, form),
    )
    lead = t("我们向此邮箱发送链接，您在链接中设置密码。只须填写姓名与企业名称，其余选填。")
    links = (("/account/sign-in", t("已有账户，登录")),)
    return FormPage(frame, lead, fields, t("发送确认邮件"), "/account/sign-up", form.wrong, {}, links)


def agreement(voice: Speaker, form: Form) -> Field:
    """The box that consents to the privacy notice."""
    return Field("agreed", voice.t("我已阅读并同意个人信息处理说明"), "checkbox", form.typed("agreed"))


def firm_fields(voice: Speaker, firm: Mapping[str, str], *, needed: bool) -> tuple[Field, ...]:
    """What is kept of a firm."""
    t = voice.t
    labels = (t("企业名称"), t("统一社会信用代码（选填）"), t("所在区（选填）"), t("所在园区（选填）"))
    return tuple(
        Field(_field(name), label, value=firm.get(name, ""), complete="organization" if name == "name" else "off",
              needed=needed and name == "name")
        for name, label in zip(FIRM, labels, strict=True)
    )  # fmt: skip


def _field(name: str) -> str:
    return "firm" if name == "name" else f"firm_{name}"


def read_firm(form: Form) -> dict[str, str]:
    """The firm as typed; nothing of it if nothing was."""
    return {name: value for name in FIRM if (value := form.typed(_field(name)))}


def password_form(voice: Speaker, form: Form, frame: Frame, link: Opened, action: str) -> FormPage:
    """A password behind a mailed link."""
    t = voice.t
    roles = "、".join(role_name(voice, role, at) for role, at in sorted(link.roles))
    lead = t("账户：{email}", email=link.email) + (f" · {roles}" if roles else "")
    fields = [
        Field("email", t("电子邮件"), "email", link.email, complete="username", mode="readonly"),
        _new_password(voice, "password"),
    ]
    if link.purpose != "reset":
        fields.append(agreement(voice, form))
    return FormPage(frame, lead, tuple(fields), t("设置密码"), action, form.wrong, {})


def old_password(voice: Speaker, name: str) -> Field:
    """The password that the account has."""
    return Field(name, voice.t("现在的密码"), "password", complete="current-password")


def _new_password(voice: Speaker, name: str) -> Field:
    help_ = voice.t("至少 10 个字符，不能是常见密码。几个不相关的词最好记。")
    return Field(name, voice.t("新密码"), "password", help=help_, complete="new-password")


def change_form(voice: Speaker, form: Form, frame: Frame) -> FormPage:
    """Old and new password."""
    t = voice.t
    fields = (old_password(voice, "password"), _new_password(voice, "new"))
    lead = t("更改后，其他设备会退出。")
    return FormPage(frame, lead, fields, t("更改密码"), "/account/password", form.wrong, {})


def reset_form(voice: Speaker, form: Form, frame: Frame) -> FormPage:
    """Whose password is to be set anew."""
    t = voice.t
    fields = (Field("email", t("电子邮件"), "email", form.typed("email"), complete="username"),)
    lead = t("如有此账户，我们向邮箱发送链接。二次验证不受影响；丢失手机和恢复码时，请联系管理员。")
    return FormPage(frame, lead, fields, t("发送链接"), "/account/reset", form.wrong, {})


def code_form(voice: Speaker, form: Form, frame: Frame, action: str, button: str, lead: str) -> FormPage:
    """A code of the second factor."""
    field = Field("code", voice.t("验证码或恢复码"), complete="one-time-code", mode="code")
    return FormPage(frame, lead, (field,), button, action, form.wrong, {"next": form.typed("next")})


def device_form(voice: Speaker, frame: Frame, action: str) -> FormPage:
    """The button behind a link that makes a device known."""
    lead = voice.t("确认后，请在本设备上重新登录。")
    return FormPage(frame, lead, (), voice.t("确认是我"), action, {}, {})


# --- pages


def own_page(voice: Speaker, frame: Frame, visit: Visit, codes_left: int, form: Form, *, saved: bool) -> OwnPage:
    """One's own page."""
    t, typed = voice.t, "name" in form.args
    firm = {name: form.typed(_field(name)) for name in FIRM} if typed else visit.firm
    fields = [
        Field("name", t("姓名"), value=form.typed("name") if typed else visit.name, complete="name"),
        Field("phone", t("手机或电话（选填）"), "tel", form.typed("phone") if typed else visit.phone, complete="tel", needed=False),
    ]  # fmt: skip
    if any(role == "enterprise" for role, _ in visit.roles):
        fields += firm_fields(voice, firm, needed=True)
    roles = [role_name(voice, role, at) for role, at in sorted(visit.roles)]
    return OwnPage(frame, visit, roles, needs_second(visit.roles), codes_left, tuple(fields), form.wrong, saved)


def devices_page(voice: Speaker, frame: Frame, devices: list[Device]) -> DevicesPage:
    """Where one is signed in."""
    return DevicesPage(frame, [(d, moment(voice, d.made), moment(voice, d.seen)) for d in devices])


def role_fields(voice: Speaker, form: Form) -> tuple[Field, ...]:
    """A role, and where it is held."""
    t = voice.t
    roles = tuple((role, role_name(voice, role)) for role in ROLE_NAMES)
    return (
        Field("role", t("角色"), value=form.typed("role"), choices=(("", t("请选择")), *roles)),
        Field("at", t("所在机构，或专家本人的条目"), value=form.typed("at"), needed=False, choices=(("", t("无")), *places(voice))),
    )  # fmt: skip


def places(voice: Speaker) -> tuple[tuple[str, str], ...]:
    """Where a role can be held: the points of the network but foreign bodies, then the experts."""
    briefs = sorted(voice.library.briefs(), key=lambda b: b.title(voice.language))
    offices = [b for b in briefs if b.kind == "office" and _ours(voice, b.id)]
    return tuple((b.id, b.title(voice.language)) for b in (*offices, *(b for b in briefs if b.kind == "expert")))


def _ours(voice: Speaker, id_: str) -> bool:
    held = voice.library.get(id_)
    return held is not None and isinstance(held.entry, Office) and held.entry.tier != Tier.FOREIGN


def invite_fields(voice: Speaker, form: Form) -> tuple[Field, ...]:
    """Who is invited, as what."""
    t = voice.t
    return (
        Field("email", t("电子邮件"), "email", form.typed("email")),
        Field("name", t("姓名"), value=form.typed("name")),
        *role_fields(voice, form),
    )


def people_page(voice: Speaker, frame: Frame, people: list[Person], words: str, form: Form, note: str) -> PeoplePage:
    """The accounts."""
    rows = [(p, [role_name(voice, role, at) for role, at in p.roles]) for p in people]
    return PeoplePage(frame, words, rows, invite_fields(voice, form), form.wrong, note)


def person_page(voice: Speaker, frame: Frame, person: Person, form: Form, note: str) -> PersonPage:
    """One account."""
    roles = [(role, at, role_name(voice, role, at)) for role, at in person.roles]
    return PersonPage(frame, person, roles, role_fields(voice, form), form.wrong, note)
