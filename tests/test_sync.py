"""The bridge: the library holds what is published, whatever happened in between."""

import shutil

import pytest

from kb.errors import Unavailable
from kb.kinds import text
from kb.library import SearchRequest
from kb.library.build import Workshop
from kb.sync import rebuild, sync
from tests import makers
from tests.conftest import NOW, TODAY, World

LAW = "law/us/patent-act"


def state(world: World) -> dict[str, tuple]:
    """What the library serves, comparable between two libraries."""
    library = world.library()
    briefs = library.briefs()
    held = {b.id: library.get(b.id) for b in briefs}
    return {id_: (h.sha256, h.html_zh, h.html_en, h.number) for id_, h in held.items()}


def found(world: World, q: str) -> list[str]:
    return [h.brief.id for h in world.library().search(SearchRequest(q), TODAY).hits]


def test_no_library_is_said_so(world: World):
    with pytest.raises(Unavailable):
        world.library().number()


def test_first_sync_builds_a_second_changes_nothing(world: World):
    world.bring_in()
    first = world.sync()
    assert (first.rebuilt, first.added, first.number) == (True, 10, 14)
    again = world.sync(repair=True)
    assert (again.rebuilt, again.added, again.changed, again.removed) == (False, 0, 0, 0)


def test_an_edit_is_seen_by_an_open_reader(world: World):
    world.bring_in()
    world.sync()
    library = world.library()
    before = library.version()
    world.store.publish(LAW, text.write(makers.entry("law", native_title="Zebra Act")), author="e", message="", at=NOW)
    assert world.sync().changed == 1
    assert library.get(LAW).entry.native_title == "Zebra Act"
    assert library.version() != before
    assert [h.brief.id for h in library.search(SearchRequest("zebra"), TODAY).hits] == [LAW]


def test_withdrawal_and_erasure_reach_index_and_rows(world: World):
    world.bring_in()
    world.sync()
    assert LAW in found(world, "35 U.S.C.")
    world.store.withdraw(LAW, author="e", message="", at=NOW)
    world.store.erase("office/centre", author="e", message="", at=NOW)
    assert world.sync().removed == 2
    assert world.library().get(LAW) is None
    assert LAW not in found(world, "35 U.S.C.")
    assert "office/centre" not in state(world)
    world.store.publish(LAW, text.write(makers.entry("law")), author="e", message="", at=NOW)
    assert world.sync().added == 1


def test_incremental_sync_equals_a_rebuild(world: World):
    world.bring_in()
    world.sync()
    world.store.publish(LAW, text.write(makers.entry("law", number="18 U.S.C.")), author="e", message="", at=NOW)
    world.store.withdraw("alert/2025-fees", author="e", message="", at=NOW)
    world.store.publish(
        "law/us/patent-act.en",
        text.write_translation(makers.english(makers.entry("law"))),
        author="e",
        message="",
        at=NOW,
    )
    world.sync()
    step_by_step = state(world)
    shutil.rmtree(world.settings.library_folder)
    world.sync()
    assert state(world) == step_by_step
    rebuild(world.store, world.settings.library_folder)
    assert state(world) == step_by_step


def test_a_translation_of_an_older_text_shows_itself(world: World):
    world.bring_in()
    world.sync()
    assert world.library().get("case/2021-scooter").en_stale is False
    changed = text.write(makers.entry("case", body="另一段正文 [@src]。\n"))
    world.store.publish("case/2021-scooter", changed, author="e", message="", at=NOW)
    world.sync()
    assert world.library().get("case/2021-scooter").en_stale is True


def test_a_text_that_does_not_fit_is_refused_and_the_last_good_one_serves(world: World):
    world.bring_in()
    world.sync()
    world.store.publish(LAW, "---\nnot: a law\n---\n", author="e", message="", at=NOW)
    assert world.sync().refused == (LAW,)
    assert world.library().get(LAW).entry.native_title == "Patent Act"
    assert world.library().refused()[0][0] == LAW


def test_new_names_reach_every_entry(world: World):
    world.bring_in()
    world.sync()
    names = makers.NAMES.replace("美国\tUnited States\t\t", "美国\tUnited States\t花旗国\t")
    world.store.publish("table/jurisdictions", names, author="e", message="", at=NOW)
    world.sync()
    assert world.library().names["us"].aliases_zh == ("花旗国",)
    assert LAW in found(world, "花旗国 专利")


def test_another_store_is_another_library(world: World, tmp_path_factory):
    world.bring_in()
    world.sync()
    other = world.store.__class__(f"sqlite:///{tmp_path_factory.mktemp('other')}/store.db")
    other.migrate()
    other.publish(LAW, text.write(makers.entry("law")), author="e", message="", at=NOW)
    assert sync(other, world.settings.library_folder).rebuilt
    assert set(state(world)) == {LAW}
    other.close()


def test_a_store_restored_from_an_older_backup_rebuilds(world: World):
    world.bring_in()
    world.store.close()
    backup = world.settings.instance / "backup.db"
    shutil.copy(world.settings.instance / "store.db", backup)
    world.store.withdraw(LAW, author="e", message="", at=NOW)
    world.sync()
    world.store.close()
    shutil.copy(backup, world.settings.instance / "store.db")
    assert world.sync().rebuilt
    assert LAW in state(world)


def test_one_writer_per_node(world: World):
    world.bring_in()
    world.sync()
    with Workshop(world.settings.library_folder), pytest.raises(Unavailable):
        world.sync()
    world.sync()


def test_index_and_rows_out_of_step_are_repaired_at_the_start(world: World):
    world.bring_in()
    world.sync()
    with Workshop(world.settings.library_folder) as workshop:
        bench = workshop.serving(world.store.identity())
        bench.index.apply([], [LAW])
        bench.close()
    assert LAW not in found(world, "35 U.S.C.")
    assert world.sync(repair=True).changed == 1
    assert LAW in found(world, "35 U.S.C.")


def test_a_reader_of_the_old_folder_goes_on_while_a_new_one_is_built(world: World):
    world.bring_in()
    world.sync()
    library = world.library()
    seen = library.number()
    with Workshop(world.settings.library_folder) as workshop:
        bench = workshop.fresh(world.store.identity())
        assert library.number() == seen
        assert library.get(LAW)
        bench.close()
    rebuild(world.store, world.settings.library_folder)
    assert library.get(LAW)
    assert library.search(SearchRequest("专利"), TODAY).total


def test_what_an_interrupted_build_left_is_removed(world: World):
    world.bring_in()
    world.sync()
    with Workshop(world.settings.library_folder) as workshop:
        workshop.fresh(world.store.identity()).close()
    rebuild(world.store, world.settings.library_folder)
    rebuild(world.store, world.settings.library_folder)
    folders = [p for p in world.settings.library_folder.iterdir() if p.is_dir()]
    assert len(folders) == 2  # the one that serves and the one before
