"""One library of the project's own content for all judged tests: building it takes seconds."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kb.app import create_app
from kb.library import Library
from kb.settings import Settings
from tests.judged.edition import build
from tests.judged.measure import Answered, run
from tests.judged.queries import Judged, read


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Library]:
    """Settings and library of everything in content/."""
    return build(tmp_path_factory.mktemp("judged"))


@pytest.fixture(scope="session")
def library(built: tuple[Settings, Library]) -> Library:
    """The library of everything in content/."""
    return built[1]


@pytest.fixture(scope="session")
def client(built: tuple[Settings, Library]) -> Iterator[FlaskClient]:
    """A browser on the site that serves this library."""
    with create_app(built[0]).test_client() as client:
        yield client


@pytest.fixture(scope="session")
def judged() -> list[Judged]:
    """Every judged query."""
    return read()


@pytest.fixture(scope="session")
def answers(library: Library, judged: list[Judged]) -> list[Answered]:
    """The first page of results of every judged query that expects an entry."""
    return run(library, [q for q in judged if not q.place])


@pytest.fixture(scope="session")
def abroad(library: Library, judged: list[Judged]) -> list[Answered]:
    """The first page of results of every judged query about a territory that is not held."""
    return run(library, [q for q in judged if q.place])
