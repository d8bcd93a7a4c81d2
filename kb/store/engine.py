"""One database, reached so that every failure is `Unavailable`. SQLite and PostgreSQL differ only here."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Insert,
    QueuePool,
    Table,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, DBAPIError, DisconnectionError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kb.errors import Unavailable

CONNECT_SECONDS = 5
"""How long a PostgreSQL server may take to accept a connection."""
POOL = {
    "poolclass": QueuePool,
    "pool_size": 5,
    "max_overflow": 20,
    # Chinese is kept as it is written, so that it can be searched in the database.
    "json_serializer": lambda value: json.dumps(value, ensure_ascii=False),
}


class Database:
    """An engine with two ways in: `reading()` and `writing()`, one transaction each.

    Nothing is opened before the first use, so that a site starts while its database is down. A writer waits
    at most `wait_seconds` for another writer, then `Unavailable`. ValueError if the URL is neither a file nor
    PostgreSQL.
    """

    def __init__(self, url: str, wait_seconds: float, *, foreign_keys: bool = True) -> None:
        parsed = make_url(url)
        self.file: Path | None = None
        if parsed.get_backend_name() == "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise ValueError("the store needs a file: sqlite:///path/to/store.db")
            self.file = Path(parsed.database).absolute()
            self.engine = _sqlite(self.file, wait_seconds, foreign_keys)
        elif parsed.get_backend_name() in ("postgresql", "postgres"):
            self.engine = _postgresql(parsed, wait_seconds)
        else:
            raise ValueError(f"the store is kept in SQLite or PostgreSQL, not in {parsed.get_backend_name()}")
        _forget_strange_connections(self.engine, self._origin)

    def _origin(self) -> tuple[int, ...]:
        """Process, and on SQLite the very file: a connection of another origin must not be used again."""
        if self.file is None:
            return (os.getpid(),)
        try:
            found = self.file.stat()
        except OSError:
            return (os.getpid(), 0, 0)
        return (os.getpid(), found.st_dev, found.st_ino)

    def create_file(self) -> None:
        """An empty SQLite file with its folder, if there is none; reading and writing never make one."""
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.touch()
        except OSError as error:
            raise Unavailable(part="store", reason=str(error)) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database in each statement (on SQLite, in all of them)."""
        with reachable(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose work is kept when the block ends well, and undone whole when it raises."""
        with reachable(), self.engine.execution_options(kb_writes=True).begin() as connection:
            yield connection

    def settle(self) -> None:
        """Leaves on disk only what the tables hold (SQLite: empties its journal; PostgreSQL: nothing)."""
        if self.file is None:
            return
        with reachable(), self.engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Gives all connections back; the next use opens new ones."""
        self.engine.dispose()


@contextmanager
def reachable() -> Iterator[None]:
    """Turns every failure of the database into `Unavailable`, except our own wrong values."""
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except (DBAPIError, PoolTimeout) as error:
        cause = getattr(error, "orig", None) or error
        raise Unavailable(part="store", reason=str(cause).strip()) from error


def upsert(
    dialect: str, table: Table, keys: list[str], changed: list[str], where: ColumnElement[bool] | None = None
) -> Insert:
    """A statement that inserts a row or, where one with these `keys` stands, sets its `changed` columns.

    With `where` only a row that meets it is changed. `dialect` is a connection's `dialect.name`.
    """
    row = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    new = {name: row.excluded[name] for name in changed}
    return row.on_conflict_do_update(index_elements=keys, set_=new, where=where)


def _sqlite(file: Path, wait_seconds: float, foreign_keys: bool) -> Engine:
    """An engine on a file that exists. Writers begin IMMEDIATE: deferred ones fail when two upgrade."""
    address = f"file:{quote(str(file))}?mode=rw"

    def connect() -> sqlite3.Connection:
        driver = sqlite3.connect(address, uri=True, timeout=wait_seconds, isolation_level=None, check_same_thread=False)
        driver.execute("PRAGMA journal_mode = WAL")
        driver.execute("PRAGMA synchronous = FULL")
        driver.execute("PRAGMA secure_delete = ON")
        driver.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        return driver

    engine = create_engine("sqlite://", creator=connect, pool_timeout=wait_seconds, **POOL)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("kb_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL, wait_seconds: float) -> Engine:
    """An engine through psycopg 3, without prepared statements (a pooler may change the session)."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": CONNECT_SECONDS * 1000,
            "prepare_threshold": None,
            "application_name": "kb",
            "client_encoding": "utf8",
        },
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_timeout=wait_seconds,
        **POOL,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("kb_writes"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(wait_seconds * 1000)}")

    return engine


def _forget_strange_connections(engine: Engine, origin: Callable[[], tuple[int, ...]]) -> None:
    """Never reuses a connection inherited through a fork, or one to a file that was deleted or replaced."""

    @event.listens_for(engine, "connect")
    def connected(_driver: Any, record: Any) -> None:
        record.info["origin"] = origin()

    @event.listens_for(engine, "checkout")
    def checked_out(_driver: Any, record: Any, proxy: Any) -> None:
        if record.info["origin"] != origin():
            # Let go without closing: the connection may be the parent process's.
            record.dbapi_connection = proxy.dbapi_connection = None
            raise DisconnectionError("the connection belongs to another process or file")
