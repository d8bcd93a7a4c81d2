"""The whole way, from files to pages, on both databases: two nodes, each with a library of its own, show the same."""

from pathlib import Path

from kb.app import create_app
from kb.editor import import_files
from kb.settings import Settings
from kb.store import Store
from kb.sync import sync
from tests import makers
from tests.conftest import NOW


def test_two_nodes_over_one_store(url: str, tmp_path: Path):
    edition = makers.edition(tmp_path / "content")
    nodes = [Settings.for_tests(tmp_path / name, database_url=url) for name in ("a", "b")]
    with Store(url) as store:
        import_files(edition, store, NOW)
        for node in nodes:
            assert sync(store, node.library_folder).added == 10
        edition.write("law/us/patent-act", makers.text.write(makers.entry("law", native_title="Zebra Act")))
        import_files(edition, store, NOW)
        for node in nodes:
            assert sync(store, node.library_folder).changed == 1
    pages = [create_app(node).test_client().get("/countries/us/laws/patent-act").data for node in nodes]
    assert pages[0] == pages[1]
    assert b"Zebra Act" in pages[0]
