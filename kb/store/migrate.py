"""Brings a database to the tables of this code, whoever else starts at the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from kb.errors import Unavailable
from kb.store.engine import Database

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x6B62_6D69_6772_6174
"""The advisory lock that one migrating process holds on PostgreSQL: "kbmigrat" in ASCII."""
WAIT_SECONDS = 120.0
"""How long a process waits for another one that is migrating."""


def upgrade(url: str, revision: str = "head") -> None:
    """Upgrades to `revision`; Unavailable if the database is not reached, or was made by newer code."""
    with _migrating(url) as config:
        command.upgrade(config, revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Downgrades to `revision` and loses what the tables above it held: for tests and developers."""
    with _migrating(url) as config:
        command.downgrade(config, revision)


@contextmanager
def _migrating(url: str) -> Iterator[Config]:
    """A configuration of Alembic on one transaction in which nobody else migrates; kept whole or undone."""
    # Foreign keys are off meanwhile, because on SQLite a table is altered by copying and dropping it.
    database = Database(url, WAIT_SECONDS, foreign_keys=False)
    database.create_file()
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        with database.writing() as connection:
            _lock(connection)
            config.attributes["connection"] = connection
            yield config
            _check_foreign_keys(connection)
    except CommandError as error:
        raise Unavailable(part="store", reason=str(error)) from error
    finally:
        database.close()


def _lock(connection: Connection) -> None:
    """Waits until no other process migrates (SQLite: the write transaction is that lock already)."""
    if connection.dialect.name == "sqlite":
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise Unavailable(part="store", reason=f"the database is encoded in {encoding}, it must be UTF8")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _check_foreign_keys(connection: Connection) -> None:
    """RuntimeError if a migration left a row that points nowhere (PostgreSQL looks after that itself)."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration broke foreign keys: {broken[:5]}")
