"""Of all who ask, one holds a lease."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from kb.store import Store

from .acts import AT

MINUTE = timedelta(minutes=1)


def test_one_of_two_holds_it(store: Store) -> None:
    assert store.lease("work", "node-1", 60, AT)
    assert not store.lease("work", "node-2", 60, AT)
    assert store.lease("mail", "node-2", 60, AT)


def test_it_is_free_when_its_time_is_over(store: Store) -> None:
    store.lease("work", "node-1", 60, AT)
    assert not store.lease("work", "node-2", 60, AT + MINUTE - timedelta(microseconds=1))
    assert store.lease("work", "node-2", 60, AT + MINUTE)
    assert not store.lease("work", "node-1", 60, AT + MINUTE)


def test_the_holder_renews_it(store: Store) -> None:
    store.lease("work", "node-1", 60, AT)
    assert store.lease("work", "node-1", 60, AT + MINUTE / 2)
    assert not store.lease("work", "node-2", 60, AT + MINUTE)
    assert store.lease("work", "node-2", 60, AT + MINUTE * 1.5)


def test_the_holder_gives_it_back(store: Store) -> None:
    store.lease("work", "node-1", 60, AT)
    store.release("work", "node-2")
    assert not store.lease("work", "node-2", 60, AT)
    store.release("work", "node-1")
    assert store.lease("work", "node-2", 60, AT)
    store.release("nothing", "node-1")


def test_of_many_who_ask_at_once_one_gets_it(store: Store) -> None:
    together = Barrier(8)

    def ask(holder: int) -> bool:
        together.wait()
        return store.lease("work", str(holder), 60, AT)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(8))) == [False] * 7 + [True]


def test_a_moment_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.lease("work", "node-1", 60, datetime(2026, 11, 22))
