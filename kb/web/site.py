"""What the running app is made of, for the modules that answer requests."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from kb.calculators import Calculators
from kb.library import Library
from kb.settings import Settings
from kb.web.cache import PageCache


@dataclass(frozen=True)
class Site:
    """The parts of the app."""

    settings: Settings
    library: Library
    calculators: Calculators
    cache: PageCache


def site() -> Site:
    """The parts of the app that answers this request."""
    return cast(Site, current_app.extensions["kb"])
