"""An inquiry as its reader may see it. Made by the door from store rows; pages and papers are drawn from these."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kb.desk.facts import Facts
from kb.desk.stages import Channel, Path, Stage
from kb.permissions import CASEWORK, EXPERT, INQUIRY_RULES, Actor, asker, may, office
from kb.store import Row


@dataclass(frozen=True)
class Inquiry:
    """One inquiry: what the rules ask of it, and what every page shows."""

    id: int
    number: str
    path: Path
    stage: Stage
    version: int
    account: int | None
    channel: Channel
    facts: Facts
    firm: str
    urgent: bool
    received: datetime
    due: datetime | None
    left: int | None
    answered: datetime | None
    ended: datetime | None
    escalated: datetime | None
    closing: Mapping[str, Any]
    kept_until: datetime | None
    merged: int | None
    same_case: str
    offices: frozenset[str]
    lead: str
    advising: frozenset[str]
    has_link: bool

    @property
    def erased(self) -> bool:
        """Whether its contents were deleted after their retention."""
        return bool(self.closing.get("erased"))


def inquiry_of(row: Row, held: list[Any], referred: list[Any]) -> Inquiry:
    """The inquiry of a row, of the offices that hold it and of its referrals."""
    same = ("id", "number", "version", "account", "firm", "urgent", "received", "due", "left", "answered", "ended")
    more = ("escalated", "closing", "kept_until", "merged", "same_case")
    return Inquiry(
        **{name: row[name] for name in (*same, *more)},
        path=Path.of(row["path"]),
        stage=Stage.of(row["stage"]),
        channel=Channel.of(row["channel"]),
        facts=Facts.model_validate(row["facts"]),
        offices=frozenset(h["office"] for h in held),
        lead=next((h["office"] for h in held if h["lead"]), ""),
        advising=frozenset(r["expert"] for r in referred if r["state"] == "accepted"),
        has_link=bool(row["key"]),
    )


@dataclass(frozen=True)
class Line:
    """One event of the line, as its reader sees it. `data` may hold `text` (a message or note)."""

    n: int
    at: datetime
    kind: str
    audience: str
    actor: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class File:
    """A file of the inquiry."""

    id: int
    name: str
    type: str
    size: int
    sha256: str
    audience: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Paper:
    """A formal paper. A reader outside the office sees it once it is signed."""

    id: int
    kind: str
    office: str
    state: str
    version: int
    number: str
    fields: Mapping[str, str]
    drafted_by: str
    reviewed_by: str
    signed_by: str
    signed: datetime | None
    opened: datetime | None


@dataclass(frozen=True)
class Referral:
    """An expert who is to be asked, was asked, or answered."""

    expert: str
    state: str
    reason: str
    asked: datetime
    answered: datetime | None


@dataclass(frozen=True)
class Consent:
    """A consent of the firm."""

    recipient: str
    purpose: str
    data: str
    given: datetime
    withdrawn: datetime | None


@dataclass(frozen=True)
class Task:
    """Something that an office has to do."""

    id: int
    inquiry: str
    office: str
    kind: str
    due: datetime


@dataclass(frozen=True)
class Seen:
    """An inquiry with all that its reader may see of it. `side`: "firm", "office" or "expert"."""

    inquiry: Inquiry
    side: str
    lines: tuple[Line, ...]
    files: tuple[File, ...]
    papers: tuple[Paper, ...]
    referrals: tuple[Referral, ...]
    consents: tuple[Consent, ...]
    wishes: tuple[Mapping[str, Any], ...]
    """Consents that were asked for and not answered: recipient, purpose, data."""
    tasks: tuple[Task, ...]
    actions: frozenset[str]
    """What the reader may do with it now, by the rules alone (stages aside)."""


def side_of(actor: Actor, inquiry: Inquiry) -> str:
    """Which side of the desk the actor is on; an officer of the office first."""
    if office(*CASEWORK)(actor, inquiry):
        return "office"
    return "firm" if asker(actor, inquiry) else "expert"


def audiences(actor: Actor, side: str) -> list[str] | None:
    """The audiences that this side reads; None for all of them."""
    if side == "office":
        return None
    return ["all"] if side == "firm" else [f"expert:{where}" for where in sorted(actor.at(EXPERT))]


def allowed(actor: Actor, inquiry: Inquiry) -> frozenset[str]:
    """What the rules let the actor do with the inquiry."""
    return frozenset(action for action in INQUIRY_RULES if may(actor, action, inquiry))
