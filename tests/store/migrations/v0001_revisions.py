"""Revisions in every state, marks and a lease, as of migration 0001."""

from datetime import UTC, datetime

from sqlalchemy import Connection, text

from kb.store import State, Store

AT = datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC)
ROWS = [
    (1, "law/us/a", "published", "甲\r\n", "a1", None, 1),
    (2, "law/us/a", "draft", "乙", "a2", 1, None),
    (3, "law/us/a", "in_review", "丙", "a3", 1, None),
    (4, "law/us/a", "published", "丙 🦊", "a4", 1, 2),
    (5, "law/us/b", "published", "丁", "b1", None, 3),
    (6, "law/us/b", "withdrawn", None, "b1", 5, 4),
    (7, "expert/c", "published", None, "c1", None, 5),
    (8, "expert/c", "erased", None, "c1", 7, 6),
]


def load(connection: Connection) -> None:
    """Eight revisions with six numbers, two marks, one lease."""
    # SQLite keeps moments as text in UTC, without a zone.
    at = AT if connection.dialect.name == "postgresql" else AT.strftime("%Y-%m-%d %H:%M:%S.%f")
    for row in ROWS:
        names = ("id", "key", "state", "text", "sha256", "base", "number")
        connection.execute(
            text(
                "INSERT INTO revisions (id, key, state, text, sha256, base, number, author, at, message)"
                " VALUES (:id, :key, :state, :text, :sha256, :base, :number, '李雷', :at, '核对')"
            ),
            {**dict(zip(names, row, strict=True)), "at": at},
        )
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval('revisions_id_seq', 8)"))
    connection.execute(text("UPDATE counters SET value = 6 WHERE name = 'publication'"))
    connection.execute(text("UPDATE store_meta SET value = 'c0ffee' WHERE name = 'identity'"))
    connection.execute(text("INSERT INTO marks (key, sha256) VALUES ('law/us/a', 'a4'), ('law/us/b', 'b1')"))
    connection.execute(
        text("INSERT INTO leases (name, holder, until) VALUES ('work', 'node-1', :until)"), {"until": at}
    )


def check(store: Store) -> None:
    """All of it is shown by today's store, and the line goes on."""
    assert store.identity() == "c0ffee"
    assert store.number() == 6
    assert store.keys() == {"law/us/a": "a4"}
    assert store.marks() == {"law/us/a": "a4", "law/us/b": "b1"}
    shown = [r for key in ("law/us/a", "law/us/b", "expert/c") for r in store.history(key)]
    assert [(r.id, r.key, r.state.value, r.text, r.sha256, r.base, r.number) for r in shown] == ROWS
    assert {(r.author, r.at, r.message) for r in shown} == {("李雷", AT, "核对")}
    assert shown[-1].state is State.ERASED
    assert [c.number for c in store.published_after(0)] == [1, 2, 3, 4, 5, 6]
    assert not store.lease("work", "node-2", 60, AT.replace(microsecond=0))
    assert store.lease("work", "node-2", 60, AT)
    draft = store.draft("law/us/a", "next", author="a", message="m", at=AT, base=4)
    assert draft.id > 8
    assert store.publish("law/us/a", "next", author="a", message="m", at=AT, base=4).number == 7
