"""The tables of the store, and the one way in which it keeps moments. Used by `kb.store` only.

A new table: add it here, add a migration in `migrations/versions`, and its data in `tests/store/migrations`.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

PUBLICATION = "publication"
"""The row of `counters` whose value is the highest publication number."""
IDENTITY = "identity"
"""The row of `store_meta` that tells this store from every other."""


def as_utc(moment: datetime) -> datetime:
    """The same moment in UTC. ValueError if it has no time zone, because then nobody knows when it was."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment needs a time zone: {moment!r}")
    return moment.astimezone(UTC)


class Moment(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both databases (SQLite itself keeps no time zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database is given: the moment in UTC."""
        return None if value is None else as_utc(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """What the reader is given: an aware moment in UTC."""
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only when the column is called INTEGER; there it is 64 bits wide all the same.
RowId = BigInteger().with_variant(Integer, "sqlite")

store_meta = Table(
    "store_meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("text", Text),
    Column("sha256", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("base", RowId, ForeignKey("revisions.id")),
    Column("message", Text, nullable=False),
    Column("number", BigInteger, unique=True),
    CheckConstraint("state IN ('draft', 'in_review', 'published', 'withdrawn', 'erased')", name="state"),
    CheckConstraint("(number IS NULL) = (state IN ('draft', 'in_review'))", name="number"),
    CheckConstraint("text IS NULL OR state NOT IN ('withdrawn', 'erased')", name="text"),
    Index(None, "key", "number"),
    sqlite_autoincrement=True,
)

marks = Table(
    "marks",
    metadata,
    Column("key", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Moment, nullable=False),
)
