"""Several acts are kept together or not at all; numbers are given in the order in which they are kept."""

import pytest

from kb.errors import Conflict, NotFound
from kb.store import Batch, Store

from .acts import BY


def everything(batch: Batch) -> None:
    """One act of each sort."""
    batch.publish("law/us/a", "a2", **BY)
    batch.publish("law/us/new", "new", **BY)
    batch.draft("law/us/a", "draft", **BY)
    batch.withdraw("law/us/b", **BY)
    batch.erase("expert/c", **BY)
    batch.mark("law/us/a", "22")
    batch.mark("law/us/b", None)


@pytest.fixture
def filled(store: Store) -> Store:
    for key in ("law/us/a", "law/us/b", "expert/c"):
        store.publish(key, "text of " + key, **BY)
        store.mark(key, "11")
    return store


def whole(store: Store) -> tuple[object, ...]:
    """All that the store shows, to compare before and after."""
    keys = ("law/us/a", "law/us/b", "expert/c", "law/us/new")
    return (
        store.number(),
        store.keys(),
        store.published_after(0),
        store.marks(),
        [store.history(k) for k in keys],
    )


def test_a_batch_is_kept_whole(filled: Store) -> None:
    with filled.batch() as batch:
        everything(batch)
    assert [(c.number, c.key, c.action) for c in filled.published_after(3)] == [
        (4, "law/us/a", "publish"),
        (5, "law/us/new", "publish"),
        (6, "law/us/b", "withdraw"),
        (7, "expert/c", "erase"),
    ]
    assert set(filled.keys()) == {"law/us/a", "law/us/new"}
    assert filled.marks() == {"law/us/a": "22", "expert/c": "11"}
    assert filled.number() == 7


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_batch_that_raises_leaves_nothing(filled: Store, error: type[BaseException]) -> None:
    before = whole(filled)

    def interrupted() -> None:
        with filled.batch() as batch:
            everything(batch)
            raise error("in the middle")

    with pytest.raises(error, match="in the middle"):
        interrupted()
    assert whole(filled) == before
    assert filled.publish("law/us/next", "text", **BY).number == 4


def test_nothing_of_a_batch_is_seen_before_it_is_kept(filled: Store) -> None:
    before = whole(filled)
    with filled.batch() as batch:
        everything(batch)
        assert whole(filled) == before


def test_a_refused_act_leaves_the_rest_of_the_batch(filled: Store) -> None:
    with filled.batch() as batch:
        batch.publish("law/us/new", "one", **BY)
        with pytest.raises(Conflict):
            batch.publish("law/us/a", "a2", base=-1, **BY)
        with pytest.raises(NotFound):
            batch.withdraw("law/us/unknown", **BY)
        batch.publish("law/us/new", "two", **BY)
    assert [change.text for change in filled.published_after(3)] == ["one", "two"]


def test_a_batch_sees_its_own_acts(store: Store) -> None:
    with store.batch() as batch:
        first = batch.publish("guide/us", "one", **BY)
        assert batch.publish("guide/us", "one", **BY) == first
        batch.withdraw("guide/us", **BY)
        with pytest.raises(NotFound):
            batch.withdraw("guide/us", **BY)
    assert store.number() == 2


def test_an_empty_batch_takes_no_number(filled: Store) -> None:
    with filled.batch():
        pass
    assert filled.number() == 3


def test_marks_are_set_changed_and_forgotten(store: Store) -> None:
    assert store.marks() == {}
    store.mark("guide/us", "11")
    store.mark("table/terms", "22")
    store.mark("guide/us", "33")
    assert store.marks() == {"guide/us": "33", "table/terms": "22"}
    store.mark("guide/us", None)
    store.mark("guide/jp", None)
    assert store.marks() == {"table/terms": "22"}
