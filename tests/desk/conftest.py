"""One house for each test, copied from one that was built once."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.calculators import Calculators
from kb.desk import Desk
from kb.library import Library
from kb.store import Store
from tests.conftest import World
from tests.desk.house import DeskHouse, make_house


@pytest.fixture(scope="session")
def built_house(tmp_path_factory: pytest.TempPathFactory) -> DeskHouse:
    made = make_house(tmp_path_factory.mktemp("desk"))
    made.store.close()
    return made


@pytest.fixture
def house(built_house: DeskHouse, tmp_path: Path) -> Iterator[DeskHouse]:
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copy(built_house.world.settings.instance / "store.db", instance / "store.db")
    settings = replace(built_house.world.settings, instance=instance)
    library = Library(built_house.world.settings.library_folder)
    with Store(settings.store_url) as store:
        world = World(settings, built_house.world.edition, store)
        yield DeskHouse(world, Desk(store, library, Calculators(library), settings), dict(built_house.people))
