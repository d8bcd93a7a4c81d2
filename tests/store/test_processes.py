"""What holds between threads and processes: numbers without gaps, one migration, no loss on kill -9."""

import json
import sqlite3
from contextlib import closing

from kb.store import Change, Store

from .children import spawn

PROCESSES, THREADS, ROUNDS = 2, 8, 6
KEPT = PROCESSES * THREADS * (ROUNDS - ROUNDS // 3) * 2


def test_numbers_have_no_gap_and_are_never_seen_out_of_order(url: str) -> None:
    children = [spawn("publisher.py", url, f"p{number}", str(THREADS), str(ROUNDS)) for number in range(PROCESSES)]
    seen: list[Change] = []
    with Store(url) as store:
        while len(seen) < KEPT:
            done = all(child.poll() is not None for child in children)
            page = store.published_after(len(seen))
            assert [change.number for change in page] == list(range(len(seen) + 1, len(seen) + 1 + len(page)))
            seen += page
            if done and not page:
                break
        told = [tuple(pair) for child in children for pair in json.loads(child.communicate()[0])]

        assert [child.returncode for child in children] == [0] * PROCESSES
        assert sorted(told) == [(change.number, change.key) for change in seen]
        assert store.number() == len(seen) == KEPT
        assert store.published_after(0) == seen


def test_processes_that_start_at_once_make_one_store(empty_url: str) -> None:
    children = [spawn("migrator.py", empty_url) for _ in range(3)]
    told = {child.communicate()[0] for child in children}
    assert [child.returncode for child in children] == [0] * 3
    with Store(empty_url) as store:
        assert told == {store.identity() + "\n"}
        assert store.number() == 0


def test_what_was_acknowledged_survives_kill_9(sqlite_url: str) -> None:
    told = 0
    for acknowledged in (1, 12, 35):
        child = spawn("writer.py", sqlite_url, f"life-{acknowledged}")
        assert child.stdout
        lines = [child.stdout.readline() for _ in range(acknowledged)]
        child.kill()
        lines += child.communicate()[0].splitlines()
        told = max([told, *(int(line) for line in lines if line.strip())])

    with Store(sqlite_url) as store:
        changes = store.published_after(0, limit=100_000)
        assert [change.number for change in changes] == list(range(1, store.number() + 1))
        assert store.number() >= told >= 2 * (1 + 12 + 35)
        assert len(changes) % 2 == 0
        assert all(change.text == change.key.removesuffix(".en") * 200 for change in changes)
        assert store.marks().keys() == {c.key for c in changes if not c.key.endswith(".en")}
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
