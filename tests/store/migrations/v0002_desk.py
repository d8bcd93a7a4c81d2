"""An account with a role and a session, an inquiry with its line, a file, a paper, a mail and a sealed act, as of migration 0002."""

from datetime import UTC, datetime

from sqlalchemy import Connection, text

from kb.store import EVERYTHING, Store, accounts, files, inquiries

AT = datetime(2026, 11, 25, 2, 3, 4, 567890, tzinfo=UTC)
ROWS = {
    "accounts": "id, email, name, phone, language, firm, password, totp, totp_step, state, made) VALUES"
    " (7, 'a@b.cn', '李雷', '', 'zh', '{\"name\": \"甲公司\"}', 'argon', NULL, 0, 'active', :at)",
    "account_roles": "account, role, at, granted, granted_by) VALUES (7, 'handler', 'office/a', :at, 'cli')",
    "sessions": "hash, account, strong, agent, made, seen, expires) VALUES ('s1', 7, :yes, 'x', :at, :at, :at)",
    "inquiries": 'id, number, path, stage, version, key, account, channel, facts, firm, event, jurisdiction, "right", industry,'
    ' district, urgent, received, due, "left", answered, escalated, ended, closing, kept_until, merged, same_case) VALUES'
    " (5, '2026-00001', 'application', 'received', 3, 'k1', 7, 'web', '{\"wanted\": \"帮助\"}', '甲公司', 'lawsuit', 'us',"
    " 'patent', '', '浦东新区', :yes, :at, :at, NULL, NULL, NULL, NULL, '{}', NULL, NULL, '')",
    "inquiry_offices": "id, inquiry, office, lead, since, until) VALUES (1, 5, 'office/a', :yes, :at, NULL)",
    "inquiry_events": "inquiry, n, at, actor, kind, audience, data) VALUES (5, 1, :at, 'reader', 'filed', 'all', '{}')",
    "consents": "id, account, inquiry, recipient, purpose, data, given) VALUES (1, 7, 5, 'network', 'handle', 'facts', :at)",
    "referrals": "id, inquiry, expert, state, reason, asked) VALUES (1, 5, 'expert/x', 'accepted', '', :at)",
    "notices": "id, inquiry, kind, office, state, version, number, fields, drafted_by, drafted, reviewed_by, signed_by) VALUES"
    " (1, 5, 'opinion', 'office/a', 'signed', 4, '沪1号', '{\"text\": \"正文\"}', 'a', :at, 'b', 'c')",
    "files": "id, inquiry, name, type, size, sha256, audience, by, at) VALUES"
    " (1, 5, '函.pdf', 'application/pdf', 3, 'f1', 'all', 'link:5', :at)",
    "chunks": "sha256, n, data) VALUES ('f1', 0, :bytes)",
    "tasks": "id, inquiry, office, kind, made, due, done_by) VALUES (1, 5, 'office/a', 'call', :at, :at, '')",
    "advisers": "expert, most, absent_from, absent_until, secrecy_signed, conflicts) VALUES"
    " ('expert/x', 3, '', '', '2026-01-05', '')",
    "outbox": "id, message_id, kind, recipient, subject, body, made, next, tries, error) VALUES"
    " (1, '<m@x>', 'progress', 'a@b.cn', '进展', '正文', :at, :at, 0, '')",
    "seals": "id, at, \"rows\", hash) VALUES (1, :at, 1, 'h')",
    "audit": "id, at, actor, action, thing, seal) VALUES (1, :at, 'account:7', 'inquiry.read', 'inquiry/5', 1)",
}


def load(connection: Connection) -> None:
    """One row of each table."""
    postgresql = connection.dialect.name == "postgresql"
    at = AT if postgresql else AT.strftime("%Y-%m-%d %H:%M:%S.%f")
    values = {"at": at, "yes": True if postgresql else 1, "bytes": b"pdf"}
    for table, rest in ROWS.items():
        used = {name: value for name, value in values.items() if f":{name}" in rest}
        connection.execute(text(f"INSERT INTO {table} ({rest}"), used)
    if postgresql:
        for table in (
            "accounts",
            "inquiries",
            "consents",
            "referrals",
            "notices",
            "files",
            "tasks",
            "outbox",
            "seals",
            "audit",
        ):
            connection.execute(text(f"SELECT setval('{table}_id_seq', 9)"))


def check(store: Store) -> None:
    """All of it is shown by today's store, and goes on."""
    with store.look(AT) as act:
        account = accounts.by_email(act, "a@b.cn")
        assert (account["id"], account["firm"], account["made"]) == (7, {"name": "甲公司"}, AT)
        assert [(r["role"], r["at"]) for r in accounts.roles(act, 7)] == [("handler", "office/a")]
        row = inquiries.by_number(EVERYTHING, act, "2026-00001")
        assert (row["id"], row["facts"], row["urgent"], row["due"], row["version"]) == (
            5,
            {"wanted": "帮助"},
            True,
            AT,
            3,
        )
        assert [o["office"] for o in inquiries.offices_of(EVERYTHING, act, [5])[5]] == ["office/a"]
        assert [e["kind"] for e in inquiries.events_of(EVERYTHING, act, 5)] == ["filed"]
        assert inquiries.referrals_of(EVERYTHING, act, [5])[5][0]["state"] == "accepted"
        assert inquiries.notices_of(EVERYTHING, act, 5)[0]["fields"] == {"text": "正文"}
        assert b"".join(files.read(act, files.of(EVERYTHING, act, 5)[0]["sha256"])) == b"pdf"
        assert [t["kind"] for t in inquiries.tasks_of(EVERYTHING, act)] == ["call"]
    with store.act("cli", AT) as act:
        inquiries.change(EVERYTHING, act, 5, 3, stage="examining")
        assert inquiries.event(act, 5, "taken", "all", {}) == 2
        act.record("inquiry.take", "inquiry/5")
        assert accounts.add(act, email="c@d.cn", name="x", language="zh") > 7
