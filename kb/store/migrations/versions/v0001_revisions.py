"""Revisions with their publication number, exchange marks, leases, and the identity of the store."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Makes the tables, the counter at 0, and the random identity."""
    store_meta = op.create_table(
        "store_meta",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_store_meta"),
    )
    op.bulk_insert(store_meta, [{"name": "identity", "value": uuid.uuid4().hex}])
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.bulk_insert(counters, [{"name": "publication", "value": 0}])
    op.create_table(
        "revisions",
        sa.Column("id", RowId, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("base", RowId),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'published', 'withdrawn', 'erased')",
            name=op.f("ck_revisions_state"),
        ),
        sa.CheckConstraint("(number IS NULL) = (state IN ('draft', 'in_review'))", name=op.f("ck_revisions_number")),
        sa.CheckConstraint("text IS NULL OR state NOT IN ('withdrawn', 'erased')", name=op.f("ck_revisions_text")),
        sa.ForeignKeyConstraint(["base"], ["revisions.id"], name="fk_revisions_base"),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.UniqueConstraint("number", name="uq_revisions_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revisions_key_number", "revisions", ["key", "number"])
    op.create_table(
        "marks",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_marks"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def downgrade() -> None:
    """Drops all of it."""
    op.drop_table("leases")
    op.drop_table("marks")
    op.drop_index("ix_revisions_key_number", table_name="revisions")
    op.drop_table("revisions")
    op.drop_table("counters")
    op.drop_table("store_meta")
