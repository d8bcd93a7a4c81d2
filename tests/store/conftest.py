"""Fresh databases on both backends: `empty_url`, `url` (migrated) and `store` (its door)."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.store import Store

from .cluster import Cluster, find_binaries

TEMPLATE = "kb_template"
MakeUrl = Callable[[bool], str]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The PostgreSQL server of this test run; skipped where none is installed, unless this is CI."""
    binaries = find_binaries()
    if binaries is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs PostgreSQL (Debian: postgresql)")
        pytest.skip("PostgreSQL is not installed")
    with Cluster(binaries) as running:
        running.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        with Store(running.url(TEMPLATE)) as template:
            template.migrate()
        yield running


@pytest.fixture(scope="session")
def names() -> Iterator[str]:
    """Names for databases, each once."""
    return (f"kb_{number}" for number in itertools.count())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite store to copy."""
    file = tmp_path_factory.mktemp("template") / "store.db"
    with Store(f"sqlite:///{file}") as template:
        template.migrate()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def make_url(
    request: pytest.FixtureRequest, tmp_path: Path, names: Iterator[str], sqlite_template: Path
) -> Iterator[MakeUrl]:
    """Makes the URL of a new database of this backend: `make_url(True)` has the tables, `make_url(False)` nothing."""
    if request.param == "sqlite":

        def sqlite(migrated: bool) -> str:
            file = tmp_path / f"{next(names)}.db"
            if migrated:
                shutil.copyfile(sqlite_template, file)
            return f"sqlite:///{file}"

        yield sqlite
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    made: list[str] = []

    def postgresql(migrated: bool) -> str:
        made.append(next(names))
        cluster.execute(f"CREATE DATABASE {made[-1]} TEMPLATE {TEMPLATE if migrated else 'template0'}")
        return cluster.url(made[-1])

    yield postgresql
    for name in made:
        cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_url(make_url: MakeUrl) -> str:
    """The URL of a database without tables."""
    return make_url(False)


@pytest.fixture
def url(make_url: MakeUrl) -> str:
    """The URL of a migrated, empty store."""
    return make_url(True)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A migrated, empty store."""
    with Store(url) as opened:
        yield opened
