"""The formal papers: drafted, reviewed, signed, each by another person; numbered when signed; then, and only then, they take effect.

Drafter, reviewer and signer are three steps (经办 → 审核 → 签发). A reviewer is never the drafter; a signer is never the drafter.
"""

from datetime import datetime

from kb.desk import clock, mails
from kb.desk.parts import Hand, Parts, handling, needed, refuse
from kb.desk.stages import PAPERS, papers_from
from kb.errors import Forbidden, NotFound
from kb.permissions import HANDLER, Actor
from kb.store import EVERYTHING, Row, inquiries

JUDGEMENTS = ("构成侵权", "侵权成立", "不侵权", "侵犯了对方")
"""An opinion states facts and procedure; whether a right is infringed is for a court."""
DISCLAIMER = "本意见仅供参考，不构成法律意见；涉及诉讼和期限的事项，请以文书载明及当地律师意见为准。"
UNOPENED_DAYS = 3
"""Working days after which an unopened paper that the firm has to read becomes a telephone call."""
ACTIONS = {"supplement": "inquiry.supplement", "acceptance": "inquiry.decide", "refusal": "inquiry.decide"}
ACTIONS |= {"opinion": "inquiry.guide", "termination": "inquiry.end"}

TEXTS = {
    "supplement": "{firm}：\n\n你单位提交的指导申请（编号 {number}）收悉。为便于审核，请补充下列材料：\n\n1. \n2. \n\n请于收到本通知后"
    " 10 个工作日内通过原链接或账户提交。等待补充期间，办理时限暂停计算。应对境外程序的期限不因此顺延，请同时按文书载明的日期准备答复。",
    "acceptance": "{firm}：\n\n你单位提交的指导申请（编号 {number}）经审核，符合受理条件，决定予以受理。我单位将就"
    "该海外知识产权纠纷的应对程序、时限和可用资源提供指导。",
    "refusal": "{firm}：\n\n你单位提交的指导申请（编号 {number}）经审核，不予受理。理由如下：\n\n\n\n你单位可以：\n\n",
    "opinion": "{firm}：\n\n就你单位申请指导的海外知识产权纠纷（编号 {number}），根据你单位提供的材料，提出以下意见。\n\n一、基本情况\n\n\n"
    "二、程序与时限\n\n\n三、建议采取的步骤\n\n\n四、可以求助的机构\n\n",
    "termination": "{firm}：\n\n你单位申请的指导（编号 {number}）因下列情形终止：\n\n\n\n终止指导不影响你单位依法维护权益，"
    "也不影响境外程序的期限。",
}


class Notices:
    """Formal papers from draft to signature."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def text_for(self, kind: str, firm: str, number: str) -> str:
        """What a draft begins with."""
        return TEXTS[kind].format(firm=firm or "申请人", number=number)

    def draft(self, actor: Actor, number: str, kind: str, text: str, version: int, now: datetime) -> int:
        """A new draft; one of its kind at a time."""
        with handling(self._parts, actor, "notice.draft", number, now, version) as hand:
            i = hand.inquiry
            if kind not in PAPERS or PAPERS[kind] not in papers_from(i.path, i.stage):
                raise refuse("kind", "现阶段不能出具这种文书。", "This paper cannot be issued at this stage.")
            open_ = [
                p for p in inquiries.notices_of(EVERYTHING, hand.act, i.id) if p["state"] not in ("signed", "dropped")
            ]
            if open_:
                raise refuse("kind", "已有一份文书在办，请先完成或作废。", "Another paper is under way.")
            fields = {"text": _checked(kind, text)}
            office = min(actor.at(HANDLER) & i.offices)
            hand.line("paper.drafted", paper=kind)
            return inquiries.draft_notice(hand.act, i.id, kind, office, fields)

    def edit(self, actor: Actor, number: str, notice: int, text: str, version: int, now: datetime) -> None:
        """Changes a draft; `version` is the paper's."""
        with handling(self._parts, actor, "notice.draft", number, now) as hand:
            paper = self._paper(hand, notice, "draft")
            fields = {"text": _checked(paper["kind"], text)}
            inquiries.change_notice(EVERYTHING, hand.act, notice, version, fields=fields)

    def drop(self, actor: Actor, number: str, notice: int, version: int, now: datetime) -> None:
        """Gives a paper up that was not signed."""
        with handling(self._parts, actor, "notice.draft", number, now) as hand:
            paper = self._paper(hand, notice, "draft", "in_review", "reviewed")
            inquiries.change_notice(EVERYTHING, hand.act, notice, version, state="dropped")
            hand.line("paper.dropped", paper=paper["kind"])

    def send(self, actor: Actor, number: str, notice: int, version: int, now: datetime) -> None:
        """Draft → in review."""
        with handling(self._parts, actor, "notice.draft", number, now) as hand:
            paper = self._paper(hand, notice, "draft")
            inquiries.change_notice(EVERYTHING, hand.act, notice, version, state="in_review")
            hand.line("paper.sent", paper=paper["kind"])
            mails.tell_office(self._parts, hand.act, paper["office"], number, "to_review")

    def review(
        self, actor: Actor, number: str, notice: int, agreed: bool, reason: str, version: int, now: datetime
    ) -> None:
        """In review → reviewed, or back to the drafter with a reason."""
        with handling(self._parts, actor, "notice.review", number, now) as hand:
            paper = self._paper(hand, notice, "in_review")
            _not_the_drafter(actor, paper)
            if agreed:
                inquiries.change_notice(
                    EVERYTHING, hand.act, notice, version, state="reviewed", reviewed_by=actor.name, reviewed=now
                )
                hand.line("paper.reviewed", paper=paper["kind"])
                mails.tell_office(self._parts, hand.act, paper["office"], number, "to_sign")
            else:
                self._return(hand, paper, reason, version)

    def sign(
        self, actor: Actor, number: str, notice: int, agreed: bool, reason: str, version: int, now: datetime
    ) -> None:
        """Reviewed → signed, numbered and in effect: the inquiry moves, the firm is told; or back with a reason."""
        with handling(self._parts, actor, "notice.sign", number, now) as hand:
            paper = self._paper(hand, notice, "reviewed")
            _not_the_drafter(actor, paper)
            if not agreed:
                self._return(hand, paper, reason, version)
                return
            kind, i = PAPERS[paper["kind"]], hand.inquiry
            moved = hand.move(ACTIONS[kind.code], kind.code)
            given = self._number(hand, paper["office"], kind.mark, now)
            inquiries.change_notice(
                EVERYTHING, hand.act, notice, version, state="signed", signed_by=actor.name, signed=now, number=given
            )
            if i.answered is None:
                hand.changes["answered"] = now
            if moved.stops_clock:
                left = clock.days_left(now, i.due) if i.due else self._parts.settings.promise_days
                hand.changes |= {"left": left, "due": None}
            hand.line("paper.signed", paper=kind.code, number=given, office=paper["office"])
            if moved.stops_clock:
                hand.line("clock.stopped")
            elif moved.after is not i.stage:
                hand.line("moved", stage=moved.after.value)
            email = inquiries.email_of(hand.act, i.account)
            mails.tell_firm(hand.act, i.facts, email, number, self._parts.settings)

    def opened(self, actor: Actor, number: str, notice: int, now: datetime) -> None:
        """The firm confirms that it has the paper (its delivery receipt)."""
        with handling(self._parts, actor, "inquiry.reply", number, now) as hand:
            paper = self._paper(hand, notice, "signed")
            if paper["opened"] is None:
                inquiries.change_notice(EVERYTHING, hand.act, notice, paper["version"], opened=now)
                inquiries.finish_task(EVERYTHING, hand.act, hand.inquiry.id, "call-unopened")
                hand.line("paper.opened", paper=paper["kind"])

    def _paper(self, hand: Hand, notice: int, *states: str) -> Row:
        found = next(
            (p for p in inquiries.notices_of(EVERYTHING, hand.act, hand.inquiry.id) if p["id"] == notice), None
        )
        if found is None:
            raise NotFound
        if found["state"] not in states:
            raise refuse("notice", "这份文书的状态已改变，请刷新。", "This paper has moved on; reload.")
        return found

    def _return(self, hand: Hand, paper: Row, reason: str, version: int) -> None:
        reason = needed("reason", reason, "退回理由", "The reason", 1000)
        inquiries.change_notice(
            EVERYTHING, hand.act, paper["id"], version, state="draft", reviewed_by="", reviewed=None
        )
        hand.line("paper.returned", paper=paper["kind"], reason=reason)

    def _number(self, hand: Hand, office: str, mark: str, now: datetime) -> str:
        """文号 of an office: its letters, those of the kind, year and running number."""
        entry = self._parts.office(office)
        letters = entry.mark if entry and entry.mark else "海纠指"
        year = clock.local_day(now).year
        n = hand.act.number(f"notice:{office}:{mark}:{year}")
        return f"{letters}{mark}〔{year}〕{n}号"


def _checked(kind: str, text: str) -> str:
    text = needed("text", text, "正文", "The text", 20_000)
    if kind == "opinion" and (said := next((j for j in JUDGEMENTS if j in text), None)):
        raise refuse(
            "text",
            f"意见书只陈述事实和程序，请改写“{said}”一句。",
            f"An opinion states facts and procedure; reword “{said}”.",
        )
    return text


def _not_the_drafter(actor: Actor, paper: Row) -> None:
    if paper["drafted_by"] == actor.name:
        raise Forbidden("own_paper")
