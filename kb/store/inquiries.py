"""Inquiries and what belongs to them. Every question takes the scope of who asks; what is outside of it is not found.

Rows come back as mappings by column name. A change names the version that it was decided on; who acts on an older one is
told, and nothing is overwritten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Table, Text, and_, cast, func, or_, select, update

from kb.errors import Conflict, NotFound
from kb.store.acts import Act
from kb.store.scope import Scope, within
from kb.store.tables import (
    account_roles,
    accounts,
    consents,
    inquiries,
    inquiry_events,
    inquiry_offices,
    notices,
    referrals,
    tasks,
)

MOST_ROWS = 500


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; "" or None is no condition. `words` are all to be found in what the firm wrote."""

    stages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    office: str = ""
    event: str = ""
    jurisdiction: str = ""
    district: str = ""
    same_case: str = ""
    urgent: bool | None = None
    due_before: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None


# --- acts


def add(act: Act, *, year: int, office: str, **values: Any) -> tuple[int, str]:
    """A new inquiry at its first office, under the next number of the year: its row and its number."""
    number = f"{year}-{act.number(f'inquiry:{year}'):05d}"
    row = act.add(inquiries, number=number, version=1, **values)
    hold(act, row, office, lead=True)
    return row, number


def change(scope: Scope, act: Act, row: int, version: int, **values: Any) -> None:
    """Changes an inquiry that is still at `version`; Conflict if somebody was quicker, NotFound outside the scope."""
    # Whoever writes holds the row until the act is kept, so of two who write at once the second sees the new version.
    done = act.connection.execute(
        update(inquiries)
        .where(inquiries.c.id == row, inquiries.c.version == version, within(scope))
        .values(version=version + 1, **values)
    )
    if not done.rowcount:
        if by_id(scope, act, row) is None:
            raise NotFound
        raise Conflict(inquiry=row, version=version)


def hold(act: Act, row: int, office: str, *, lead: bool) -> None:
    """The office holds the inquiry from now on."""
    act.add(inquiry_offices, inquiry=row, office=office, lead=lead, since=act.at)


def let_go(scope: Scope, act: Act, row: int, office: str) -> None:
    """The office holds it no longer."""
    _update(scope, act, inquiry_offices, row, {"until": act.at}, inquiry_offices.c.office == office, _open_hold())


def event(act: Act, row: int, kind: str, audience: str, data: Mapping[str, Any]) -> int:
    """Adds what happened to the line of an inquiry; its place in the line, from 1."""
    last = select(func.coalesce(func.max(inquiry_events.c.n), 0)).where(inquiry_events.c.inquiry == row)
    n = int(act.connection.execute(last).scalar_one()) + 1
    act.add(inquiry_events, inquiry=row, n=n, at=act.at, actor=act.actor, kind=kind, audience=audience, data=dict(data))
    return n


def consent(act: Act, row: int, account: int | None, recipient: str, purpose: str, data: str) -> None:
    """Records a consent of the firm: to whom, what for, which data."""
    act.add(consents, account=account, inquiry=row, recipient=recipient, purpose=purpose, data=data, given=act.at)


def withdraw_consent(scope: Scope, act: Act, row: int, recipient: str) -> None:
    """Takes every consent to this recipient back."""
    _update(
        scope,
        act,
        consents,
        row,
        {"withdrawn": act.at},
        consents.c.recipient == recipient,
        consents.c.withdrawn.is_(None),
    )


def refer(act: Act, row: int, expert: str, state: str) -> None:
    """Adds an expert who is to be asked."""
    act.add(referrals, inquiry=row, expert=expert, state=state, reason="", asked=act.at)


def set_referral(act: Act, row: int, expert: str, before: Sequence[str], state: str, reason: str = "") -> bool:
    """Moves a referral on from one of the states `before`; whether it was in one."""
    done = act.connection.execute(
        update(referrals)
        .where(referrals.c.inquiry == row, referrals.c.expert == expert, referrals.c.state.in_(before))
        .values(state=state, reason=reason, answered=act.at)
    )
    return bool(done.rowcount)


def task(act: Act, row: int, office: str, kind: str, due: datetime) -> bool:
    """Adds something to do for an office; False if the same is open, or was done before."""
    same = and_(tasks.c.inquiry == row, tasks.c.office == office, tasks.c.kind == kind)
    if act.row(select(tasks.c.id).where(same)) is not None:
        return False
    act.add(tasks, inquiry=row, office=office, kind=kind, made=act.at, due=due, done_by="")
    return True


def finish_task(scope: Scope, act: Act, row: int, kind: str) -> None:
    """Marks every open task of this kind as done."""
    _update(
        scope, act, tasks, row, {"done": act.at, "done_by": act.actor}, tasks.c.kind == kind, tasks.c.done.is_(None)
    )


def draft_notice(act: Act, row: int, kind: str, office: str, fields: Mapping[str, Any]) -> int:
    """A new formal paper, as a draft."""
    return act.add(
        notices, inquiry=row, kind=kind, office=office, state="draft", version=1, fields=dict(fields),
        drafted_by=act.actor, drafted=act.at, reviewed_by="", signed_by="",
    )  # fmt: skip


def change_notice(scope: Scope, act: Act, notice: int, version: int, **values: Any) -> None:
    """Changes a paper that is still at `version`; Conflict if somebody was quicker."""
    held = select(inquiries.c.id).where(within(scope))
    done = act.connection.execute(
        update(notices)
        .where(notices.c.id == notice, notices.c.version == version, notices.c.inquiry.in_(held))
        .values(version=version + 1, **values)
    )
    if not done.rowcount:
        raise Conflict(notice=notice, version=version)


# --- questions


def by_id(scope: Scope, act: Act, row: int) -> RowMapping | None:
    """One inquiry by its row."""
    return act.row(select(inquiries).where(inquiries.c.id == row, within(scope)))


def by_number(scope: Scope, act: Act, number: str, *, locked: bool = False) -> RowMapping | None:
    """One inquiry by its number; `locked`: nobody else changes it until this act is kept."""
    query = select(inquiries).where(inquiries.c.number == number, within(scope))
    return act.row(query.with_for_update() if locked else query)


def key_of(act: Act, number: str) -> tuple[int, str] | None:
    """Row and hash of the secret link's key: the one question that needs no scope, because it makes one."""
    found = act.row(select(inquiries.c.id, inquiries.c.key).where(inquiries.c.number == number))
    return (int(found["id"]), found["key"]) if found and found["key"] else None


def find(
    scope: Scope, act: Act, wanted: Filter, *, order: str = "due", limit: int = 50, offset: int = 0
) -> tuple[list[RowMapping], int]:
    """A page of inquiries and how many there are. `order`: "due" (urgent and due first), "new" (latest first)."""
    where = and_(within(scope), *_conditions(wanted))
    count = int(act.connection.execute(select(func.count()).select_from(inquiries).where(where)).scalar_one())
    by = {
        "due": (inquiries.c.urgent.desc(), inquiries.c.due.is_(None), inquiries.c.due, inquiries.c.id),
        "new": (inquiries.c.id.desc(),),
    }[order]
    query = select(inquiries).where(where).order_by(*by).limit(min(limit, MOST_ROWS)).offset(offset)
    return act.rows(query), count


def offices_of(scope: Scope, act: Act, rows: Sequence[int]) -> dict[int, list[RowMapping]]:
    """The offices that hold these inquiries now, the leading one first."""
    query = _of(scope, inquiry_offices, rows).where(_open_hold())
    found: dict[int, list[RowMapping]] = {row: [] for row in rows}
    for held in act.rows(query.order_by(inquiry_offices.c.lead.desc(), inquiry_offices.c.id)):
        found[held["inquiry"]].append(held)
    return found


def events_of(scope: Scope, act: Act, row: int, audiences: Sequence[str] | None = None) -> list[RowMapping]:
    """What happened, in order; only what is said to these audiences, or all of it."""
    query = _of(scope, inquiry_events, [row]).order_by(inquiry_events.c.n)
    if audiences is not None:
        query = query.where(inquiry_events.c.audience.in_(audiences))
    return act.rows(query)


def consents_of(scope: Scope, act: Act, row: int) -> list[RowMapping]:
    """What the firm consented to."""
    return act.rows(_of(scope, consents, [row]).order_by(consents.c.id))


def referrals_of(scope: Scope, act: Act, rows: Sequence[int]) -> dict[int, list[RowMapping]]:
    """The experts of these inquiries, in the order in which they were asked."""
    found: dict[int, list[RowMapping]] = {row: [] for row in rows}
    for referral in act.rows(_of(scope, referrals, rows).order_by(referrals.c.id)):
        found[referral["inquiry"]].append(referral)
    return found


def asked_of(act: Act, experts: Sequence[str]) -> list[RowMapping]:
    """What these experts are asked and have not answered: number and the short sheet for the check of conflicts, no file.

    Only the columns of the sheet leave the store, so it needs no scope.
    """
    sheet = (inquiries.c.number, inquiries.c.firm, inquiries.c.jurisdiction, inquiries.c.right, inquiries.c.event)
    opponent = inquiries.c.facts["opponent"].as_string().label("opponent")
    query = select(referrals.c.id, referrals.c.expert, referrals.c.asked, *sheet, opponent).join_from(
        referrals, inquiries, referrals.c.inquiry == inquiries.c.id
    )
    return act.rows(query.where(referrals.c.expert.in_(experts), referrals.c.state == "asked"))


def loads(act: Act) -> dict[str, int]:
    """How many open inquiries each expert has accepted."""
    query = (
        select(referrals.c.expert, func.count().label("open"))
        .join_from(referrals, inquiries, referrals.c.inquiry == inquiries.c.id)
        .where(referrals.c.state == "accepted", inquiries.c.ended.is_(None))
        .group_by(referrals.c.expert)
    )
    return {row.expert: row.open for row in act.connection.execute(query)}


def staffed(act: Act) -> set[str]:
    """The offices at which somebody can take an inquiry."""
    held = account_roles.c.role.in_(("liaison", "handler"))
    query = select(account_roles.c.at).join_from(account_roles, accounts, account_roles.c.account == accounts.c.id)
    return {row["at"] for row in act.rows(query.where(held, accounts.c.state == "active"))}


def holders(act: Act, role_at: str, roles: Sequence[str]) -> list[RowMapping]:
    """Who holds one of the roles there: account, e-mail, language; for mails about an inquiry."""
    query = (
        select(accounts.c.id, accounts.c.email, accounts.c.language)
        .join_from(account_roles, accounts, account_roles.c.account == accounts.c.id)
        .where(account_roles.c.at == role_at, account_roles.c.role.in_(roles), accounts.c.state == "active")
        .distinct()
        .order_by(accounts.c.id)
    )
    return act.rows(query)


def email_of(act: Act, account: int | None) -> str:
    """The address of the account that asked; "" for none."""
    found = act.row(select(accounts.c.email).where(accounts.c.id == account, accounts.c.state == "active"))
    return found["email"] if found else ""


def notices_of(scope: Scope, act: Act, row: int) -> list[RowMapping]:
    """The formal papers, in the order in which they were begun."""
    return act.rows(_of(scope, notices, [row]).order_by(notices.c.id))


def papers_to_sign(scope: Scope, act: Act) -> list[RowMapping]:
    """Papers that wait for a reviewer or a signer."""
    waiting = notices.c.state.in_(("in_review", "reviewed"))
    held = select(inquiries.c.id).where(within(scope))
    query = select(notices, inquiries.c.number.label("of")).join_from(
        notices, inquiries, notices.c.inquiry == inquiries.c.id
    )
    return act.rows(query.where(waiting, notices.c.inquiry.in_(held)).order_by(notices.c.id))


def tasks_of(scope: Scope, act: Act, row: int | None = None) -> list[RowMapping]:
    """Open tasks, those of one inquiry or all, the earliest first."""
    held = select(inquiries.c.id).where(within(scope))
    query = select(tasks, inquiries.c.number.label("of")).join_from(tasks, inquiries, tasks.c.inquiry == inquiries.c.id)
    query = query.where(tasks.c.done.is_(None), tasks.c.inquiry.in_(held))
    return act.rows((query if row is None else query.where(tasks.c.inquiry == row)).order_by(tasks.c.due, tasks.c.id))


def unopened(act: Act) -> list[RowMapping]:
    """Signed papers of open inquiries that the firm has not opened; for the background process."""
    query = select(notices, inquiries.c.number.label("of")).join_from(
        notices, inquiries, notices.c.inquiry == inquiries.c.id
    )
    return act.rows(
        query.where(notices.c.state == "signed", notices.c.opened.is_(None), inquiries.c.kept_until.is_(None))
    )


def kept_until(act: Act, now: datetime) -> list[int]:
    """Inquiries whose retention has run out and that are not erased yet; for the background process."""
    query = select(inquiries.c.id, inquiries.c.closing).where(inquiries.c.kept_until <= now)
    return [row["id"] for row in act.rows(query) if not row["closing"].get("erased")]


def erase(act: Act, row: int) -> None:
    """Deletes the contents of an inquiry; number, stage, dates, codes and figures stay."""
    closing = act.connection.execute(select(inquiries.c.closing).where(inquiries.c.id == row)).scalar_one()
    gone = {
        "facts": {},
        "firm": "",
        "key": None,
        "account": None,
        "same_case": "",
        "closing": {**closing, "erased": True},
    }
    act.connection.execute(
        update(inquiries).where(inquiries.c.id == row).values(version=inquiries.c.version + 1, **gone)
    )
    act.connection.execute(update(inquiry_events).where(inquiry_events.c.inquiry == row).values(data={}))
    act.connection.execute(update(notices).where(notices.c.inquiry == row).values(fields={}))
    act.connection.execute(update(referrals).where(referrals.c.inquiry == row).values(reason=""))
    event(act, row, "erased", "office", {})


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    c = inquiries.c
    found: list[ColumnElement[bool]] = []
    found += [c.stage.in_(wanted.stages)] if wanted.stages else []
    for name in ("event", "jurisdiction", "district", "same_case"):
        if value := getattr(wanted, name):
            found.append(c[name] == value)
    if wanted.office:
        held = select(inquiry_offices.c.inquiry).where(inquiry_offices.c.office == wanted.office, _open_hold())
        found.append(c.id.in_(held))
    found += [c.urgent.is_(wanted.urgent)] if wanted.urgent is not None else []
    found += [c.due < wanted.due_before] if wanted.due_before else []
    found += [c.received >= wanted.since] if wanted.since else []
    found += [c.received < wanted.until] if wanted.until else []
    for word in wanted.words:
        like = {"other": f"%{_escaped(word)}%", "escape": "\\"}
        found.append(or_(c.number.ilike(**like), c.firm.ilike(**like), cast(c.facts, Text).ilike(**like)))
    return found


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _open_hold() -> ColumnElement[bool]:
    return inquiry_offices.c.until.is_(None)


def _of(scope: Scope, table: Table, rows: Sequence[int]) -> Select[Any]:
    """Rows of a table that belong to these inquiries, as far as the scope reaches."""
    seen = select(inquiries.c.id).where(inquiries.c.id.in_(rows), within(scope))
    return select(table).where(table.c.inquiry.in_(seen))


def _update(
    scope: Scope, act: Act, table: Table, row: int, values: Mapping[str, Any], *conditions: ColumnElement[bool]
) -> None:
    seen = select(inquiries.c.id).where(inquiries.c.id == row, within(scope))
    act.connection.execute(update(table).where(table.c.inquiry.in_(seen), *conditions).values(**values))
