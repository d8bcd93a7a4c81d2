"""What many tests need: a small edition, a store, a library, an app over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from kb.app import create_app
from kb.edition import Edition
from kb.editor import import_files
from kb.library import Library
from kb.settings import Settings
from kb.store import Store
from kb.sync import Synced, sync
from tests import makers

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@dataclass
class World:
    """A site on disk, small and whole."""

    settings: Settings
    edition: Edition
    store: Store

    def bring_in(self):
        """Import what changed in the folder."""
        return import_files(self.edition, self.store, NOW)

    def sync(self, **given) -> Synced:
        """Bring the library up to the store."""
        return sync(self.store, self.settings.library_folder, **given)

    def library(self) -> Library:
        """A reader."""
        return Library(self.settings.library_folder)

    def app(self) -> Flask:
        """The site."""
        app = create_app(self.settings)
        app.testing = True
        return app


def make_world(folder: Path, *, full: bool = True) -> World:
    settings = Settings.for_tests(folder, content=folder / "content")
    settings.instance.mkdir(parents=True)
    edition = makers.edition(settings.content) if full else Edition(settings.content)
    store = Store(settings.store_url)
    store.migrate()
    return World(settings, edition, store)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with its library built, for tests that only read."""
    made = make_world(tmp_path_factory.mktemp("built"))
    made.bring_in()
    made.sync()
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The project's own content, imported and built once."""
    folder = tmp_path_factory.mktemp("real")
    settings = Settings.for_tests(folder)
    settings.instance.mkdir(parents=True)
    store = Store(settings.store_url)
    store.migrate()
    made = World(settings, Edition(settings.content), store)
    made.bring_in()
    made.sync()
    yield made
    store.close()
