"""Leases: of all processes on all nodes, at most one holds a name until a moment."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_

from kb.store.engine import upsert
from kb.store.tables import as_utc, leases


def take(connection: Connection, name: str, holder: str, seconds: float, now: datetime) -> bool:
    """True if `holder` now holds the lease until `now` + `seconds`: it was free, run out, or its own.

    One statement, so that of two who ask at once only one is told True.
    """
    now = as_utc(now)
    row = {"name": name, "holder": holder, "until": now + timedelta(seconds=seconds)}
    free = or_(leases.c.holder == holder, leases.c.until <= now)
    statement = upsert(connection.dialect.name, leases, ["name"], ["holder", "until"], where=free)
    taken = connection.execute(statement.returning(leases.c.name), row)
    return taken.first() is not None


def release(connection: Connection, name: str, holder: str) -> None:
    """Frees the lease if `holder` has it; otherwise nothing."""
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
