"""Consent, and the experts: nothing leaves the network without the firm's consent to this very recipient (PIPL arts. 23, 39).

proposed (the firm is asked) → asked (the expert sees the short sheet and declares conflicts) → accepted | declined | conflict.
"""

from collections.abc import Sequence
from datetime import datetime

from kb.desk import clock, lines, mails, stages
from kb.desk.casework import EXPERT_DATA, MOST_REASON, OFFICE_DATA
from kb.desk.parts import Hand, Parts, handling, keep, look_up, needed, refuse
from kb.desk.view import Referral
from kb.errors import NotFound
from kb.kinds import Expert
from kb.permissions import EXPERT, Actor, may
from kb.store import EVERYTHING, Row, advisers, files, inquiries


class Experts:
    """Consents asked and given, experts asked and answering."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def ask_consent(self, actor: Actor, number: str, recipient: str, version: int, now: datetime) -> None:
        """Asks the firm whether its matter may go to an office or to an expert, by name."""
        with handling(self._parts, actor, "inquiry.refer", number, now, version) as hand:
            expert = self._expert(recipient)
            if expert is None and self._parts.library.get(recipient) is None:
                raise refuse("recipient", "没有这个单位或专家。", "There is no such office or expert.")
            if hand.inquiry.stage in stages.OVER:
                raise refuse("recipient", "此件已结束。", "It is over.")
            if expert is not None:
                self._propose(hand, expert)
            data = OFFICE_DATA if expert is None else EXPERT_DATA
            hand.line("consent.asked", recipient=recipient, purpose="advise", data=data)
            email = inquiries.email_of(hand.act, hand.inquiry.account)
            mails.tell_firm(hand.act, hand.inquiry.facts, email, number, self._parts.settings)

    def consent(self, actor: Actor, number: str, recipient: str, given: bool, version: int, now: datetime) -> None:
        """The firm consents or refuses; an expert who was proposed is asked at once."""
        with handling(self._parts, actor, "inquiry.consent", number, now, version) as hand:
            asked = inquiries.events_of(EVERYTHING, hand.act, hand.inquiry.id)
            wish = next((w for w in pending(asked) if w["recipient"] == recipient), None)
            if wish is None:
                raise refuse("recipient", "没有待您决定的这一项。", "There is no such question.")
            hand.line("consent.given" if given else "consent.refused", recipient=recipient)
            row = hand.inquiry.id
            if given:
                inquiries.consent(hand.act, row, actor.account, recipient, wish["purpose"], wish["data"])
                if inquiries.set_referral(hand.act, row, recipient, ["proposed"], "asked"):
                    inquiries.event(hand.act, row, "expert.asked", lines.OFFICE, {"expert": recipient})
                    mails.tell_expert(self._parts, hand.act, recipient, number, "asked")
            else:
                inquiries.set_referral(hand.act, row, recipient, ["proposed"], "declined", "企业不同意")
            for office in sorted(hand.inquiry.offices):
                mails.tell_office(self._parts, hand.act, office, number, "reply")

    def withdraw_consent(self, actor: Actor, number: str, recipient: str, version: int, now: datetime) -> None:
        """The firm takes a consent back: from now on the recipient sees nothing."""
        with handling(self._parts, actor, "inquiry.consent", number, now, version) as hand:
            row = hand.inquiry.id
            inquiries.withdraw_consent(EVERYTHING, hand.act, row, recipient)
            inquiries.set_referral(hand.act, row, recipient, ["proposed", "asked", "accepted"], "ended", "企业撤回同意")
            hand.line("consent.withdrawn", recipient=recipient)
            for office in sorted(hand.inquiry.offices):
                mails.tell_office(self._parts, hand.act, office, number, "reply")

    def answer(self, actor: Actor, number: str, answer: str, reason: str, now: datetime) -> None:
        """The expert's answer: "accepted", "declined" or "conflict"; the last two need no more than a reason."""
        if answer not in ("accepted", "declined", "conflict"):
            raise refuse("answer", "请选择接受、谢绝或申报冲突。", "Choose one of the answers.")
        reason = (
            reason.strip()[:MOST_REASON]
            if answer == "accepted"
            else needed("reason", reason, "理由", "The reason", MOST_REASON)
        )
        if not may(actor, "referral.answer"):
            raise NotFound
        with self._parts.store.act(actor.name, now) as act:
            own = sorted(actor.at(EXPERT))
            asked = next((a for a in inquiries.asked_of(act, own) if a["number"] == number), None)
            if asked is None:
                raise NotFound
            hand = Hand(act, look_up(self._parts, act, EVERYTHING, number, locked=True))
            expert = asked["expert"]
            if answer == "accepted":
                self._able(hand, expert, now)
            inquiries.set_referral(act, hand.inquiry.id, expert, ["asked"], answer, reason)
            hand.line(f"expert.{answer}", expert=expert, reason=reason)
            for office in sorted(hand.inquiry.offices):
                mails.tell_office(self._parts, act, office, number, "advice")
            keep(hand, "referral.answer")

    def dismiss(self, actor: Actor, number: str, expert: str, version: int, now: datetime) -> None:
        """The expert no longer takes part, and sees nothing from now on."""
        with handling(self._parts, actor, "inquiry.refer", number, now, version) as hand:
            if not inquiries.set_referral(
                hand.act, hand.inquiry.id, expert, ["proposed", "asked", "accepted"], "ended"
            ):
                raise refuse("expert", "这位专家没有参与此件。", "This expert takes no part in it.")
            hand.line("expert.ended", expert=expert)

    def share_file(self, actor: Actor, number: str, file: int, expert: str, version: int, now: datetime) -> None:
        """Shows one file of the inquiry to an expert who accepted."""
        with handling(self._parts, actor, "inquiry.write.expert", number, now, version) as hand:
            found = next((f for f in files.of(EVERYTHING, hand.act, hand.inquiry.id) if f["id"] == file), None)
            if found is None or expert not in hand.inquiry.advising:
                raise NotFound
            files.share(hand.act, found, lines.expert_audience(expert))
            hand.line("file.added", lines.expert_audience(expert), name=found["name"])

    def sheets(self, actor: Actor, now: datetime) -> list[dict[str, object]]:
        """What the expert is asked: number, parties, jurisdiction, right; nothing of the file."""
        with self._parts.store.look(now) as act:
            return [dict(row) for row in inquiries.asked_of(act, sorted(actor.at(EXPERT)))]

    def _propose(self, hand: Hand, expert: Expert) -> None:
        referred = inquiries.referrals_of(EVERYTHING, hand.act, [hand.inquiry.id])[hand.inquiry.id]
        if any(r["expert"] == expert.id for r in referred):
            raise refuse("recipient", "已经问过这位专家。", "This expert was asked already.")
        if not inquiries.holders(hand.act, expert.id, (EXPERT,)):
            raise refuse(
                "recipient", "这位专家还没有账户，请先由管理员邀请。", "This expert has no account yet; invite first."
            )
        inquiries.refer(hand.act, hand.inquiry.id, expert.id, "proposed")

    def _expert(self, id_: str) -> Expert | None:
        held = self._parts.library.get(id_)
        return held.entry if held and isinstance(held.entry, Expert) else None

    def _able(self, hand: Hand, expert: str, now: datetime) -> None:
        """Invalid for an expert without a signed secrecy undertaking, or whose licence has expired."""
        adviser = advisers.get(hand.act, expert)
        if not adviser.secrecy_signed:
            raise refuse("answer", "请先签署保密承诺（由管理员登记）。", "Sign the secrecy undertaking first.")
        entry = self._expert(expert)
        expires = entry.licence.expires if entry and entry.licence else None
        if expires and expires < clock.local_day(now):
            raise refuse("answer", "执业证已过期，不能接件。", "The licence has expired.")


def pending(events: Sequence[Row]) -> list[dict[str, str]]:
    """Of the lines of an inquiry, the consents that were asked for and neither given nor refused since."""
    wishes: dict[str, dict[str, str]] = {}
    for event in events:
        kind, data = event["kind"], event["data"]
        if kind == "consent.asked":
            wishes[data["recipient"]] = dict(data)
        elif kind in ("consent.given", "consent.refused"):
            wishes.pop(data["recipient"], None)
    return list(wishes.values())


def referral_of(row: Row) -> Referral:
    """A referral of its row."""
    names = ("expert", "state", "reason", "asked", "answered")
    return Referral(**{name: row[name] for name in names})
