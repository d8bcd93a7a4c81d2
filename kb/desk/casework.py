"""What is done with an inquiry: examined, written to, handed over, merged, put to experts, ended. One method an act.

Every method opens one transaction, names its permission, adds one line, and tells whom it concerns. `version` is the one that the
actor saw; an older one is a Conflict.
"""

from datetime import datetime

from kb.desk import clock, lines, mails, stages
from kb.desk.intake import NETWORK
from kb.desk.parts import Hand, Parts, handling, look_up, needed, refuse, scope
from kb.desk.stages import Outcome, Stage
from kb.desk.view import Inquiry
from kb.errors import NotFound
from kb.permissions import EXPERT, Actor, may
from kb.store import EVERYTHING, inquiries

EXPERT_DATA = "facts without contacts, messages to the expert, files shared with the expert"
OFFICE_DATA = "facts, files"
MOST_REASON = 500


class Casework:
    """The acts of offices, firms and experts on an inquiry."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    # --- writing: three ways that are never mixed

    def write_firm(self, actor: Actor, number: str, text: str, version: int, now: datetime) -> None:
        """The office writes to the firm; the first such letter answers the promise."""
        text = needed("text", text, "内容", "The message")
        with handling(self._parts, actor, "inquiry.write", number, now, version) as hand:
            _answered(hand)
            hand.line("message.firm", text=text, office=self._office_of(actor, hand.inquiry))
            self._tell_firm(hand)

    def note(self, actor: Actor, number: str, text: str, version: int, now: datetime) -> None:
        """A note for the offices alone."""
        text = needed("text", text, "备注", "The note")
        with handling(self._parts, actor, "inquiry.note", number, now, version) as hand:
            hand.line("note", text=text)

    def write_expert(self, actor: Actor, number: str, expert: str, text: str, version: int, now: datetime) -> None:
        """The office writes to an expert who accepted."""
        text = needed("text", text, "内容", "The message")
        with handling(self._parts, actor, "inquiry.write.expert", number, now, version) as hand:
            if expert not in hand.inquiry.advising:
                raise refuse("expert", "这位专家没有接受此件。", "This expert has not accepted it.")
            hand.line("message.expert", lines.expert_audience(expert), text=text, expert=expert)
            mails.tell_expert(self._parts, hand.act, expert, number, "message")

    def advise(self, actor: Actor, number: str, text: str, version: int, now: datetime) -> None:
        """The expert writes to the office; the firm does not see it."""
        text = needed("text", text, "意见", "The advice")
        with handling(self._parts, actor, "inquiry.advise", number, now, version) as hand:
            expert = min(actor.at(EXPERT) & hand.inquiry.advising)
            hand.line("message.advice", lines.expert_audience(expert), text=text, expert=expert)
            self._tell_offices(hand, "advice")

    def reply(self, actor: Actor, number: str, text: str, version: int, now: datetime) -> None:
        """The firm writes; a supplement that was waited for starts the clock again."""
        text = needed("text", text, "内容", "The message")
        with handling(self._parts, actor, "inquiry.reply", number, now, version) as hand:
            i = hand.inquiry
            if i.stage in stages.OVER and i.stage is not Stage.ANSWERED:
                raise refuse("text", "此件已结束，请另提咨询。", "It is over; please ask anew.")
            hand.line("message.office", text=text)
            if stages.move("inquiry.reply", i.path, i.stage):
                hand.move("inquiry.reply")
                hand.changes["ended"] = None
                if i.left is not None:
                    hand.changes |= {"due": clock.resume(now, i.left), "left": None}
                    hand.line("clock.started")
                elif i.stage is Stage.ANSWERED:
                    settings = self._parts.settings
                    hand.changes["due"] = clock.promise(now, False, settings.promise_days, settings.urgent_hours)
                    hand.changes["answered"] = None
            self._tell_offices(hand, "reply")

    def called(self, actor: Actor, number: str, text: str, version: int, now: datetime) -> None:
        """The office called the firm: an answer, kept with a note of what was said."""
        text = needed("text", text, "通话要点", "What was said")
        with handling(self._parts, actor, "inquiry.write", number, now, version) as hand:
            _answered(hand)
            inquiries.finish_task(EVERYTHING, hand.act, hand.inquiry.id, "call")
            inquiries.finish_task(EVERYTHING, hand.act, hand.inquiry.id, "call-unopened")
            hand.line("called", text=text)

    # --- stages without a formal paper

    def take(self, actor: Actor, number: str, version: int, now: datetime) -> None:
        """The office begins."""
        with handling(self._parts, actor, "inquiry.take", number, now, version) as hand:
            hand.move("inquiry.take")
            hand.line("taken", office=self._office_of(actor, hand.inquiry))

    def answer(self, actor: Actor, number: str, text: str, version: int, now: datetime) -> None:
        """Answers a 咨询."""
        text = needed("text", text, "答复", "The answer")
        with handling(self._parts, actor, "inquiry.answer", number, now, version) as hand:
            hand.move("inquiry.answer")
            _answered(hand)
            hand.line("message.firm", text=text, office=self._office_of(actor, hand.inquiry))
            hand.line("answered")
            self._tell_firm(hand)

    def guide(self, actor: Actor, number: str, version: int, now: datetime) -> None:
        """Begins the guidance of an accepted application."""
        with handling(self._parts, actor, "inquiry.guide", number, now, version) as hand:
            moved = hand.move("inquiry.guide")
            hand.line("moved", stage=moved.after.value)
            self._tell_firm(hand)

    def end(
        self, actor: Actor, number: str, outcome: Outcome, saved: str, currency: str, version: int, now: datetime
    ) -> None:
        """Completes the guidance, with what came of it; needs a signed opinion."""
        with handling(self._parts, actor, "inquiry.end", number, now, version) as hand:
            i = hand.inquiry
            papers = inquiries.notices_of(EVERYTHING, hand.act, i.id)
            if not any(p["kind"] == "opinion" and p["state"] == "signed" for p in papers):
                raise refuse("outcome", "办结前须先发出指导意见书。", "An opinion must be issued first.")
            moved = hand.move("inquiry.end")
            closing = {"outcome": outcome.value, "saved": saved, "currency": currency}
            hand.changes["closing"] = {**i.closing, **closing}
            hand.line("closing", outcome=outcome.value, saved=saved, currency=currency)
            hand.line("moved", stage=moved.after.value)
            self._tell_firm(hand)

    def archive(self, actor: Actor, number: str, version: int, now: datetime) -> None:
        """Closes the file; from now its retention runs."""
        with handling(self._parts, actor, "inquiry.archive", number, now, version) as hand:
            moved = hand.move("inquiry.archive")
            ended = hand.inquiry.ended or now
            hand.changes |= {"ended": ended, "kept_until": clock.years_after(ended, self._parts.settings.kept_years)}
            hand.line("moved", stage=moved.after.value)

    def withdraw(self, actor: Actor, number: str, version: int, now: datetime) -> None:
        """The firm takes it back."""
        with handling(self._parts, actor, "inquiry.withdraw", number, now, version) as hand:
            moved = hand.move("inquiry.withdraw")
            hand.line("moved", stage=moved.after.value)
            self._tell_offices(hand, "reply")

    def rate(self, actor: Actor, number: str, rating: int, text: str, version: int, now: datetime) -> None:
        """The firm's rating, 1 to 5, once it is over."""
        if rating not in range(1, 6):
            raise refuse("rating", "请选择 1 至 5 分。", "Choose 1 to 5.")
        with handling(self._parts, actor, "inquiry.rate", number, now, version) as hand:
            i = hand.inquiry
            if i.stage not in stages.OVER:
                raise refuse("rating", "办结后再评价。", "Rate it once it is over.")
            hand.changes["closing"] = {**i.closing, "rating": rating}
            hand.line("rated", rating=rating, text=text.strip()[:2000])

    # --- who holds it

    def hand_over(self, actor: Actor, number: str, to: str, reason: str, version: int, now: datetime) -> None:
        """Another office takes it over: number, history, files and clock go with it; the first office no longer sees it."""
        reason = needed("reason", reason, "移交理由", "The reason", MOST_REASON)
        with handling(self._parts, actor, "inquiry.hand", number, now, version) as hand:
            i = hand.inquiry
            self._taking(hand, to)
            own = self._office_of(actor, i)
            inquiries.let_go(EVERYTHING, hand.act, i.id, own)
            if to in i.offices:
                inquiries.let_go(EVERYTHING, hand.act, i.id, to)
            inquiries.hold(hand.act, i.id, to, lead=own == i.lead)
            hand.line("handed", before=own, after=to)
            hand.line("note", text=reason)
            mails.tell_office(self._parts, hand.act, to, number, "handed", urgent=i.urgent)
            self._tell_firm(hand)

    def join(self, actor: Actor, number: str, office: str, version: int, now: datetime) -> None:
        """A second office holds it too."""
        with handling(self._parts, actor, "inquiry.join", number, now, version) as hand:
            self._taking(hand, office)
            if office in hand.inquiry.offices:
                raise refuse("office", "该单位已在共同办理。", "It takes part already.")
            inquiries.hold(hand.act, hand.inquiry.id, office, lead=False)
            hand.line("joined", office=office)
            mails.tell_office(self._parts, hand.act, office, number, "joined", urgent=hand.inquiry.urgent)

    def merge(self, actor: Actor, number: str, into: str, version: int, now: datetime) -> None:
        """The same matter twice, from the same firm: the second goes on in the first."""
        with handling(self._parts, actor, "inquiry.merge", number, now, version) as hand:
            i = hand.inquiry
            if into == number:
                raise refuse("into", "不能并入自身。", "It cannot be merged into itself.")
            first = look_up(self._parts, hand.act, scope(actor), into, locked=True)
            if not may(actor, "inquiry.merge", first) or first.stage is Stage.MERGED:
                raise NotFound
            if i.firm != first.firm or i.account != first.account:
                raise refuse(
                    "into", "只有同一企业的来件可以并案；不同企业请用同案组。", "Only the same firm's can be merged."
                )
            hand.changes |= {"stage": Stage.MERGED.value, "merged": first.id, "ended": now, "due": None}
            hand.line("merged", number=into)
            inquiries.event(hand.act, first.id, "note", "office", {"text": f"并入 {number}"})
            inquiries.change(EVERYTHING, hand.act, first.id, first.version)
            self._tell_firm(hand)

    def group(self, actor: Actor, number: str, name: str, version: int, now: datetime) -> None:
        """Puts it into the group of firms hit by one suit; "" takes it out."""
        with handling(self._parts, actor, "inquiry.group", number, now, version) as hand:
            hand.changes["same_case"] = name.strip()[:100]
            hand.line("grouped", name=name.strip()[:100])

    def set_urgent(self, actor: Actor, number: str, urgent: bool, reason: str, version: int, now: datetime) -> None:
        """Corrects the urgency, and with it the promise if nobody has answered yet."""
        reason = needed("reason", reason, "理由", "The reason", MOST_REASON)
        with handling(self._parts, actor, "inquiry.take", number, now, version) as hand:
            i, settings = hand.inquiry, self._parts.settings
            hand.changes["urgent"] = urgent
            if i.answered is None and i.left is None:
                due = clock.promise(now if urgent else i.received, urgent, settings.promise_days, settings.urgent_hours)
                hand.changes["due"] = due
                if urgent:
                    inquiries.task(hand.act, i.id, i.lead, "call", due)
            hand.line("urgency", reason=reason)

    # --- small things that the methods share

    def _taking(self, hand: Hand, office: str) -> None:
        """Invalid unless the office takes inquiries and the firm agreed to it."""
        if self._parts.office(office) is None or office not in inquiries.staffed(hand.act):
            raise refuse(
                "office", "该单位没有人受理，请选择其他单位。", "Nobody takes inquiries there; choose another."
            )
        given = inquiries.consents_of(EVERYTHING, hand.act, hand.inquiry.id)
        if not any(c["recipient"] in (NETWORK, office) and c["withdrawn"] is None for c in given):
            raise refuse(
                "office", "企业尚未同意转给该单位，请先征求同意。", "The firm has not consented; ask it first."
            )

    def _office_of(self, actor: Actor, inquiry: Inquiry) -> str:
        """The office for which the actor acts: the leading one if the actor is there."""
        own = inquiry.offices & {where for _, where in actor.roles}
        return inquiry.lead if inquiry.lead in own else min(own, default=inquiry.lead)

    def _tell_firm(self, hand: Hand) -> None:
        email = inquiries.email_of(hand.act, hand.inquiry.account)
        mails.tell_firm(hand.act, hand.inquiry.facts, email, hand.inquiry.number, self._parts.settings)

    def _tell_offices(self, hand: Hand, kind: str) -> None:
        for office in sorted(hand.inquiry.offices):
            mails.tell_office(self._parts, hand.act, office, hand.inquiry.number, kind, urgent=hand.inquiry.urgent)


def _answered(hand: Hand) -> None:
    """The promise of a first answer is kept, or at least no longer open."""
    if hand.inquiry.answered is None:
        hand.changes["answered"] = hand.act.at
