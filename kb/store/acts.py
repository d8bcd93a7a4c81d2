"""One act of a person or of the background process: its rows, its record and the mail it causes, kept together or not at all."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert
from sqlalchemy.dialects import postgresql, sqlite

from kb.store.tables import audit, counters, outbox

Row = RowMapping
"""A row as callers get it: its values by column name."""


@dataclass(frozen=True)
class Mail:
    """A mail to be sent: `kind` names its text (for not sending reminders at night); subject and body are plain text."""

    kind: str
    recipient: str
    subject: str
    body: str


class Act:
    """A transaction with its actor and moment. Made by `Store.act()`, used by one thread in its block."""

    def __init__(self, connection: Connection, actor: str, at: datetime) -> None:
        self.connection = connection
        self.actor = actor
        self.at = at

    def record(self, action: str, thing: str) -> None:
        """Adds to the audit: who did what to which thing, ids only."""
        self.add(audit, at=self.at, actor=self.actor, action=action, thing=thing)

    def mail(self, mail: Mail, domain: str = "kb.invalid", not_before: datetime | None = None) -> None:
        """Puts a mail into the outbox; its Message-ID is fixed here, so that a repeat can be told from a second mail."""
        self.add(
            outbox,
            message_id=f"<{secrets.token_hex(16)}@{domain}>",
            kind=mail.kind,
            recipient=mail.recipient,
            subject=mail.subject,
            body=mail.body,
            made=self.at,
            next=not_before or self.at,
            tries=0,
            error="",
        )

    def number(self, counter: str) -> int:
        """The next number of a counter, from 1: unique, and without a gap once this transaction is kept."""
        dialect = self.connection.dialect.name
        row = sqlite.insert(counters) if dialect == "sqlite" else postgresql.insert(counters)
        row = row.values(name=counter, value=1)
        counted = row.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
        return int(self.connection.execute(counted.returning(counters.c.value)).scalar_one())

    def add(self, table: Any, **values: Any) -> int:
        """Inserts a row; its id, or 0 for a table without one."""
        done = self.connection.execute(insert(table).values(**values))
        key = done.inserted_primary_key
        return int(key[0]) if key is not None and isinstance(key[0], int) else 0

    def rows(self, query: Any) -> list[RowMapping]:
        """What a query finds, as mappings by column name."""
        return [row._mapping for row in self.connection.execute(query)]

    def row(self, query: Any) -> RowMapping | None:
        """The first of it, or None."""
        found = self.connection.execute(query).first()
        return found._mapping if found else None
