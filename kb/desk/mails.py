"""The mails of the desk. They say that something happened, and where to read it; what a firm wrote is never in a mail."""

from datetime import datetime

from kb.desk.clock import SHANGHAI
from kb.desk.facts import Facts
from kb.desk.parts import Parts
from kb.permissions import HANDLER, LIAISON, REVIEWER, SIGNER
from kb.settings import Settings
from kb.store import Act, Mail, inquiries
from kb.texts import say

TELLS = {
    "new": ("新收{number}", "收到一件新的{urgent}咨询或申请，编号 {number}。", (LIAISON, HANDLER)),
    "reply": ("{number} 有企业来信", "企业就 {number} 来信或补充了材料。", (HANDLER,)),
    "handed": ("移交：{number}", "{number} 已移交贵单位办理。", (LIAISON, HANDLER)),
    "joined": ("共同办理：{number}", "请贵单位共同办理 {number}。", (LIAISON, HANDLER)),
    "advice": ("{number} 有专家意见", "专家就 {number} 作出回复。", (HANDLER,)),
    "to_review": ("待审核：{number}", "{number} 有一份文书待审核。", (REVIEWER,)),
    "to_sign": ("待签发：{number}", "{number} 有一份文书待签发。", (SIGNER,)),
    "due": ("即将到期：{number}", "{number} 的首次答复即将到期。", (LIAISON, HANDLER)),
    "overdue": ("逾期督办：{number}", "{number} 逾期未答复，已提请督办。", (LIAISON, HANDLER)),
    "unopened": ("请电话联系：{number}", "{number} 的文书已发出多日，企业仍未查看，请电话联系。", (HANDLER,)),
}
"""What an office is told: subject, sentence, and the roles that are told."""
AT_ONCE = frozenset({"new", "reply", "handed", "joined", "advice", "to_review", "to_sign"})
"""The others are reminders, which nobody gets at night or on a day off."""


def acknowledge(
    act: Act, facts: Facts, number: str, office: str, due: datetime, urgent: bool, link: str, settings: Settings
) -> None:
    """The acknowledgement with the secret link, at once, if the firm gave an address."""
    if not facts.email:
        return
    language = facts.language

    def t(message: str, **values: object) -> str:
        return say(language, message, **values)

    day = f"{due.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    promise = (
        t("这是紧急事项：我们将在 {day}（北京时间）前致电。", day=day)
        if urgent
        else t("首次答复不迟于 {day}（北京时间）。", day=day)
    )
    duty = t("值班电话：{phone}", phone=settings.duty_phone) if settings.duty_phone else ""
    body = "\n\n".join(
        part
        for part in (
            t("您的来件已收到，编号 {number}，由{office}办理。", number=number, office=office),
            promise,
            duty,
            t("查看进展、补充材料和回信，请打开这个链接（请勿转发，持有链接即可查看）：\n{link}", link=link),
            t("请勿在邮件中回复案情。不要上传涉密材料、与律师的保密往来或受外国法院保护令约束的文件。"),
        )
        if part
    )
    act.mail(Mail("acknowledgement", facts.email, t("已收到：{number}", number=number), body))


def tell_firm(act: Act, facts: Facts, account_email: str, number: str, settings: Settings) -> None:
    """That there is something to read; at once."""
    address = facts.email or account_email
    if not address:
        return
    language = facts.language
    where = f"{settings.base_url}/ask/{number}" if settings.base_url else f"/ask/{number}"
    body = say(
        language, "您的来件 {number} 有新的进展或来信，请用原链接或账户查看：\n{where}", number=number, where=where
    )
    act.mail(Mail("progress", address, say(language, "{number} 有新进展", number=number), body))


def tell_office(
    parts: Parts, act: Act, office: str, number: str, kind: str, *, urgent: bool = False, at: datetime | None = None
) -> None:
    """Tells those at the office whom it concerns; `at`: not before this moment."""
    subject, sentence, roles = TELLS[kind]
    base = parts.settings.base_url
    for person in inquiries.holders(act, office, roles):
        body = sentence.format(number=number, urgent="紧急" if urgent else "") + f"\n\n{base}/desk/{number}"
        head = ("【紧急】" if urgent else "") + subject.format(number=number)
        act.mail(Mail(f"desk.{kind}", person["email"], head, body), not_before=at)


def tell_expert(parts: Parts, act: Act, expert: str, number: str, kind: str) -> None:
    """Tells an expert of a request ("asked") or of a message ("message"); the number only."""
    said = {
        "asked": ("请申报利益冲突：{number}", "请登录查看 {number} 的当事人名单，申报是否存在利益冲突，并接受或谢绝。"),
        "message": ("{number} 有新来信", "请登录查看 {number} 的来信。"),
    }[kind]
    for person in inquiries.holders(act, expert, ("expert",)):
        body = said[1].format(number=number) + f"\n\n{parts.settings.base_url}/desk/{number}"
        act.mail(Mail(f"expert.{kind}", person["email"], said[0].format(number=number), body))
