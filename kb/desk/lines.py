"""What can happen to an inquiry, each declared once: its name, its sentence, and who reads it.

A sentence names no person beyond what its reader may know: the firm and the experts read of offices, not of officers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ALL, OFFICE = "all", "office"


def expert_audience(expert: str) -> str:
    """The audience that one expert and the offices share."""
    return f"expert:{expert}"


@dataclass(frozen=True)
class LineKind:
    """A kind of event: audience "all" (firm and offices) or "office"; sentences with {slots} of the event's data."""

    audience: str
    zh: str
    en: str


KINDS: Mapping[str, LineKind] = {
    "filed": LineKind(ALL, "已收到，编号 {number}，由{office}办理。", "Received as {number}; {office} deals with it."),
    "taken": LineKind(ALL, "{office}已开始审核。", "{office} has begun to examine it."),
    "moved": LineKind(ALL, "进入“{stage}”阶段。", "Now at the stage “{stage}”."),
    "answered": LineKind(ALL, "已答复。", "Answered."),
    "message.firm": LineKind(ALL, "{office}来信", "Message from {office}"),
    "message.office": LineKind(ALL, "企业来信", "Message from the firm"),
    "message.expert": LineKind("", "致专家", "To the expert"),
    "message.advice": LineKind("", "专家意见", "The expert's advice"),
    "note": LineKind(OFFICE, "内部备注", "Internal note"),
    "called": LineKind(OFFICE, "已电话联系企业", "The firm was called"),
    "clock.stopped": LineKind(ALL, "等待企业补充，办理时限暂停。", "Waiting for the firm; the clock is stopped."),
    "clock.started": LineKind(ALL, "已收到补充，办理时限继续计算。", "The supplement has come; the clock runs on."),
    "paper.signed": LineKind(ALL, "{paper}已发出，文号 {number}。", "{paper} issued, number {number}."),
    "paper.opened": LineKind(ALL, "企业已查看{paper}。", "The firm opened {paper}."),
    "paper.drafted": LineKind(OFFICE, "已起草{paper}。", "{paper} drafted."),
    "paper.sent": LineKind(OFFICE, "{paper}已提交审核。", "{paper} sent for review."),
    "paper.reviewed": LineKind(OFFICE, "{paper}已审核，待签发。", "{paper} reviewed, to be signed."),
    "paper.returned": LineKind(OFFICE, "{paper}已退回：{reason}", "{paper} returned: {reason}"),
    "paper.dropped": LineKind(OFFICE, "{paper}草稿已作废。", "Draft of {paper} dropped."),
    "file.added": LineKind("", "已上传附件：{name}", "File added: {name}"),
    "consent.asked": LineKind(
        ALL, "请您决定是否同意把材料转给{recipient}。", "You are asked for consent: {recipient}."
    ),
    "consent.given": LineKind(ALL, "已同意转给{recipient}。", "Consent given: {recipient}."),
    "consent.refused": LineKind(ALL, "不同意转给{recipient}。", "Consent refused: {recipient}."),
    "consent.withdrawn": LineKind(ALL, "已撤回对{recipient}的同意。", "Consent withdrawn: {recipient}."),
    "handed": LineKind(ALL, "由{before}移交{after}办理。", "Handed over from {before} to {after}."),
    "joined": LineKind(ALL, "{office}加入共同办理。", "{office} joins in."),
    "left": LineKind(ALL, "{office}不再共同办理。", "{office} no longer takes part."),
    "reminded": LineKind(OFFICE, "已提醒：首次答复即将到期。", "Reminded: the first answer is nearly due."),
    "escalated": LineKind(OFFICE, "逾期未答复，已同时提请{office}督办。", "Overdue; {office} was brought in as well."),
    "expert.asked": LineKind(OFFICE, "已请{expert}申报利益冲突。", "{expert} was asked to declare conflicts."),
    "expert.accepted": LineKind(ALL, "专家{expert}已接受。", "The expert {expert} accepted."),
    "expert.declined": LineKind(OFFICE, "{expert}未接受：{reason}", "{expert} declined: {reason}"),
    "expert.conflict": LineKind(OFFICE, "{expert}申报存在利益冲突。", "{expert} declared a conflict."),
    "expert.ended": LineKind(OFFICE, "{expert}不再参与。", "{expert} no longer takes part."),
    "upgraded": LineKind(ALL, "咨询已转为指导申请。", "The question became an application."),
    "merged": LineKind(ALL, "与 {number} 为同一事项，并案办理。", "The same matter as {number}: dealt with there."),
    "grouped": LineKind(OFFICE, "列入同案组“{name}”。", "Put into the same-case group “{name}”."),
    "urgency": LineKind(OFFICE, "紧急程度已更改：{reason}", "Urgency changed: {reason}"),
    "closing": LineKind(OFFICE, "已登记结果：{outcome}。", "Outcome recorded: {outcome}."),
    "rated": LineKind(ALL, "企业评价：{rating} 分（满分 5 分）。", "The firm's rating: {rating} of 5."),
    "key.renewed": LineKind(ALL, "查询链接已更换，旧链接失效。", "The link was renewed; the old one no longer works."),
    "erased": LineKind(OFFICE, "保存期满，内容已删除，只留统计项。", "Kept no longer: erased but for the figures."),
}
