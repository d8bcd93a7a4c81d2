"""Reading inquiries: one with all that its reader may see, and lists. Every reading of a file is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kb.desk.attachments import file_of
from kb.desk.experts import pending, referral_of
from kb.desk.parts import Parts, look_up, scope
from kb.desk.view import (
    Consent,
    Inquiry,
    Line,
    Paper,
    Seen,
    Task,
    allowed,
    audiences,
    inquiry_of,
    side_of,
)
from kb.errors import NotFound
from kb.permissions import CASEWORK, READER, Actor, may
from kb.store import EVERYTHING, Act, Row, Scope, advisers, files, inquiries

HIDDEN = {"person": "", "mobile": "", "email": "", "reach": "", "address": "", "credit_code": "", "capacity": None}
"""What an expert does not see of the firm: advice goes through the office."""


@dataclass(frozen=True)
class Listed:
    """A page of a list, and how many there are."""

    inquiries: tuple[Inquiry, ...]
    count: int


class Reading:
    """Questions about inquiries."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def open(self, actor: Actor, number: str, now: datetime) -> Seen:
        """The inquiry as the actor may see it. NotFound outside the scope; the reading is recorded."""
        with self._parts.store.act(actor.name, now) as act:
            seen = scope(actor)
            inquiry = look_up(self._parts, act, seen, number)
            if not may(actor, "inquiry.read", inquiry):
                raise NotFound
            act.record("inquiry.read", f"inquiry/{inquiry.id}")
            return self._seen(actor, act, seen, inquiry)

    def _seen(self, actor: Actor, act: Act, seen: Scope, inquiry: Inquiry) -> Seen:
        side = side_of(actor, inquiry)
        heard = audiences(actor, side)
        events = inquiries.events_of(seen, act, inquiry.id, heard)
        held = [f for f in files.of(seen, act, inquiry.id) if heard is None or f["audience"] in heard]
        papers = inquiries.notices_of(seen, act, inquiry.id)
        office = side == "office"
        if side == "expert":
            inquiry = replace(inquiry, facts=inquiry.facts.model_copy(update=HIDDEN))
        return Seen(
            inquiry=inquiry,
            side=side,
            lines=tuple(_line(e, office) for e in events),
            files=tuple(map(file_of, held)),
            papers=tuple(_paper(p) for p in papers if office or (p["state"] == "signed" and _readable(p, side))),
            referrals=tuple(referral_of(r) for r in inquiries.referrals_of(seen, act, [inquiry.id])[inquiry.id])
            if office
            else (),
            consents=tuple(_consent(c) for c in inquiries.consents_of(seen, act, inquiry.id))
            if side != "expert"
            else (),
            wishes=tuple(pending(events)) if side != "expert" else (),
            tasks=tuple(_task(t) for t in inquiries.tasks_of(seen, act, inquiry.id)) if office else (),
            actions=allowed(actor, inquiry),
        )

    def listed(
        self,
        actor: Actor,
        wanted: inquiries.Filter,
        now: datetime,
        *,
        order: str = "due",
        limit: int = 50,
        offset: int = 0,
    ) -> Listed:
        """A page of what the actor may see."""
        with self._parts.store.look(now) as act:
            rows, count = inquiries.find(scope(actor), act, wanted, order=order, limit=limit, offset=offset)
            ids = [row["id"] for row in rows]
            offices = inquiries.offices_of(EVERYTHING, act, ids)
            referred = inquiries.referrals_of(EVERYTHING, act, ids)
            found = tuple(inquiry_of(row, offices[row["id"]], referred[row["id"]]) for row in rows)
        return Listed(found, count)

    def tasks(self, actor: Actor, now: datetime) -> tuple[Task, ...]:
        """What the actor's offices have to do, the earliest first."""
        with self._parts.store.look(now) as act:
            return tuple(_task(t) for t in inquiries.tasks_of(Scope(offices=actor.at(*CASEWORK)), act))

    def waiting_papers(self, actor: Actor, now: datetime) -> list[tuple[str, Paper]]:
        """Papers of the actor's offices that wait for review or signature, each with its inquiry's number."""
        with self._parts.store.look(now) as act:
            rows = inquiries.papers_to_sign(Scope(offices=actor.at(*CASEWORK)), act)
            return [(row["of"], _paper(row)) for row in rows]

    def staffed(self, now: datetime) -> frozenset[str]:
        """The offices that take inquiries."""
        with self._parts.store.look(now) as act:
            return frozenset(inquiries.staffed(act))

    def loads(self, now: datetime) -> tuple[dict[str, int], dict[str, advisers.Adviser]]:
        """Of each expert, how many open inquiries are accepted, and what is not public: for proposals to an office."""
        with self._parts.store.look(now) as act:
            return inquiries.loads(act), advisers.all_of(act)

    def held_of(self, account: int, now: datetime) -> list[dict[str, Any]]:
        """What is kept about the inquiries of an account, for its copy of its own data."""
        actor = replace(READER, account=account)
        with self._parts.store.look(now) as act:
            rows, _ = inquiries.find(scope(actor), act, inquiries.Filter(), order="new", limit=500)
            return [
                {
                    "number": row["number"],
                    "stage": row["stage"],
                    "received": row["received"].isoformat(),
                    "facts": row["facts"],
                    "messages": [
                        {"at": e["at"].isoformat(), "kind": e["kind"], **e["data"]}
                        for e in inquiries.events_of(scope(actor), act, row["id"], ["all"])
                    ],
                    "files": [f["name"] for f in files.of(scope(actor), act, row["id"]) if f["audience"] == "all"],
                }
                for row in rows
            ]


def _readable(paper: Row, side: str) -> bool:
    return side == "firm" or paper["kind"] == "opinion"


def _line(row: Row, office: bool) -> Line:
    """An event; who acted is shown to offices only."""
    return Line(row["n"], row["at"], row["kind"], row["audience"], row["actor"] if office else "", row["data"])


def _paper(row: Row) -> Paper:
    names: Sequence[str] = (
        "id",
        "kind",
        "office",
        "state",
        "version",
        "fields",
        "drafted_by",
        "reviewed_by",
        "signed_by",
    )
    return Paper(**{n: row[n] for n in (*names, "signed", "opened")}, number=row["number"] or "")


def _consent(row: Row) -> Consent:
    return Consent(**{n: row[n] for n in ("recipient", "purpose", "data", "given", "withdrawn")})


def _task(row: Row) -> Task:
    return Task(row["id"], row["of"], row["office"], row["kind"], row["due"])
