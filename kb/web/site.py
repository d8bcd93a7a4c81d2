"""What the running app is made of, for the modules that answer requests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import current_app

from kb.accounts import Accounts
from kb.calculators import Calculators
from kb.library import Library
from kb.settings import Settings
from kb.web.cache import PageCache


def clock() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Site:
    """The parts of the app."""

    settings: Settings
    library: Library
    calculators: Calculators
    cache: PageCache
    accounts: Accounts
    clock: Callable[[], datetime] = clock


def site() -> Site:
    """The parts of the app that answers this request."""
    return cast(Site, current_app.extensions["kb"])
