"""The line of revisions: every act on a text is one more row, and the acts that readers see carry a number.

Nothing is ever changed or deleted here, but for one act: an erasure takes the text out of all rows of a key.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from kb.errors import Conflict, Invalid, NotFound, Problem
from kb.store.marks import set_mark
from kb.store.tables import PUBLICATION, as_utc, counters, revisions

KEY_LENGTH = 200
"""Characters of a key at most (an index row of PostgreSQL must stay below 2.7 kB)."""


class State(StrEnum):
    """What an act made of the text. Only the last three carry a publication number."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


ACTIONS = {State.PUBLISHED: "publish", State.WITHDRAWN: "withdraw", State.ERASED: "erase"}
"""What a reader's copy has to do for a numbered state."""

# Made once, because an import runs them thousands of times and making one costs more than running it.
APPEND = insert(revisions)
LAST_NUMBERED = (
    select(revisions)
    .where(revisions.c.key == bindparam("of_key"), revisions.c.number.is_not(None))
    .order_by(revisions.c.number.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Revision:
    """One row of the line of a key.

    `text` is None for a withdrawal, an erasure and whatever was erased; `sha256` stays (for a withdrawal or
    an erasure it is that of the text taken away). `base` is the id of the revision that the act started from.
    """

    id: int
    key: str
    state: State
    text: str | None
    sha256: str
    author: str
    at: datetime
    base: int | None
    message: str
    number: int | None


@dataclass(frozen=True)
class Change:
    """What one publication number did to a key: `action` is "publish", "withdraw" or "erase".

    `text` is what was published; None if nothing was, or if it has been erased since.
    """

    number: int
    key: str
    action: str
    text: str | None
    at: datetime
    author: str
    sha256: str


def digest(text: str) -> str:
    """The hash of a text as the store and the exchange with files know it: SHA-256 of its UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class Batch:
    """Acts that are kept together or not at all; made by `Store.batch()`, used by one thread in its block.

    It holds the lock on the publication number from its first moment, so numbers follow each other in the
    order in which batches are kept, and what it reads about a key cannot change before its own act.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        locked = select(counters.c.value).where(counters.c.name == PUBLICATION).with_for_update()
        self._before = self._number = int(connection.execute(locked).scalar_one())
        self.erased = False

    def publish(
        self, key: str, text: str, *, author: str, message: str, at: datetime, base: int | None = None
    ) -> Change:
        """The change that publishes this text, under the next number.

        A text that is published already takes no number: the change that published it comes back, whatever
        `base` says (so that an act may be tried again when nobody knows if it was kept). Conflict if `base`
        is given and is not the published revision; Invalid if a database could not keep the words.
        """
        _refuse_unstorable(key, text=text, author=author, message=message)
        current = _current(self._connection, key)
        if current and current.sha256 == digest(text):
            return _change(current)
        if base is not None and (current is None or current.id != base):
            raise Conflict(key=key, base=base, current=current.id if current else None)
        row = self._append(key, State.PUBLISHED, text, digest(text), author=author, message=message, at=at, base=base)
        return _change(row)

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
        """A revision that no reader sees: a draft, or with `in_review` one that waits for its second reader.

        NotFound if `base` is no revision of this key. An outdated base is a conflict only at publication.
        """
        _refuse_unstorable(key, text=text, author=author, message=message)
        if base is not None:
            found = select(revisions.c.id).where(revisions.c.id == base, revisions.c.key == key)
            if self._connection.execute(found).first() is None:
                raise NotFound(key=key, revision=base)
        state = State.IN_REVIEW if in_review else State.DRAFT
        return self._append(key, state, text, digest(text), author=author, message=message, at=at, base=base)

    def withdraw(self, key: str, *, author: str, message: str, at: datetime) -> Change:
        """The change that takes the key from the readers; its revisions stay. NotFound if not published."""
        _refuse_unstorable(key, author=author, message=message)
        current = _current(self._connection, key)
        if current is None:
            raise NotFound(key=key)
        return _change(
            self._append(
                key,
                State.WITHDRAWN,
                None,
                current.sha256,
                author=author,
                message=message,
                at=at,
                base=current.id,
            )
        )

    def erase(self, key: str, *, author: str, message: str, at: datetime) -> Change:
        """The change that erases the key: all its texts, drafts too, go for good; hash, number and date stay.

        Works on what is published, withdrawn or was never published; done again it is one more act with its
        own number. NotFound if the store never held the key. Source: PIPL (个人信息保护法) art. 47.
        """
        _refuse_unstorable(key, author=author, message=message)
        newest = select(revisions).where(revisions.c.key == key).order_by(revisions.c.id.desc()).limit(1)
        last = _current(self._connection, key) or _first(self._connection.execute(newest).all())
        if last is None:
            raise NotFound(key=key)
        self._connection.execute(
            update(revisions).where(revisions.c.key == key, revisions.c.text.is_not(None)).values(text=None)
        )
        self.erased = True
        return _change(
            self._append(key, State.ERASED, None, last.sha256, author=author, message=message, at=at, base=last.id)
        )

    def mark(self, key: str, sha256: str | None) -> None:
        """Notes the hash of the key's file at its exchange with the content folder; None forgets it."""
        set_mark(self._connection, key, sha256)

    def finish(self) -> None:
        """Writes the number down; the last statement before the batch is kept."""
        if self._number != self._before:
            values = update(counters).where(counters.c.name == PUBLICATION).values(value=self._number)
            self._connection.execute(values)

    def _append(
        self,
        key: str,
        state: State,
        text: str | None,
        sha256: str,
        *,
        author: str,
        message: str,
        at: datetime,
        base: int | None,
    ) -> Revision:
        """The new row; a numbered state takes the next number."""
        number = self._number + 1 if state in ACTIONS else None
        moment = as_utc(at)
        row = {
            "key": key,
            "state": state.value,
            "text": text,
            "sha256": sha256,
            "author": author,
            "at": moment,
            "base": base,
            "message": message,
            "number": number,
        }
        inserted: Any = self._connection.execute(APPEND, row).inserted_primary_key
        self._number = number or self._number
        return Revision(int(inserted[0]), key, state, text, sha256, author, moment, base, message, number)


def published(connection: Connection, key: str) -> Revision | None:
    """The revision that readers see now, or None."""
    return _current(connection, key)


def history(connection: Connection, key: str) -> list[Revision]:
    """All revisions of the key, oldest first."""
    rows = connection.execute(select(revisions).where(revisions.c.key == key).order_by(revisions.c.id))
    return [_revision(row) for row in rows]


def keys(connection: Connection) -> dict[str, str]:
    """What is published now: key → hash of its text."""
    newest = select(func.max(revisions.c.number)).group_by(revisions.c.key)
    rows = connection.execute(
        select(revisions.c.key, revisions.c.sha256)
        .where(revisions.c.number.in_(newest), revisions.c.state == State.PUBLISHED.value)
        .order_by(revisions.c.number)
    )
    return {row.key: row.sha256 for row in rows}


def published_after(connection: Connection, number: int, limit: int) -> list[Change]:
    """The changes numbered `number + 1` and up, in order and without a gap, at most `limit` of them.

    ValueError for a limit below 1, which the databases take to mean different things.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    rows = connection.execute(
        select(revisions).where(revisions.c.number > number).order_by(revisions.c.number).limit(limit)
    )
    return [_change(_revision(row)) for row in rows]


def highest_number(connection: Connection) -> int:
    """The highest publication number so far; 0 if nothing was ever published."""
    return int(connection.execute(select(counters.c.value).where(counters.c.name == PUBLICATION)).scalar_one())


def _current(connection: Connection, key: str) -> Revision | None:
    """The published revision of a key: its last numbered row, if that row published it."""
    last = _first(connection.execute(LAST_NUMBERED, {"of_key": key}).all())
    return last if last and last.state is State.PUBLISHED else None


def _first(rows: Sequence[Row[Any]]) -> Revision | None:
    return _revision(rows[0]) if rows else None


def _revision(row: Row[Any]) -> Revision:
    return Revision(**{**row._mapping, "state": State(row.state)})


def _change(revision: Revision) -> Change:
    """The numbered revision as a reader's copy wants it. ValueError if it has no number."""
    if revision.number is None:
        raise ValueError(f"revision {revision.id} has no number")
    return Change(
        number=revision.number,
        key=revision.key,
        action=ACTIONS[revision.state],
        text=revision.text,
        at=revision.at,
        author=revision.author,
        sha256=revision.sha256,
    )


def _refuse_unstorable(key: str, **words: str) -> None:
    """Invalid for what one of the two databases cannot keep, so that both refuse the same."""
    if not 0 < len(key) <= KEY_LENGTH:
        zh, en = f"键的长度须为 1 至 {KEY_LENGTH} 个字符", f"a key has 1 to {KEY_LENGTH} characters"
        raise Invalid([Problem(key, "key", zh, en)])
    for field, value in {"key": key, **words}.items():
        if "\0" in value or not _is_unicode(value):
            zh, en = "含有空字符或不完整的 Unicode 字符", "contains a NUL or half a Unicode character"
            raise Invalid([Problem(key, field, zh, en)])


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
