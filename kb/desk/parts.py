"""What every act on an inquiry needs: the parts of the desk, and one way in and out of an inquiry.

`handling` opens a transaction, finds the inquiry inside the actor's scope, asks the permission, refuses what was decided on an
older version, and at the end keeps the changes with their record. Outside the scope is NotFound, as if it did not exist.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kb.calculators import Calculators
from kb.desk import lines, stages
from kb.desk.view import Inquiry, inquiry_of
from kb.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from kb.kinds import Expert, Office
from kb.kinds.vocabulary import Tier
from kb.library import Library
from kb.permissions import CASEWORK, EXPERT, SYSTEM, Actor, may
from kb.settings import Settings
from kb.store import EVERYTHING, Act, Scope, Store, inquiries

TIERS = (Tier.PARK, Tier.DISTRICT, Tier.CITY)
"""The three tiers of the network, the tightest first."""


@dataclass(frozen=True)
class Parts:
    """What the desk is made of."""

    store: Store
    library: Library
    calculators: Calculators
    settings: Settings

    def offices(self) -> list[Office]:
        """The points of the three tiers at home."""
        return [o for o in self.library.entries("office") if isinstance(o, Office) and o.tier in TIERS]

    def office(self, id_: str) -> Office | None:
        """One of them."""
        return next((o for o in self.offices() if o.id == id_), None)

    def named(self, id_: str, language: str = "zh") -> str:
        """The name of an office or expert; its id where the library has lost it."""
        held = self.library.get(id_)
        if held is None or not isinstance(held.entry, Office | Expert):
            return id_
        return held.entry.title.en if language == "en" else held.entry.title.zh


def scope(actor: Actor) -> Scope:
    """Which inquiries the actor may see: the only place that says it."""
    if actor == SYSTEM:
        return EVERYTHING
    return Scope(offices=actor.at(*CASEWORK), account=actor.account, inquiry=actor.inquiry, experts=actor.at(EXPERT))


@dataclass
class Hand:
    """An inquiry while something is done with it: `changes` are its new column values."""

    act: Act
    inquiry: Inquiry
    changes: dict[str, Any] = field(default_factory=dict)

    def line(self, kind: str, audience: str = "", **data: Any) -> None:
        """Adds what happened to the line of the inquiry."""
        inquiries.event(self.act, self.inquiry.id, kind, audience or lines.KINDS[kind].audience, data)

    def move(self, action: str, paper: str = "") -> stages.Move:
        """Makes the move of the workflow table. Conflict if there is none from here."""
        i = self.inquiry
        found = stages.move(action, i.path, i.stage, paper)
        if found is None:
            raise Conflict("wrong_stage", stage=i.stage.zh)
        self.changes["stage"] = found.after.value
        if found.after in stages.OVER:
            self.changes["ended"] = self.act.at
        return found


def look_up(parts: Parts, act: Act, seen: Scope, number: str, *, locked: bool = False) -> Inquiry:
    """The inquiry with this number. NotFound outside the scope."""
    row = inquiries.by_number(seen, act, number, locked=locked)
    if row is None:
        raise NotFound
    held = inquiries.offices_of(EVERYTHING, act, [row["id"]])[row["id"]]
    referred = inquiries.referrals_of(EVERYTHING, act, [row["id"]])[row["id"]]
    return inquiry_of(row, held, referred)


@contextmanager
def handling(
    parts: Parts, actor: Actor, action: str, number: str, now: datetime, version: int | None = None
) -> Iterator[Hand]:
    """An act on an inquiry; kept whole when the block ends well."""
    with parts.store.act(actor.name, now) as act:
        inquiry = look_up(parts, act, scope(actor), number, locked=True)
        if not may(actor, action, inquiry):
            raise Forbidden if may(actor, "inquiry.read", inquiry) else NotFound
        if version is not None and version != inquiry.version:
            raise Conflict("stale_inquiry", number=number)
        hand = Hand(act, inquiry)
        yield hand
        keep(hand, action)


def keep(hand: Hand, action: str) -> None:
    """Keeps what was changed, and its record."""
    i = hand.inquiry
    inquiries.change(EVERYTHING, hand.act, i.id, i.version, **hand.changes)
    hand.act.record(action, f"inquiry/{i.id}")


def refuse(field_: str, zh: str, en: str) -> Invalid:
    """Invalid for one field."""
    return Invalid([Problem("", field_, zh, en)])


def needed(field_: str, text: str, zh: str, en: str, most: int = 8000) -> str:
    """The text without blank ends. Invalid if it is empty or longer than `most` characters."""
    text = text.replace("\0", "").strip()
    if not text:
        raise refuse(field_, f"请填写{zh}。", f"{en} is needed.")
    if len(text) > most:
        raise refuse(field_, f"{zh}最多 {most} 字。", f"{en}: {most} characters at most.")
    return text
