"""Exchange marks: for each key, the hash of its file when it last agreed with the content folder."""

from sqlalchemy import Connection, delete, select

from kb.store.engine import upsert
from kb.store.tables import marks

# Made once, because an import sets thousands and making a statement costs more than running it.
SET = {dialect: upsert(dialect, marks, ["key"], ["sha256"]) for dialect in ("sqlite", "postgresql")}


def all_marks(connection: Connection) -> dict[str, str]:
    """Every mark: key → hash of the file at its last exchange."""
    return {row.key: row.sha256 for row in connection.execute(select(marks))}


def set_mark(connection: Connection, key: str, sha256: str | None) -> None:
    """Notes the hash of a file; None forgets the mark, and forgetting one that is not there is no error."""
    if sha256 is None:
        connection.execute(delete(marks).where(marks.c.key == key))
    else:
        connection.execute(SET[connection.dialect.name], {"key": key, "sha256": sha256})
