"""The tables of the store, and the one way in which it keeps moments. Used by `kb.store` only.

A new table: add it here, add a migration in `migrations/versions`, and its data in `tests/store/migrations`.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
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

# --- accounts: who may sign in, what they hold, and where they are signed in

accounts = Table(
    "accounts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("email", Text, nullable=False, unique=True),  # lower case; of an erased account a random word
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("firm", JSON, nullable=False),  # name, credit code, district, park; {} for others
    Column("password", Text),  # argon2; None until it is set
    Column("totp", Text),  # encrypted secret; None until the second factor is set up
    Column("totp_step", BigInteger, nullable=False),  # the last time step that was used, so that no code works twice
    Column("state", Text, nullable=False),
    Column("made", Moment, nullable=False),
    CheckConstraint("state IN ('pending', 'active', 'disabled', 'erased')", name="state"),
    sqlite_autoincrement=True,
)

account_roles = Table(
    "account_roles",
    metadata,
    Column("account", RowId, ForeignKey("accounts.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("at", Text, primary_key=True),  # id of the office or expert entry; "" for the whole site
    Column("granted", Moment, nullable=False),
    Column("granted_by", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("account", RowId, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("strong", Boolean(create_constraint=False), nullable=False),  # the second factor was given
    Column("agent", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("account", RowId, ForeignKey("accounts.id"), primary_key=True),
    Column("hash", Text, primary_key=True),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("account", RowId, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("data", JSON, nullable=False),
    Column("expires", Moment, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("bucket", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("count", Integer, nullable=False),
)

# --- the desk: inquiries, what happened to them, and what belongs to them

inquiries = Table(
    "inquiries",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("version", Integer, nullable=False),  # one more with each act: who acts on an older one is told
    Column("key", Text, unique=True),  # hash of the secret link's key
    Column("account", RowId, ForeignKey("accounts.id"), index=True),
    Column("channel", Text, nullable=False),
    Column("facts", JSON, nullable=False),  # what the firm wrote; {} after its retention
    Column("firm", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("industry", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("urgent", Boolean(create_constraint=False), nullable=False),
    Column("received", Moment, nullable=False),
    Column("due", Moment),  # first answer promised by; None while the clock is stopped
    Column("left", Integer),  # working days that were left when it was stopped
    Column("answered", Moment),
    Column("escalated", Moment),
    Column("ended", Moment),
    Column("closing", JSON, nullable=False),  # outcome, loss avoided, currency, rating
    Column("kept_until", Moment),
    Column("merged", RowId, ForeignKey("inquiries.id")),
    Column("same_case", Text, nullable=False),  # name of the group of firms hit by one suit
    CheckConstraint("path IN ('question', 'application')", name="path"),
    sqlite_autoincrement=True,
)

inquiry_offices = Table(
    "inquiry_offices",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("inquiry", RowId, ForeignKey("inquiries.id"), nullable=False, index=True),
    Column("office", Text, nullable=False, index=True),
    Column("lead", Boolean(create_constraint=False), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    sqlite_autoincrement=True,
)

inquiry_events = Table(
    "inquiry_events",
    metadata,
    Column("inquiry", RowId, ForeignKey("inquiries.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("audience", Text, nullable=False),  # "all" | "office" | "expert:<entry id>"
    Column("data", JSON, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("account", RowId, ForeignKey("accounts.id"), index=True),
    Column("inquiry", RowId, ForeignKey("inquiries.id"), index=True),
    Column("recipient", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("given", Moment, nullable=False),
    Column("withdrawn", Moment),
    sqlite_autoincrement=True,
)

referrals = Table(
    "referrals",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("inquiry", RowId, ForeignKey("inquiries.id"), nullable=False),
    Column("expert", Text, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked", Moment, nullable=False),
    Column("answered", Moment),
    UniqueConstraint("inquiry", "expert"),
    CheckConstraint("state IN ('proposed', 'asked', 'accepted', 'declined', 'conflict', 'ended')", name="state"),
    sqlite_autoincrement=True,
)

notices = Table(
    "notices",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("inquiry", RowId, ForeignKey("inquiries.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Text),  # 文号, given when it is signed
    Column("fields", JSON, nullable=False),
    Column("drafted_by", Text, nullable=False),
    Column("drafted", Moment, nullable=False),
    Column("reviewed_by", Text, nullable=False),
    Column("reviewed", Moment),
    Column("signed_by", Text, nullable=False),
    Column("signed", Moment),
    Column("opened", Moment),
    UniqueConstraint("office", "number"),
    CheckConstraint("state IN ('draft', 'in_review', 'reviewed', 'signed', 'dropped')", name="state"),
    sqlite_autoincrement=True,
)

files = Table(
    "files",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("inquiry", RowId, ForeignKey("inquiries.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("audience", Text, nullable=False),  # as of events: who sees it besides its author
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

chunks = Table(
    "chunks",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("inquiry", RowId, ForeignKey("inquiries.id"), nullable=False, index=True),
    Column("office", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("done", Moment),
    Column("done_by", Text, nullable=False),
    sqlite_autoincrement=True,
)

advisers = Table(  # what is not public about an expert
    "advisers",
    metadata,
    Column("expert", Text, primary_key=True),
    Column("most", Integer, nullable=False),  # inquiries at once
    Column("absent_from", Text, nullable=False),  # plain dates; "" for none
    Column("absent_until", Text, nullable=False),
    Column("secrecy_signed", Text, nullable=False),
    Column("conflicts", Text, nullable=False),  # parties that the expert acts for, a line each
)

# --- what leaves the house, and what was done in it

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("message_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("next", Moment),  # when it may be tried; None when sent or given up
    Column("tries", Integer, nullable=False),
    Column("sent", Moment),
    Column("error", Text, nullable=False),
    Index(None, "next"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("thing", Text, nullable=False),
    Column("seal", RowId, ForeignKey("seals.id"), index=True),
    sqlite_autoincrement=True,
)

seals = Table(
    "seals",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_autoincrement=True,
)
