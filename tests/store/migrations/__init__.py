"""Data for each migration, in a module of the same name as the migration itself.

`load(connection)` writes, in SQL of that day (never through today's code), what a real store may hold in the
tables which that migration made or changed. `check(store)` says, through today's door, that it is there.
"""

from typing import Protocol

from sqlalchemy import Connection

from kb.store import Store


class Data(Protocol):
    """What each module of this folder has."""

    def load(self, connection: Connection) -> None: ...
    def check(self, store: Store) -> None: ...
