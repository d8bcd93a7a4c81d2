"""Accounts, their roles, sessions, one-time tokens and recovery codes, and how often something was tried.

Functions of an `Act`. Secrets come in hashed: this module never sees a password, a token or a code. What may happen only
once (a token, a time step, a recovery code) is one conditional statement, so that of two at once only one succeeds.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, RowMapping, Table, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kb.store.acts import Act
from kb.store.tables import (
    account_roles,
    accounts,
    attempts,
    audit,
    consents,
    outbox,
    recovery_codes,
    sessions,
    tokens,
)

MOST_ROWS = 500
PENDING_DAYS = 7
"""An account that nobody has opened by then is forgotten, with its invitation."""
ATTEMPTS_DAYS = 1


def _count(act: Act, statement: Any) -> int:
    done: CursorResult[Any] = act.connection.execute(statement)
    return done.rowcount


# --- accounts


def add(
    act: Act, *, email: str, name: str, language: str, firm: Mapping[str, str] | None = None, phone: str = ""
) -> int:
    """A new account, waiting for its owner: its id. IntegrityError if the address is taken."""
    return act.add(
        accounts, email=email, name=name, phone=phone, language=language, firm=dict(firm or {}), totp_step=0,
        state="pending", made=act.at,
    )  # fmt: skip


def change(act: Act, account: int, **values: Any) -> None:
    """Sets columns of an account."""
    act.connection.execute(update(accounts).where(accounts.c.id == account).values(**values))


def get(act: Act, account: int) -> RowMapping | None:
    """An account by its id."""
    return act.row(select(accounts).where(accounts.c.id == account))


def by_email(act: Act, email: str) -> RowMapping | None:
    """An account by its address in lower case."""
    return act.row(select(accounts).where(accounts.c.email == email))


def everybody(act: Act, words: str = "", limit: int = MOST_ROWS) -> list[RowMapping]:
    """Accounts that are not erased, those that contain the words in address or name, by address."""
    query = select(accounts).where(accounts.c.state != "erased").order_by(accounts.c.email).limit(limit)
    for word in words.lower().split():
        query = query.where(
            or_(
                accounts.c.email.contains(word, autoescape=True),
                func.lower(accounts.c.name).contains(word, autoescape=True),
            )
        )
    return act.rows(query)


def erase(act: Act, account: int, nobody: str) -> None:
    """Takes everything personal from an account; its id stays, so that what it did still has an actor."""
    for table in (account_roles, sessions, tokens, recovery_codes):
        act.connection.execute(delete(table).where(table.c.account == account))
    change(act, account, email=nobody, name="", phone="", firm={}, password=None, totp=None, state="erased")


# --- roles


def roles(act: Act, account: int) -> list[RowMapping]:
    """What an account holds, and where."""
    query = select(account_roles).where(account_roles.c.account == account)
    return act.rows(query.order_by(account_roles.c.role, account_roles.c.at))


def all_roles(act: Act, ids: Iterable[int]) -> list[RowMapping]:
    """The same for several accounts."""
    return act.rows(select(account_roles).where(account_roles.c.account.in_(list(ids))))


def grant(act: Act, account: int, role: str, at: str) -> bool:
    """Gives a role; False if the account held it."""
    values = {"account": account, "role": role, "at": at, "granted": act.at, "granted_by": act.actor}
    dialect = act.connection.dialect.name
    row = sqlite.insert(account_roles) if dialect == "sqlite" else postgresql.insert(account_roles)
    made = row.values(**values).on_conflict_do_nothing().returning(account_roles.c.role)
    return act.row(made) is not None


def revoke(act: Act, account: int, role: str, at: str) -> bool:
    """Takes a role; False if the account did not hold it."""
    held = and_(account_roles.c.account == account, account_roles.c.role == role, account_roles.c.at == at)
    return _count(act, delete(account_roles).where(held)) == 1


def holders(act: Act, role: str, at: str | None = None) -> list[RowMapping]:
    """The accounts in use that hold a role (at one place, or anywhere), oldest first."""
    held = select(account_roles.c.account).where(account_roles.c.role == role)
    if at is not None:
        held = held.where(account_roles.c.at == at)
    query = select(accounts).where(accounts.c.id.in_(held), accounts.c.state == "active")
    return act.rows(query.order_by(accounts.c.id))


# --- sessions


def open_session(act: Act, account: int, digest: str, *, strong: bool, agent: str, expires: datetime) -> None:
    """A new session under the hash of its token."""
    act.add(
        sessions, hash=digest, account=account, strong=strong, agent=agent, made=act.at, seen=act.at, expires=expires
    )


def session(act: Act, digest: str) -> RowMapping | None:
    """A session that has not expired."""
    return act.row(select(sessions).where(sessions.c.hash == digest, sessions.c.expires > act.at))


def see_session(act: Act, digest: str, expires: datetime) -> None:
    """Notes that a session was used now."""
    act.connection.execute(update(sessions).where(sessions.c.hash == digest).values(seen=act.at, expires=expires))


def sessions_of(act: Act, account: int) -> list[RowMapping]:
    """Where an account is signed in, last used first."""
    query = select(sessions).where(sessions.c.account == account, sessions.c.expires > act.at)
    return act.rows(query.order_by(sessions.c.seen.desc(), sessions.c.made.desc()))


def end_sessions(act: Act, account: int, *, only: str = "", but: str = "") -> int:
    """Ends the sessions of an account, one of them or all but one: how many."""
    query = delete(sessions).where(sessions.c.account == account)
    if only:
        query = query.where(sessions.c.hash == only)
    return _count(act, query.where(sessions.c.hash != but))


# --- what works once


def add_token(act: Act, account: int, digest: str, purpose: str, expires: datetime, data: Mapping[str, Any]) -> None:
    """A one-time token; older ones of the account for the same purpose stop working."""
    older = and_(tokens.c.account == account, tokens.c.purpose == purpose)
    act.connection.execute(delete(tokens).where(older))
    act.add(tokens, hash=digest, purpose=purpose, account=account, data=dict(data), expires=expires)


def token(act: Act, digest: str) -> RowMapping | None:
    """A token that still works."""
    return act.row(select(tokens).where(tokens.c.hash == digest, tokens.c.expires > act.at))


def use_token(act: Act, digest: str) -> bool:
    """Uses a token up; False if it does not work (any more)."""
    return _count(act, delete(tokens).where(tokens.c.hash == digest, tokens.c.expires > act.at)) == 1


def drop_tokens(act: Act, account: int) -> None:
    """Makes all tokens of an account stop working."""
    act.connection.execute(delete(tokens).where(tokens.c.account == account))


def use_step(act: Act, account: int, step: int) -> bool:
    """Uses a time step of the second factor up; False if it or a later one was used."""
    fresh = and_(accounts.c.id == account, accounts.c.totp_step < step)
    return _count(act, update(accounts).where(fresh).values(totp_step=step)) == 1


def set_codes(act: Act, account: int, digests: Iterable[str]) -> None:
    """Replaces the recovery codes."""
    act.connection.execute(delete(recovery_codes).where(recovery_codes.c.account == account))
    for digest in digests:
        act.add(recovery_codes, account=account, hash=digest)


def use_code(act: Act, account: int, digest: str) -> bool:
    """Uses a recovery code up; False if it is none (any more)."""
    code = and_(recovery_codes.c.account == account, recovery_codes.c.hash == digest)
    return _count(act, delete(recovery_codes).where(code)) == 1


def codes_left(act: Act, account: int) -> int:
    """How many recovery codes still work."""
    row = act.row(select(func.count().label("n")).where(recovery_codes.c.account == account))
    return int(row["n"]) if row else 0


# --- how often something was tried


def allowed(act: Act, bucket: str, most: int, per_seconds: int) -> bool:
    """Counts one more try, and says whether there were at most `most` in this span of `per_seconds`.

    Counted in an act of its own, that is kept whatever comes after. A bucket may name an address or a mail address; only
    its hash is kept.
    """
    key = hashlib.sha256(bucket.encode()).hexdigest()
    dialect = act.connection.dialect.name
    row = sqlite.insert(attempts) if dialect == "sqlite" else postgresql.insert(attempts)
    over = attempts.c.since <= act.at - timedelta(seconds=per_seconds)
    counted = row.values(bucket=key, since=act.at, count=1).on_conflict_do_update(
        index_elements=["bucket"],
        set_={
            "count": case((over, 1), else_=attempts.c.count + 1),
            "since": case((over, row.excluded.since), else_=attempts.c.since),
        },
    )
    return int(act.connection.execute(counted.returning(attempts.c.count)).scalar_one()) <= most


def forget(act: Act, bucket: str) -> None:
    """Forgets the tries of a bucket."""
    key = hashlib.sha256(bucket.encode()).hexdigest()
    act.connection.execute(delete(attempts).where(attempts.c.bucket == key))


# --- what is kept about a person


def consent(act: Act, account: int, *, recipient: str, purpose: str, data: str) -> None:
    """Records what the owner of an account consented to."""
    act.add(consents, account=account, recipient=recipient, purpose=purpose, data=data, given=act.at)


def held(act: Act, account: int, email: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of these tables about an account, and the mail to its address, without what only proves who somebody is."""

    def of(table: Table, condition: Any, *without: str) -> list[dict[str, Any]]:
        rows = act.rows(select(table).where(condition).limit(20 * MOST_ROWS))
        return [{k: v for k, v in row.items() if k not in without} for row in rows]

    return {
        "account": of(accounts, accounts.c.id == account, "password", "totp", "totp_step"),
        "roles": of(account_roles, account_roles.c.account == account, "account"),
        "sessions": of(sessions, sessions.c.account == account, "account", "hash"),
        "links": of(tokens, tokens.c.account == account, "account", "hash"),
        "consents": of(consents, consents.c.account == account, "account"),
        "mail": of(outbox, outbox.c.recipient == email, "message_id", "body"),
        "acts": of(audit, audit.c.actor == f"account:{account}", "seal"),
    }


def withdraw_consents(act: Act, account: int) -> None:
    """Notes that the owner withdrew what the account as such had consented to."""
    mine = and_(consents.c.account == account, consents.c.withdrawn.is_(None))
    act.connection.execute(update(consents).where(mine).values(withdrawn=act.at))


def erase_mail(act: Act, email: str) -> None:
    """Takes the texts and the address from the mail that was sent to an address."""
    gone = {"recipient": "", "subject": "", "body": "", "next": None}
    act.connection.execute(update(outbox).where(outbox.c.recipient == email).values(**gone))


def sweep(act: Act) -> int:
    """Forgets what time has ended: sessions, tokens, tries, accounts that nobody opened. How many rows."""
    ended = 0
    for table in (sessions, tokens):
        ended += _count(act, delete(table).where(table.c.expires <= act.at))
    ended += _count(act, delete(attempts).where(attempts.c.since <= act.at - timedelta(days=ATTEMPTS_DAYS)))
    old = and_(accounts.c.state == "pending", accounts.c.made <= act.at - timedelta(days=PENDING_DAYS))
    waiting = select(tokens.c.account)
    for row in act.rows(select(accounts.c.id).where(old, accounts.c.id.not_in(waiting))):
        for table in (account_roles, consents):
            act.connection.execute(delete(table).where(table.c.account == row["id"]))
        ended += _count(act, delete(accounts).where(accounts.c.id == row["id"]))
    return ended
