"""The truth: what was written, when and by whom. The only SQLAlchemy code of the project; it knows no kinds.

A text is kept whole under a key (`law/us/patent-act`, `guide/us.en`, `table/terms`), as an append-only line
of revisions. What readers may see is a second line through all keys, the publication numbers 1, 2, 3 ...,
without gaps and in the order in which the acts were kept: a copy that holds number n asks for what came after
n, and misses nothing.

    tables.py      what is kept           revisions.py   the line of a key, the line of numbers
    engine.py      how it is reached      marks.py       agreement with the content folder
    migrate.py     how it grows           leases.py      who of many processes does the work
    acts.py        one act: its rows, its record in the audit, its mail
    scope.py       which inquiries somebody may see

Beside the texts it keeps accounts, inquiries and mail: modules of functions that take the `Act` they belong to.

Times are given, never read from the clock. What asks the database raises `Unavailable` when it does not
answer. Why it is built so: docs/decisions/0002-store.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import select

from kb.store import leases, migrate, revisions
from kb.store.acts import Act, Mail, Row
from kb.store.engine import Database
from kb.store.marks import all_marks, set_mark
from kb.store.revisions import Batch, Change, Revision, State, digest
from kb.store.scope import EVERYTHING, NOTHING, Scope
from kb.store.tables import IDENTITY, store_meta

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "Act",
    "Batch",
    "Change",
    "Mail",
    "Revision",
    "Row",
    "Scope",
    "State",
    "Store",
    "digest",
]

WAIT_SECONDS = 15.0
"""How long a writer waits for other writers before it is told `Unavailable`."""


class Store:
    """The door to the truth. Safe to share between threads; opens nothing before it is asked something.

    `url` is SQLAlchemy's: `sqlite:///path/to/store.db` or `postgresql://...`; ValueError for any other.
    """

    def __init__(self, url: str, *, wait_seconds: float = WAIT_SECONDS) -> None:
        self._url = url
        self._database = Database(url, wait_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connections back. A closed store opens new ones when it is asked again."""
        self._database.close()

    def migrate(self) -> None:
        """Makes or upgrades the tables. Safe to call at every start, and from several processes at once."""
        migrate.upgrade(self._url)

    def ping(self) -> None:
        """Returns if the database answers and holds our tables; else Unavailable."""
        self.number()

    def identity(self) -> str:
        """The random name (32 hex digits) that this store got when it was made; a backup keeps it."""
        with self._database.reading() as connection:
            name = select(store_meta.c.value).where(store_meta.c.name == IDENTITY)
            return str(connection.execute(name).scalar_one())

    # --- acts

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """Several acts in one transaction: all are kept when the block ends well, none when it raises.

        Other writers wait meanwhile, so inside the block use the batch, not the store.
        """
        with self._database.writing() as connection:
            batch = Batch(connection)
            yield batch
            batch.finish()
        if batch.erased:
            self._database.settle()

    @contextmanager
    def act(self, actor: str, at: datetime) -> Iterator[Act]:
        """An act of `actor`: all that is written in the block is kept when it ends well, nothing when it raises."""
        with self._database.writing() as connection:
            yield Act(connection, actor, at)

    @contextmanager
    def look(self, at: datetime) -> Iterator[Act]:
        """The same for reading only."""
        with self._database.reading() as connection:
            yield Act(connection, "", at)

    def publish(
        self, key: str, text: str, *, author: str, message: str, at: datetime, base: int | None = None
    ) -> Change:
        """Publishes a text: see `Batch.publish`."""
        with self.batch() as batch:
            return batch.publish(key, text, author=author, message=message, at=at, base=base)

    def draft(
        self,
        key: str,
        text: str,
        *,
        author: str,
        message: str,
        at: datetime,
        base: int | None = None,
        in_review: bool = False,
    ) -> Revision:
        """Keeps a draft: see `Batch.draft`."""
        with self.batch() as batch:
            return batch.draft(key, text, author=author, message=message, at=at, base=base, in_review=in_review)

    def withdraw(self, key: str, *, author: str, message: str, at: datetime) -> Change:
        """Takes a key from the readers: see `Batch.withdraw`."""
        with self.batch() as batch:
            return batch.withdraw(key, author=author, message=message, at=at)

    def erase(self, key: str, *, author: str, message: str, at: datetime) -> Change:
        """Erases every text of a key for good: see `Batch.erase`."""
        with self.batch() as batch:
            return batch.erase(key, author=author, message=message, at=at)

    # --- what was done

    def published(self, key: str) -> Revision | None:
        """The revision of the key that readers see now; None if there is none."""
        with self._database.reading() as connection:
            return revisions.published(connection, key)

    def history(self, key: str) -> list[Revision]:
        """All revisions of the key, oldest first; empty if it was never heard of."""
        with self._database.reading() as connection:
            return revisions.history(connection, key)

    def keys(self) -> dict[str, str]:
        """What is published now: key → SHA-256 of its text."""
        with self._database.reading() as connection:
            return revisions.keys(connection)

    def published_after(self, number: int, limit: int = 500) -> list[Change]:
        """The next changes after `number`, in order, without a gap, at most `limit`; empty if none."""
        with self._database.reading() as connection:
            return revisions.published_after(connection, number, limit)

    def number(self) -> int:
        """The highest publication number; 0 before the first."""
        with self._database.reading() as connection:
            return revisions.highest_number(connection)

    # --- exchange with the content folder

    def marks(self) -> dict[str, str]:
        """For every key its file's SHA-256 at the last exchange."""
        with self._database.reading() as connection:
            return all_marks(connection)

    def mark(self, key: str, sha256: str | None) -> None:
        """Notes that the file with this SHA-256 agrees with the store; None forgets the key's mark."""
        with self._database.writing() as connection:
            set_mark(connection, key, sha256)

    # --- one worker among many

    def lease(self, name: str, holder: str, seconds: float, now: datetime) -> bool:
        """True if `holder` holds the lease `name` until `now` + `seconds`; False if it is another's."""
        with self._database.writing() as connection:
            return leases.take(connection, name, holder, seconds, now)

    def release(self, name: str, holder: str) -> None:
        """Frees the lease, if it is this holder's."""
        with self._database.writing() as connection:
            leases.release(connection, name, holder)
