"""kb.db, the library's rows: written by one process through sqlite-utils, read by many, each thread with its own connection."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kb.kinds import Entry, mentioned
from kb.library.document import Document

NUMBER, STORE = "number", "store"


def create(path: Path, store: str) -> None:
    """Make an empty kb.db for the store with that identity."""
    db = Database(path)
    db.enable_wal()
    with db.atomic():
        db.table("meta").create({"name": str, "value": str}, pk="name")
        db.table("entries").create(
            {
                "id": str, "kind": str, "jurisdiction": str, "page": str, "number": int, "sha256": str, "at": str,
                "title_zh": str, "title_en": str, "summary_zh": str, "summary_en": str, "day": str, "checked": str,
                "stale_on": str, "model": str, "html_zh": str, "html_en": str, "en_stale": int, "headings_zh": str,
                "headings_en": str, "text_zh": str, "text_en": str,
            },
            pk="id",
        )  # fmt: skip
        db.table("entries").create_index(["kind", "jurisdiction"])
        db.table("entries").create_index(["page"], unique=True)
        db.table("links").create({"id": str, "target": str}, pk=("id", "target"))
        db.table("links").create_index(["target"])
        db.table("aliases").create({"path": str, "id": str}, pk="path")
        db.table("texts").create({"key": str, "text": str, "number": int}, pk="key")
        db.table("changes").create({"number": int, "key": str, "action": str, "author": str, "at": str}, pk="number")
        db.table("changes").create_index(["key"])
        db.table("refused").create({"key": str, "number": int, "why": str}, pk="key")
        db.table("meta").insert_all([{"name": NUMBER, "value": "0"}, {"name": STORE, "value": store}])
    db.close()


class Writer:
    """One writer; everything inside `transaction()` becomes visible at once, or not at all."""

    def __init__(self, path: Path) -> None:
        self.db = Database(sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False))
        self.db.execute("pragma synchronous=normal")

    def close(self) -> None:
        """Give the file back."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction; it takes the write lock at once, for a deferred one may fail half-way."""
        self.db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")

    def put(self, document: Document) -> None:
        """Insert or replace an entry with its links and old addresses."""
        self.remove(document.entry.id)
        self.db.table("entries").insert(document.row())
        targets = {target.partition("#")[0] for target in _targets(document.entry)}
        self.db.table("links").insert_all([{"id": document.entry.id, "target": t} for t in sorted(targets)])
        rows = [{"path": path, "id": document.entry.id} for path in document.entry.aliases]
        self.db.table("aliases").insert_all(rows, replace=True)

    def remove(self, id_: str) -> None:
        """Take an entry out."""
        for table in ("entries", "links", "aliases", "refused"):
            self.db.execute(f"delete from {table} where {'key' if table == 'refused' else 'id'} = ?", [id_])

    def text(self, key: str, text: str | None, number: int) -> None:
        """Keep the text of a table or translation, or forget it."""
        if text is None:
            self.db.execute("delete from texts where key = ?", [key])
        else:
            self.db.table("texts").insert({"key": key, "text": text, "number": number}, replace=True)

    def refuse(self, key: str, number: int, why: str) -> None:
        """Note a text that does not fit its kind any more; what served before goes on serving."""
        self.db.table("refused").insert({"key": key, "number": number, "why": why}, replace=True)

    def changed(self, changes: Iterable[dict[str, Any]]) -> None:
        """Append to the log of changes."""
        self.db.table("changes").insert_all(changes, replace=True)

    def mark(self, number: int) -> None:
        """Everything up to this publication number is in."""
        self.db.execute("update meta set value = ? where name = ?", [str(number), NUMBER])


def _targets(entry: Entry) -> Iterator[str]:
    yield from (target for _, target in entry.references())
    yield from (target for _, target in mentioned(entry))


class Reader:
    """Read-only and shared between threads: each has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True, timeout=10, check_same_thread=False)
            connection.row_factory = sqlite3.Row
            self._local.connection = connection
        return connection

    def all(self, sql: str, values: Iterable[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self._connection.execute(sql, tuple(values)).fetchall()

    def one(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        row: sqlite3.Row | None = self._connection.execute(sql, tuple(values)).fetchone()
        return row

    def meta(self, name: str) -> str:
        """A value of the table meta; "" if there is none."""
        row = self.one("select value from meta where name = ?", [name])
        return str(row["value"]) if row else ""

    def within(self, ids: Iterable[str], columns: str) -> list[sqlite3.Row]:
        """The rows of these entries."""
        return self.all(
            f"select {columns} from entries where id in (select value from json_each(?))",
            [json.dumps(list(ids))],
        )
