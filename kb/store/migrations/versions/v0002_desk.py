"""Accounts, the desk (inquiries with all that belongs to them), the outbox, and the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the tables, empty."""
    _accounts()
    _signing_in()
    _inquiries()
    _line()
    _papers()
    _work()
    _house()


def _accounts() -> None:
    """Accounts and their roles."""
    op.create_table(
        "accounts",
        sa.Column("id", RowId, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("firm", sa.JSON, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("totp", sa.Text),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made", Moment, nullable=False),
        sa.CheckConstraint("state IN ('pending', 'active', 'disabled', 'erased')", name=op.f("ck_accounts_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "account_roles",
        sa.Column("account", RowId, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("granted", Moment, nullable=False),
        sa.Column("granted_by", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_account_roles_account")),
        sa.PrimaryKeyConstraint("account", "role", "at", name=op.f("pk_account_roles")),
    )


def _signing_in() -> None:
    """Sessions, recovery codes, one-time words, counted attempts."""
    op.create_table(
        "sessions",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("account", RowId, nullable=False),
        sa.Column("strong", sa.Boolean, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("made", Moment, nullable=False),
        sa.Column("seen", Moment, nullable=False),
        sa.Column("expires", Moment, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_sessions_account")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_account"), "sessions", ["account"])
    op.create_table(
        "recovery_codes",
        sa.Column("account", RowId, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_recovery_codes_account")),
        sa.PrimaryKeyConstraint("account", "hash", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "tokens",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("account", RowId, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("expires", Moment, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_tokens_account")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_tokens")),
    )
    op.create_index(op.f("ix_tokens_account"), "tokens", ["account"])
    op.create_table(
        "attempts",
        sa.Column("bucket", sa.Text, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_attempts")),
    )


def _inquiries() -> None:
    """Inquiries and the offices that hold them."""
    op.create_table(
        "inquiries",
        sa.Column("id", RowId, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("account", RowId),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("firm", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("jurisdiction", sa.Text, nullable=False),
        sa.Column("right", sa.Text, nullable=False),
        sa.Column("industry", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("received", Moment, nullable=False),
        sa.Column("due", Moment),
        sa.Column("left", sa.Integer),
        sa.Column("answered", Moment),
        sa.Column("escalated", Moment),
        sa.Column("ended", Moment),
        sa.Column("closing", sa.JSON, nullable=False),
        sa.Column("kept_until", Moment),
        sa.Column("merged", RowId),
        sa.Column("same_case", sa.Text, nullable=False),
        sa.CheckConstraint("path IN ('question', 'application')", name=op.f("ck_inquiries_path")),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_inquiries_account")),
        sa.ForeignKeyConstraint(["merged"], ["inquiries.id"], name=op.f("fk_inquiries_merged")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
        sa.UniqueConstraint("key", name=op.f("uq_inquiries_key")),
        sa.UniqueConstraint("number", name=op.f("uq_inquiries_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_inquiries_account"), "inquiries", ["account"])
    op.create_table(
        "inquiry_offices",
        sa.Column("id", RowId, nullable=False),
        sa.Column("inquiry", RowId, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("lead", sa.Boolean, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("until", Moment),
        sa.ForeignKeyConstraint(["inquiry"], ["inquiries.id"], name=op.f("fk_inquiry_offices_inquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_offices")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_inquiry_offices_inquiry"), "inquiry_offices", ["inquiry"])
    op.create_index(op.f("ix_inquiry_offices_office"), "inquiry_offices", ["office"])


def _line() -> None:
    """What happened to an inquiry, what was consented to, who was asked."""
    op.create_table(
        "inquiry_events",
        sa.Column("inquiry", RowId, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["inquiry"], ["inquiries.id"], name=op.f("fk_inquiry_events_inquiry")),
        sa.PrimaryKeyConstraint("inquiry", "n", name=op.f("pk_inquiry_events")),
    )
    op.create_table(
        "consents",
        sa.Column("id", RowId, nullable=False),
        sa.Column("account", RowId),
        sa.Column("inquiry", RowId),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("given", Moment, nullable=False),
        sa.Column("withdrawn", Moment),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_consents_account")),
        sa.ForeignKeyConstraint(["inquiry"], ["inquiries.id"], name=op.f("fk_consents_inquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_consents_account"), "consents", ["account"])
    op.create_index(op.f("ix_consents_inquiry"), "consents", ["inquiry"])
    op.create_table(
        "referrals",
        sa.Column("id", RowId, nullable=False),
        sa.Column("inquiry", RowId, nullable=False),
        sa.Column("expert", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("asked", Moment, nullable=False),
        sa.Column("answered", Moment),
        sa.CheckConstraint(
            "state IN ('proposed', 'asked', 'accepted', 'declined', 'conflict', 'ended')",
            name=op.f("ck_referrals_state"),
        ),
        sa.ForeignKeyConstraint(["inquiry"], ["inquiries.id"], name=op.f("fk_referrals_inquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("inquiry", "expert", name=op.f("uq_referrals_inquiry_expert")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_referrals_expert"), "referrals", ["expert"])


def _papers() -> None:
    """Notices and files."""
    op.create_table(
        "notices",
        sa.Column("id", RowId, nullable=False),
        sa.Column("inquiry", RowId, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("drafted_by", sa.Text, nullable=False),
        sa.Column("drafted", Moment, nullable=False),
        sa.Column("reviewed_by", sa.Text, nullable=False),
        sa.Column("reviewed", Moment),
        sa.Column("signed_by", sa.Text, nullable=False),
        sa.Column("signed", Moment),
        sa.Column("opened", Moment),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'reviewed', 'signed', 'dropped')", name=op.f("ck_notices_state")
        ),
        sa.ForeignKeyConstraint(["inquiry"], ["inquiries.id"], name=op.f("fk_notices_inquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("office", "number", name=op.f("uq_notices_office_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notices_inquiry"), "notices", ["inquiry"])
    op.create_table(
        "files",
        sa.Column("id", RowId, nullable=False),
        sa.Column("inquiry", RowId, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["inquiry"], ["inquiries.id"], name=op.f("fk_files_inquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_files_inquiry"), "files", ["inquiry"])
    op.create_index(op.f("ix_files_sha256"), "files", ["sha256"])
    op.create_table(
        "chunks",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "n", name=op.f("pk_chunks")),
    )


def _work() -> None:
    """What officers have to do, and what is not public about experts."""
    op.create_table(
        "tasks",
        sa.Column("id", RowId, nullable=False),
        sa.Column("inquiry", RowId, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("made", Moment, nullable=False),
        sa.Column("due", Moment, nullable=False),
        sa.Column("done", Moment),
        sa.Column("done_by", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["inquiry"], ["inquiries.id"], name=op.f("fk_tasks_inquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tasks_inquiry"), "tasks", ["inquiry"])
    op.create_index(op.f("ix_tasks_office"), "tasks", ["office"])
    op.create_table(
        "advisers",
        sa.Column("expert", sa.Text, nullable=False),
        sa.Column("most", sa.Integer, nullable=False),
        sa.Column("absent_from", sa.Text, nullable=False),
        sa.Column("absent_until", sa.Text, nullable=False),
        sa.Column("secrecy_signed", sa.Text, nullable=False),
        sa.Column("conflicts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("expert", name=op.f("pk_advisers")),
    )


def _house() -> None:
    """Mail that leaves, and the record of acts with its seals."""
    op.create_table(
        "outbox",
        sa.Column("id", RowId, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made", Moment, nullable=False),
        sa.Column("next", Moment),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("sent", Moment),
        sa.Column("error", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_next"), "outbox", ["next"])
    op.create_table(
        "seals",
        sa.Column("id", RowId, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", RowId, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("thing", sa.Text, nullable=False),
        sa.Column("seal", RowId),
        sa.ForeignKeyConstraint(["seal"], ["seals.id"], name=op.f("fk_audit_seal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_seal"), "audit", ["seal"])


def downgrade() -> None:
    """Drops all of it."""
    for name in (
        "tasks",
        "referrals",
        "notices",
        "inquiry_offices",
        "inquiry_events",
        "files",
        "consents",
        "tokens",
        "sessions",
        "recovery_codes",
        "inquiries",
        "audit",
        "account_roles",
        "seals",
        "outbox",
        "chunks",
        "attempts",
        "advisers",
        "accounts",
    ):
        op.drop_table(name)
