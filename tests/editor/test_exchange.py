"""Files and store: what changes where, what is a conflict, and that nothing is ever lost."""

from datetime import UTC, datetime

import pytest

from kb.edition import Edition, key_of, path_of
from kb.editor import export_files
from kb.kinds import text
from kb.store import digest
from tests import makers
from tests.conftest import NOW, World

LAW = "law/us/patent-act"


def law(**over) -> str:
    return text.write(makers.entry("law", **over))


def test_first_import_publishes_all_and_a_second_nothing(world: World):
    done = world.bring_in()
    assert len(done.published) == 14
    assert not done.problems
    assert not done.conflicts
    assert world.store.number() == 14
    again = world.bring_in()
    assert not again.published
    assert world.store.number() == 14


def test_an_edit_of_a_file_is_published_by_git(world: World):
    world.bring_in()
    world.edition.write(LAW, law(number="new number"))
    assert world.bring_in().published == [LAW]
    revision = world.store.published(LAW)
    assert "new number" in revision.text
    assert revision.author == "git"


def test_a_broken_file_is_reported_kept_as_a_draft_once_and_the_last_good_version_serves(world: World):
    world.bring_in()
    world.edition.write(LAW, law().replace("level: statute", "level: nonsense"))
    done = world.bring_in()
    assert [p.field for p in done.problems] == ["level"]
    assert done.drafted == [LAW]
    assert "level: statute" in world.store.published(LAW).text
    assert world.bring_in().drafted == []
    assert [r.state.value for r in world.store.history(LAW)] == ["published", "draft"]


def test_a_file_that_is_not_utf8_does_not_stop_the_others(world: World):
    world.bring_in()
    (world.settings.content / path_of(LAW)).write_bytes(b"---\n\xff\xfe\n---\n")
    world.edition.write("office/centre", text.write(makers.entry("office", hours=makers.bi("九点"))))
    done = world.bring_in()
    assert done.published == ["office/centre"]
    assert "UTF-8" in done.problems[0].zh


def test_a_deleted_file_withdraws_and_a_withdrawal_deletes_the_file(world: World):
    world.bring_in()
    world.edition.delete(LAW)
    assert world.bring_in().withdrawn == [LAW]
    assert world.store.published(LAW) is None
    assert world.store.history(LAW)[0].text
    world.store.withdraw("office/centre", author="editor", message="closed", at=NOW)
    assert export_files(world.edition, world.store).deleted == ["office/centre"]
    assert world.edition.read("office/centre") is None


def test_an_edit_in_the_store_is_exported(world: World):
    world.bring_in()
    world.store.publish(LAW, law(number="from the store"), author="editor", message="", at=NOW)
    assert export_files(world.edition, world.store).written == [LAW]
    assert "from the store" in world.edition.read(LAW)
    assert world.bring_in().published == []
    assert export_files(world.edition, world.store).written == []


def test_both_changed_is_a_conflict_and_neither_side_is_lost(world: World):
    world.bring_in()
    world.store.publish(LAW, law(number="from the store"), author="editor", message="", at=NOW)
    world.edition.write(LAW, law(number="from the folder"))
    assert world.bring_in().conflicts == [LAW]
    assert export_files(world.edition, world.store).conflicts == [LAW]
    assert "from the store" in world.store.published(LAW).text
    assert "from the folder" in world.edition.read(LAW)


def test_both_made_the_same_change_is_no_conflict(world: World):
    world.bring_in()
    same = law(number="the same")
    world.store.publish(LAW, same, author="editor", message="", at=NOW)
    world.edition.write(LAW, same)
    done = world.bring_in()
    assert not done.conflicts
    assert not done.published
    assert world.store.marks()[LAW] == digest(same)


def test_deleted_here_and_edited_there_is_a_conflict(world: World):
    world.bring_in()
    world.edition.delete(LAW)
    world.store.publish(LAW, law(number="from the store"), author="editor", message="", at=NOW)
    assert world.bring_in().conflicts == [LAW]
    assert world.store.published(LAW)


def test_withdrawn_there_and_edited_here_is_a_conflict(world: World):
    world.bring_in()
    world.store.withdraw(LAW, author="editor", message="", at=NOW)
    world.edition.write(LAW, law(number="from the folder"))
    assert world.bring_in().conflicts == [LAW]
    assert world.store.published(LAW) is None


def test_a_new_store_takes_an_exported_folder_whole(world: World, tmp_path):
    world.bring_in()
    empty = Edition(tmp_path / "out")
    export_files(empty, world.store)
    # every key has a mark from the first folder, so only what differs is written: nothing does
    world.store.publish(LAW, law(number="x"), author="e", message="", at=datetime(2026, 11, 23, tzinfo=UTC))
    assert LAW in world.store.keys()


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("countries/us/guide.md", "guide/us"),
        ("countries/us/guide.en.md", "guide/us.en"),
        ("countries/jp/fees/patent.md", "fees/jp/patent"),
        ("cases/2021-337-ta-1286.md", "case/2021-337-ta-1286"),
        ("network/centre.md", "office/centre"),
        ("terms.tsv", "table/terms"),
    ],
)
def test_keys_and_paths(path: str, key: str):
    assert key_of(path) == key
    assert path_of(key) == path


@pytest.mark.parametrize(
    "path", ["cases/Big.md", "cases/../x.md", "countries/usa/guide.md", "other.tsv", "cases/a b.md", "x.md"]
)
def test_paths_that_are_no_place_for_an_entry(path: str):
    assert key_of(path) is None


@pytest.mark.parametrize("key", ["case/../../etc/passwd", "case/", "nothing/us", "table/users", "case/x.md"])
def test_keys_that_are_none(key: str):
    with pytest.raises(ValueError, match=".*"):
        path_of(key)
