"""Makes the parts and hands them to the web; no logic."""

from flask import Flask

from kb.accounts import Accounts
from kb.library import Library
from kb.settings import Settings
from kb.store import Store
from kb.web import create_web


def create_app(settings: Settings | None = None) -> Flask:
    """The site for these settings, or those of the environment; for gunicorn: `gunicorn 'kb.app:create_app()'`."""
    settings = settings or Settings.from_env()
    store = Store(settings.store_url)
    return create_web(settings, Library(settings.library_folder), Accounts(store, settings))
