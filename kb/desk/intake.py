"""How an inquiry comes in: filed by a firm or entered by an officer, under a number, with a secret link, at its first office."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from kb.desk import clock, mails
from kb.desk.facts import Facts
from kb.desk.parts import Parts, handling, refuse
from kb.desk.routing import first_office, is_urgent
from kb.desk.stages import Channel, Path, Stage
from kb.errors import NotFound, Unavailable
from kb.permissions import HANDLER, LIAISON, Actor
from kb.store import inquiries

NETWORK = "network"
"""The recipient of the consent to hand-over between the offices of the network."""


@dataclass(frozen=True)
class Asked:
    """What a firm hands in."""

    path: Path
    facts: Facts
    channel: Channel = Channel.WEB
    share: bool = False
    """Consent to hand-over to another office of the network, asked apart."""


@dataclass(frozen=True)
class Filed:
    """What the firm gets: its number, and the key of its secret link (nowhere kept but as a hash)."""

    id: int
    number: str
    key: str
    office: str
    due: datetime


def hashed(key: str) -> str:
    """What the store keeps of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


class Intake:
    """The way in."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def open_for_business(self, now: datetime) -> bool:
        """Whether any office has somebody who takes inquiries."""
        with self._parts.store.look(now) as act:
            return bool(inquiries.staffed(act) & {o.id for o in self._parts.offices()})

    def file(self, actor: Actor, asked: Asked, now: datetime, base: str) -> Filed:
        """Keeps a new inquiry and acknowledges it by mail. Unavailable where no office is staffed."""
        parts, facts = self._parts, asked.facts
        key = secrets.token_urlsafe(16)
        urgent = is_urgent(facts, clock.local_day(now))
        due = clock.promise(now, urgent, parts.settings.promise_days, parts.settings.urgent_hours)
        entered = asked.channel is not Channel.WEB
        with parts.store.act(actor.name or "reader", now) as act:
            staffed = inquiries.staffed(act)
            office = first_office(facts, [o for o in parts.offices() if o.id in staffed])
            if entered:
                office = next((o for o in parts.offices() if o.id in actor.at(LIAISON, HANDLER)), None)
            if office is None:
                raise Unavailable("desk_closed")
            row, number = inquiries.add(
                act, year=clock.local_day(now).year, office=office.id, path=asked.path.value, stage=Stage.RECEIVED.value,
                key=hashed(key), account=None if entered else actor.account, channel=asked.channel.value,
                facts=facts.model_dump(mode="json"), firm=facts.firm, event=facts.event.value if facts.event else "",
                jurisdiction=facts.place, right=facts.right.value if facts.right else "",
                industry=facts.industry.value if facts.industry else "", district=facts.district, urgent=urgent,
                received=now, due=due, closing={}, same_case="",
            )  # fmt: skip
            named = parts.named(office.id, facts.language)
            inquiries.event(act, row, "filed", "all", {"number": number, "office": office.id})
            inquiries.consent(act, row, actor.account, office.id, "handle", "facts, files")
            if asked.share:
                inquiries.consent(act, row, actor.account, NETWORK, "handle", "facts, files")
            if urgent:
                inquiries.task(act, row, office.id, "call", due)
            link = f"{base}/ask/{number}?key={key}"
            mails.acknowledge(act, facts, number, named, due, urgent, link, parts.settings)
            mails.tell_office(parts, act, office.id, number, "new", urgent=urgent)
            act.record("inquiry.ask", f"inquiry/{row}")
        return Filed(row, number, key, office.id, due)

    def by_link(self, number: str, key: str, now: datetime) -> int:
        """The inquiry that the secret link opens. NotFound alike for an absent number and a wrong key."""
        with self._parts.store.look(now) as act:
            found = inquiries.key_of(act, number)
        # An absent number costs the same comparison.
        row, kept = found or (0, hashed("absent"))
        if not secrets.compare_digest(kept, hashed(key)) or not row:
            raise NotFound
        return row

    def key_mark(self, row_number: str, now: datetime) -> str:
        """What a link cookie carries besides the inquiry: it changes when the link is renewed. "" for an absent number."""
        with self._parts.store.look(now) as act:
            found = inquiries.key_of(act, row_number)
        return found[1][:16] if found else ""

    def renew(self, actor: Actor, number: str, now: datetime) -> str:
        """A new key; the old link no longer works."""
        key = secrets.token_urlsafe(16)
        with handling(self._parts, actor, "inquiry.renew", number, now) as hand:
            hand.changes["key"] = hashed(key)
            hand.line("key.renewed")
        return key

    def upgrade(self, actor: Actor, number: str, facts: Facts, version: int, now: datetime) -> None:
        """Makes a 咨询 a 指导申请: same number, history, files; the clock of the first answer stands as it was."""
        with handling(self._parts, actor, "inquiry.upgrade", number, now, version) as hand:
            i = hand.inquiry
            if i.path is not Path.QUESTION or i.stage in (Stage.MERGED, Stage.ARCHIVED, Stage.WITHDRAWN):
                raise refuse(
                    "path", "这件咨询不能再转为申请，请新提一件。", "It cannot become an application; ask anew."
                )
            settings = self._parts.settings
            urgent = i.urgent or is_urgent(facts, clock.local_day(now))
            hand.changes |= {
                "path": Path.APPLICATION.value, "stage": Stage.RECEIVED.value, "ended": None, "urgent": urgent,
                "facts": facts.model_dump(mode="json"), "firm": facts.firm, "district": facts.district,
                "event": facts.event.value if facts.event else "", "jurisdiction": facts.place,
                "right": facts.right.value if facts.right else "",
                "industry": facts.industry.value if facts.industry else "",
                "due": clock.promise(now, urgent, settings.promise_days, settings.urgent_hours), "left": None,
            }  # fmt: skip
            hand.line("upgraded")
