"""What a firm writes when it asks: one model for form, paper and store. Dates are plain, amounts exact, codes of the vocabulary.

A 咨询 needs a question and a way to be called; a 指导申请 says who asks and on whose authority (DB34/T 5367, 指导申请书).
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kb.desk.stages import Path
from kb.errors import Invalid, Problem
from kb.kinds.vocabulary import Event, Industry, Right, Role, Service, Term

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Story = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8000)]
CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
MOBILE = re.compile(r"^(\+?\d[\d -]{5,18}\d)$")
EMAIL = re.compile(r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+$")


class Capacity(Term):
    """On whose authority the person asks."""

    LEGAL = "legal-representative", "法定代表人", "legal representative"
    STAFF = "staff", "企业员工（经企业授权）", "member of staff, authorised"
    AGENT = "agent", "受托律师或代理人", "lawyer or agent, instructed"


class Facts(BaseModel):
    """The facts of an inquiry, as the firm gave them. Empty where it gave none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # who asks
    firm: Line = ""
    credit_code: Line = ""
    person: Line = ""
    capacity: Capacity | None = None
    mobile: Line = ""
    email: Line = ""
    reach: Line = ""
    district: Line = ""
    park: Line = ""
    address: Line = ""
    # what happened
    event: Event | None = None
    place: Annotated[str, StringConstraints(pattern=r"^([a-z]{2})?$")] = ""
    forum: Line = ""
    right: Right | None = None
    role: Role | None = None
    industry: Industry | None = None
    product: Line = ""
    hs_code: Line = ""
    right_number: Line = ""
    opponent: Line = ""
    docket: Line = ""
    platform: Line = ""
    fair: Line = ""
    served_on: date | None = None
    served_by: Service | None = None
    paper_date: date | None = None
    papers: Story = ""
    amount: Decimal | None = Field(default=None, ge=0, le=Decimal("1e15"))
    currency: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")] = ""
    counsel: Line = ""
    bodies_asked: Line = ""
    plan: Annotated[str, StringConstraints(max_length=1000)] = ""
    """Coded answers of the directive's wizard, as in the address of the plan."""
    language: Annotated[str, StringConstraints(pattern=r"^(zh|en)$")] = "zh"
    # what is wanted
    wanted: Story = ""
    story: Story = ""


NAMES: dict[str, tuple[str, str]] = {
    "firm": ("企业名称", "Name of the firm"),
    "credit_code": ("统一社会信用代码", "Unified social credit code"),
    "person": ("联系人", "Contact person"),
    "capacity": ("以什么身份申请", "Capacity"),
    "mobile": ("手机或电话", "Mobile or telephone"),
    "email": ("电子邮箱", "E-mail"),
    "reach": ("方便联系的时间和方式", "When and how to reach you"),
    "district": ("所在区", "District"),
    "park": ("所在园区或集聚区", "Park or cluster"),
    "address": ("通信地址", "Address"),
    "event": ("发生了什么", "What happened"),
    "place": ("国家（地区）", "Country or region"),
    "forum": ("法院或机关", "Court or authority"),
    "right": ("涉及的权利", "Right concerned"),
    "role": ("企业的身份", "The firm's position"),
    "industry": ("行业", "Industry"),
    "product": ("产品", "Product"),
    "hs_code": ("HS 编码", "HS code"),
    "right_number": ("权利号", "Number of the right"),
    "opponent": ("对方", "The other side"),
    "docket": ("案号", "Docket"),
    "platform": ("平台", "Platform"),
    "fair": ("展会", "Trade fair"),
    "served_on": ("收到文书的日期", "Date on which papers were received"),
    "served_by": ("怎样收到的", "How they were received"),
    "paper_date": ("文书写明的答复或出庭日期", "Date to answer or appear that the paper states"),
    "papers": ("收到了哪些文书", "Papers received"),
    "amount": ("涉及金额", "Amount at stake"),
    "currency": ("币种", "Currency"),
    "counsel": ("是否已请律师", "Counsel engaged"),
    "bodies_asked": ("已向哪些机构求助", "Bodies already asked"),
    "wanted": ("需要什么帮助", "What help is wanted"),
    "story": ("经过", "What happened, in order"),
    "plan": ("应对计划", "Plan"),
}
NEEDED = {
    Path.QUESTION: ("wanted",),
    Path.APPLICATION: ("firm", "person", "capacity", "event", "place", "wanted", "story"),
}


def read_facts(path: Path, given: dict[str, Any], today: date) -> Facts:
    """The facts, checked. Invalid with every problem by field, so that a form can be shown again with all that was typed."""
    filled = {k: v for k, v in given.items() if v not in ("", None)}
    problems: list[Problem] = []
    try:
        facts = Facts(**filled)
    except ValidationError as error:
        problems = [_problem(str(e["loc"][0]), e["type"]) for e in error.errors()]
        bad = {p.field for p in problems}
        facts = Facts(**{k: v for k, v in filled.items() if k in Facts.model_fields and k not in bad})
    wrong = {p.field for p in problems}
    problems += [
        _said(name, "请填写{name}。", "{name} is needed.")
        for name in NEEDED[path]
        if not getattr(facts, name) and name not in wrong
    ]
    problems += [p for p in _checks(facts, today) if p.field not in wrong]
    if problems:
        raise Invalid(problems)
    return facts


def _checks(facts: Facts, today: date) -> list[Problem]:
    found = []
    if not facts.mobile and not facts.email:
        found.append(
            _said("mobile", "请至少留一种联系方式：手机或邮箱。", "Leave a telephone number or an e-mail address.")
        )
    if facts.mobile and not MOBILE.match(facts.mobile):
        found.append(_said("mobile", "电话号码只含数字、空格和 +-。", "A number has digits, spaces, + and - only."))
    if facts.email and not EMAIL.match(facts.email):
        found.append(_said("email", "邮箱地址不完整，请核对。", "The e-mail address is not complete."))
    if facts.credit_code and not credit_code_holds(facts.credit_code):
        found.append(
            _said(
                "credit_code",
                "统一社会信用代码为 18 位，校验位不符，请核对；不清楚可留空。",
                "The code has 18 characters and its check digit does not agree; leave it empty if unsure.",
            )
        )
    if facts.served_on and facts.served_on > today:
        found.append(_said("served_on", "收到文书的日期在将来，请核对。", "The date lies in the future; check it."))
    if facts.amount is not None and not facts.currency:
        found.append(_said("currency", "请选择金额的币种。", "Choose the currency of the amount."))
    return found


def credit_code_holds(code: str) -> bool:
    """Whether the check digit of a 统一社会信用代码 agrees (GB 32100-2015)."""
    code = code.upper()
    if len(code) != 18 or any(c not in CREDIT_DIGITS for c in code):
        return False
    total = sum(CREDIT_DIGITS.index(c) * w for c, w in zip(code[:17], CREDIT_WEIGHTS, strict=True))
    return CREDIT_DIGITS[(31 - total % 31) % 31] == code[17]


def _problem(field: str, kind: str) -> Problem:
    if kind == "string_too_long":
        return _said(field, "{name}太长，请缩短或作为附件上传。", "{name} is too long; shorten it or attach it.")
    return _said(field, "{name}填写有误，请核对。", "{name} cannot be read; check it.")


def _said(field: str, zh: str, en: str) -> Problem:
    name = NAMES.get(field, (field, field))
    return Problem("", field, zh.replace("{name}", name[0]), en.replace("{name}", name[1]))
