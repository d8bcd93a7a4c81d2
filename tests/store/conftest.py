"""Fresh databases on both backends: `empty_url`, `url` (migrated) and `store` (its door).

SQLite: a new file each time. PostgreSQL: making a database costs more than most tests, so there are two, one
with our tables and one without, and each is emptied before it is handed out.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.store import Store
from kb.store.tables import counters, metadata, store_meta

from .cluster import Cluster, find_binaries

WITH_TABLES, WITHOUT_TABLES = "kb_store", "kb_empty"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that needs a `backend`, however indirectly, runs on both."""
    if "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend", ["sqlite", "postgresql"])


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The PostgreSQL server of this test run; skipped where none is installed, unless this is CI."""
    binaries = find_binaries()
    if binaries is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs PostgreSQL (Debian: postgresql)")
        pytest.skip("PostgreSQL is not installed")
    with Cluster(binaries) as running:
        for name in (WITH_TABLES, WITHOUT_TABLES):
            running.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        with Store(running.url(WITH_TABLES)) as made:
            made.migrate()
        yield running


@pytest.fixture
def postgresql_url(cluster: Cluster) -> str:
    """The URL of a migrated, empty store in PostgreSQL."""
    _end_connections(cluster, WITH_TABLES)
    kept = (store_meta, counters)
    emptied = [f"DELETE FROM {table}" for table in reversed(metadata.sorted_tables) if table not in kept]
    cluster.execute("; ".join([*emptied, "UPDATE counters SET value = 0"]), WITH_TABLES)
    return cluster.url(WITH_TABLES)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite store to copy."""
    file = tmp_path_factory.mktemp("template") / "store.db"
    with Store(f"sqlite:///{file}") as template:
        template.migrate()
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The URL of a migrated, empty store in a file of its own."""
    return f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'store.db')}"


@pytest.fixture
def url(request: pytest.FixtureRequest, backend: str) -> str:
    """The URL of a migrated, empty store."""
    made: str = request.getfixturevalue(f"{backend}_url")
    return made


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> str:
    """The URL of a database without tables (on SQLite, of a file that is not there yet)."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    _end_connections(cluster, WITHOUT_TABLES)
    cluster.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public", WITHOUT_TABLES)
    return cluster.url(WITHOUT_TABLES)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A migrated, empty store."""
    with Store(url) as opened:
        yield opened


def _end_connections(cluster: Cluster, database: str) -> None:
    """Ends what a failed test may have left open, which would hold locks for ever."""
    mine = f"datname = '{database}' AND pid <> pg_backend_pid()"
    cluster.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")
