"""The bridge from store to library: compares, repairs, reports counts; safe to run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kb.library.build import Applied, Bench, Text, Workshop
from kb.store import Change, Store

BATCH = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Synced:
    """What a sync did, and the publication number that the library holds now."""

    number: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    refused: tuple[str, ...] = ()
    rebuilt: bool = False

    def plus(self, applied: Applied, number: int) -> "Synced":
        """The sum with one more batch."""
        return Synced(
            number, self.added + applied.added, self.changed + applied.changed, self.removed + applied.removed,
            self.refused + applied.refused, self.rebuilt,
        )  # fmt: skip


def sync(store: Store, folder: Path, progress: Progress | None = None, *, repair: bool = False) -> Synced:
    """Bring this node's library up to the store's number, in place; builds it aside where it is missing or of another format.

    `repair` also compares index and rows, entry by entry, and waits for another writer (done at each start).
    Unavailable if the store does not answer or, without `repair`, another process of this node is writing.
    """
    with Workshop(folder, wait=repair) as workshop:
        bench = workshop.serving(store.identity())
        if bench is None or bench.number() > store.number():
            return _build(store, workshop, progress)
        try:
            done = _catch_up(store, bench, Synced(bench.number()), progress)
            if repair and (ids := bench.out_of_step()):
                bench.remake(ids)
                done = Synced(done.number, done.added, done.changed + len(ids), done.removed, done.refused)
            return done
        finally:
            bench.close()


def rebuild(store: Store, folder: Path, progress: Progress | None = None) -> Synced:
    """Build a new library aside from nothing but the store, then switch to it."""
    with Workshop(folder, wait=True) as workshop:
        return _build(store, workshop, progress)


def _build(store: Store, workshop: Workshop, progress: Progress | None) -> Synced:
    bench = workshop.fresh(store.identity())
    try:
        done = _catch_up(store, bench, Synced(0, rebuilt=True), progress)
        bench.index.optimize()
        workshop.switch(bench)
        return done
    finally:
        bench.close()


def _catch_up(store: Store, bench: Bench, done: Synced, progress: Progress | None) -> Synced:
    goal = store.number()
    rename = False
    while changes := store.published_after(bench.number(), BATCH):
        applied = bench.apply([_text(change) for change in changes])
        rename = rename or applied.rename
        done = done.plus(applied, changes[-1].number)
        if progress:
            progress(done.number, max(goal, done.number))
    if rename:
        bench.remake(row["id"] for row in bench.reader.all("select id from entries"))
    return done


def _text(change: Change) -> Text:
    return Text(
        change.number,
        change.key,
        change.action,
        change.author,
        change.at.isoformat(),
        change.sha256,
        change.text,
    )
