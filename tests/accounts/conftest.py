"""An empty store and quick hashes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kb.accounts import Accounts, passwords
from kb.settings import Settings
from kb.store import Store
from tests.accounts.people import House


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = Settings.for_tests(tmp_path)
    settings.instance.mkdir(parents=True)
    with Store(settings.store_url) as store:
        store.migrate()
        yield House(Accounts(store, settings))
