"""Clients over the small site and over the real content."""

import pytest

from tests.conftest import World
from tests.web.client import Client


@pytest.fixture(scope="session")
def client(built: World) -> Client:
    return Client(built.app())


@pytest.fixture(scope="session")
def real_client(real: World) -> Client:
    return Client(real.app())
