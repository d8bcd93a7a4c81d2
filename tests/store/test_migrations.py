"""Migrations: the tables they make are those of the code; up and down, with data; kept or undone whole."""

import importlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, inspect, text

from kb.errors import Unavailable
from kb.store import Store, migrate
from kb.store.engine import Database
from kb.store.tables import metadata

from . import migrations
from .acts import BY


def scripts(until: str = "head") -> list[Script]:
    """The migrations, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    config.set_main_option("path_separator", "os")
    return list(reversed([*ScriptDirectory.from_config(config).walk_revisions("base", until)]))


AddMigration = Callable[..., None]
each_revision = pytest.mark.parametrize("revision", [script.revision for script in scripts()])


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    database = Database(url, wait_seconds=5)
    with database.writing() as connection:
        yield connection
    database.close()


def load_data(url: str, revision: str) -> None:
    """Fills the tables as they were at this revision."""
    with connected(url) as connection:
        for script in scripts(revision):
            data_of(script).load(connection)


def data_of(script: Script) -> migrations.Data:
    """The data module of a migration."""
    return importlib.import_module(f".migrations.{Path(script.path).stem}", __package__)


def tables(url: str) -> set[str]:
    with connected(url) as connection:
        return set(inspect(connection).get_table_names())


def test_every_migration_has_its_data() -> None:
    have = {path.stem for path in Path(migrations.__file__).parent.glob("v*.py")}
    assert have == {Path(script.path).stem for script in scripts()}


def test_the_code_has_the_tables_that_the_migrations_make(url: str) -> None:
    with connected(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_the_code_has_the_constraints_that_the_migrations_make(url: str, empty_url: str) -> None:
    """Checks and names too, which Alembic does not compare."""
    Database(empty_url, wait_seconds=5).create_file()
    with connected(empty_url) as connection:
        metadata.create_all(connection)
    assert constraints(url) == constraints(empty_url)


def constraints(url: str) -> dict[str, object]:
    with connected(url) as connection:
        found = inspect(connection)
        return {
            table: (
                sorted((check["name"] or "", check["sqltext"]) for check in found.get_check_constraints(table)),
                sorted(unique["name"] or "" for unique in found.get_unique_constraints(table)),
                sorted(foreign["name"] or "" for foreign in found.get_foreign_keys(table)),
                sorted(index["name"] or "" for index in found.get_indexes(table)),
                found.get_pk_constraint(table)["name"],
            )
            for table in metadata.tables
        }


@each_revision
def test_data_of_each_revision_survives_the_way_to_head(empty_url: str, revision: str) -> None:
    migrate.upgrade(empty_url, revision)
    load_data(empty_url, revision)
    migrate.upgrade(empty_url)
    with Store(empty_url) as store:
        for script in scripts(revision):
            data_of(script).check(store)


@each_revision
def test_a_full_store_goes_down_and_up_again(empty_url: str, revision: str) -> None:
    migrate.upgrade(empty_url, revision)
    load_data(empty_url, revision)
    migrate.downgrade(empty_url)
    assert tables(empty_url) == {"alembic_version"}
    with Store(empty_url) as store:
        store.migrate()
        assert store.number() == 0
        assert len(store.identity()) == 32
        assert store.publish("guide/us", "one", **BY).number == 1


def test_migrating_again_changes_nothing(url: str) -> None:
    with Store(url) as store:
        store.publish("guide/us", "one", **BY)
        before = store.identity(), store.history("guide/us")
        store.migrate()
        assert (store.identity(), store.history("guide/us")) == before


def test_two_stores_differ_in_identity(tmp_path: Path) -> None:
    found = set()
    for name in "ab":
        with Store(f"sqlite:///{tmp_path}/{name}.db") as store:
            store.migrate()
            found.add(store.identity())
    assert len(found) == 2


LATER = '''
"""A migration of the next year, for these tests."""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "next_year", "{head}"


def upgrade() -> None:
    with op.batch_alter_table("revisions", recreate="auto") as table:
        table.alter_column("author", new_column_name="written_by")
        table.alter_column("message", existing_type=sa.Text, nullable=True)
    {then}


def downgrade() -> None:
    with op.batch_alter_table("revisions") as table:
        table.alter_column("written_by", new_column_name="author")
        table.alter_column("message", existing_type=sa.Text, nullable=False)
'''


@pytest.fixture
def add_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AddMigration:
    """Adds a migration after the last one, whose upgrade ends with the given statement."""
    folder = tmp_path / "migrations"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(migrate.FOLDER, folder, ignore=ignored)
    head = scripts()[-1].revision

    def add(then: str = "pass") -> None:
        (folder / "versions" / "v9999_next_year.py").write_text(LATER.format(head=head, then=then))
        monkeypatch.setattr(migrate, "FOLDER", folder)

    return add


def test_a_table_full_of_references_can_be_altered(empty_url: str, add_migration: AddMigration) -> None:
    """On SQLite that is a copy and a drop, which foreign keys would turn into a loss."""
    head = scripts()[-1].revision
    migrate.upgrade(empty_url)
    load_data(empty_url, head)
    add_migration()
    migrate.upgrade(empty_url)
    with connected(empty_url) as connection:
        rows = connection.execute(text("SELECT count(*), count(base) FROM revisions WHERE written_by = '李雷'"))
        assert rows.one() == (8, 5)
    migrate.downgrade(empty_url, head)
    with Store(empty_url) as store:
        data_of(scripts()[0]).check(store)


@pytest.mark.parametrize(
    "then",
    [
        pytest.param('raise ValueError("REFUSED")', id="raises"),
        pytest.param('op.execute("UPDATE revisions SET base = 12345")', id="breaks a reference"),
    ],
)
def test_a_migration_that_fails_leaves_everything(empty_url: str, add_migration: AddMigration, then: str) -> None:
    head = scripts()[-1].revision
    migrate.upgrade(empty_url)
    load_data(empty_url, head)
    add_migration(then)
    with pytest.raises(Exception, match=r"REFUSED|foreign key"):
        migrate.upgrade(empty_url)
    with Store(empty_url) as store:
        data_of(scripts()[0]).check(store)


def test_a_store_made_by_newer_code_is_not_touched(
    empty_url: str, add_migration: AddMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context():
        add_migration()
        migrate.upgrade(empty_url)
    monkeypatch.undo()
    with Store(empty_url) as store, pytest.raises(Unavailable) as caught:
        store.migrate()
    assert "next_year" in caught.value.values["reason"]
