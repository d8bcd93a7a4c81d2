"""A library built from the project's own content, by the way that each start takes: import, then sync."""

from datetime import UTC, date, datetime
from pathlib import Path

from kb.edition import Edition
from kb.editor import import_files
from kb.library import Library
from kb.settings import ROOT, Settings
from kb.store import Store
from kb.sync import sync

TODAY = date(2026, 11, 25)
CONTENT = ROOT / "content"


def build(folder: Path) -> tuple[Settings, Library]:
    """Settings that write below `folder` only, and the library of everything in content/ that can be published."""
    settings = Settings.for_tests(folder, content=CONTENT, today=TODAY.isoformat())
    settings.instance.mkdir(parents=True, exist_ok=True)
    with Store(settings.store_url) as store:
        store.migrate()
        import_files(Edition(settings.content), store, datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC))
        sync(store, settings.library_folder)
    return settings, Library(settings.library_folder)
