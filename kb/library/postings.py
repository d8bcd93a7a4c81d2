"""The index at one generation, for reading: what ranking asks of Whoosh's segments.

Whoosh's readers are not thread-safe (a shared one gives wrong sets, silently), so every touch of one happens under a
lock; what comes out are plain values, kept for the next question. A segment never changes once written, so what was
read of it serves the next generation too.
"""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import IndexReader, TermNotFound

from kb.library.ranking import norm, saturated

MOST_POSTINGS = 300_000  # kept per process, about 80 bytes each
MOST_TEXTS = 1_000


@dataclass(frozen=True)
class Record:
    """What the index stores of a document beside its terms."""

    id: str
    number: int
    title: str
    date: str
    length: float
    facets: Mapping[str, tuple[str, ...]]


@dataclass
class Kept:
    """The last used values within a budget; not safe for threads by itself."""

    budget: int
    used: int = 0
    values: OrderedDict[Any, tuple[Any, int]] = field(default_factory=OrderedDict)

    def get(self, key: object) -> Any | None:
        """The value kept under this key, or None."""
        found = self.values.get(key)
        if found is None:
            return None
        self.values.move_to_end(key)
        return found[0]

    def put(self, key: object, value: object, cost: int) -> None:
        """Keeps a value; the ones not used for longest go when the budget is spent."""
        self.values[key] = (value, cost)
        self.used += cost
        while self.used > self.budget and len(self.values) > 1:
            _, (_, freed) = self.values.popitem(last=False)
            self.used -= freed


class Snapshot:
    """The documents of one generation, numbered from 0, with their postings, texts and facets."""

    def __init__(self, reader: IndexReader, generation: int, segments: dict[str, Sequence[Record]]) -> None:
        self.generation = generation
        # Other threads may still read this snapshot when the next one is made: its files close with its last reader.
        weakref.finalize(self, reader.close)
        self._lock = threading.RLock()
        self._leaves = reader.leaf_readers() if reader.doc_count_all() else []
        self.segments = {_name(leaf): segments.get(_name(leaf)) or _records(leaf) for leaf, _ in self._leaves}
        self.records = [record for leaf, _ in self._leaves for record in self.segments[_name(leaf)]]
        self._deleted = {base + local for leaf, base in self._leaves for local in leaf.deleted_docs_set or ()}
        self.count = len(self.records) - len(self._deleted)
        average = sum(self.records[d].length for d in self.documents()) / self.count if self.count else 0.0
        self._norms = [norm(record.length, average) for record in self.records]
        # The same whole numbers in every posting list, not a copy in each: it halves what a list weighs.
        self._numbers = list(range(len(self.records)))
        self._lists = Kept(MOST_POSTINGS)
        self._texts = Kept(MOST_TEXTS)
        self._columns: dict[str, Sequence[tuple[str, ...]]] = {}

    def documents(self) -> Iterator[int]:
        """The numbers of all documents that are not deleted."""
        return (d for d in range(len(self.records)) if d not in self._deleted)

    @cached_property
    def facets(self) -> tuple[str, ...]:
        """The names of all facets of which a document has a value."""
        return tuple(sorted({name for record in self.records for name, values in record.facets.items() if values}))

    def column(self, facet: str) -> Sequence[tuple[str, ...]]:
        """The values of one facet, document by document."""
        found = self._columns.get(facet)
        if found is None:
            found = self._columns[facet] = [record.facets.get(facet, ()) for record in self.records]
        return found

    @cached_property
    def listed(self) -> list[int]:
        """All documents as an empty question lists them: the latest first, then by title."""
        by_title = sorted(self.documents(), key=lambda d: (self.records[d].title, self.records[d].id))
        return sorted(by_title, key=lambda d: self.records[d].date, reverse=True)

    def norm(self, document: int) -> float:
        """BM25's length norm of a document."""
        return self._norms[document]

    def postings(self, term: str) -> Mapping[int, float]:
        """For each document that has the term, its saturated frequency."""
        with self._lock:
            found: dict[int, float] | None = self._lists.get(term)
            if found is None:
                found = self._read(term)
                self._lists.put(term, found, len(found) + 10)
            return found

    def literal(self, document: int) -> str:
        """The folded text of a document."""
        with self._lock:
            text: str | None = self._texts.get(document)
            if text is None:
                leaf, base = next(pair for pair in reversed(self._leaves) if pair[1] <= document)
                text = _literals(leaf)[document - base].decode("utf-8")
                self._texts.put(document, text, 1 + len(text) // 2000)
            return text

    def _read(self, term: str) -> dict[int, float]:
        found: dict[int, float] = {}
        numbers, norms = self._numbers, self._norms
        for leaf, base in self._leaves:
            for locals_, weights in _blocks(leaf, term):
                for local, weight in zip(locals_, weights, strict=True):
                    document = numbers[base + local]
                    found[document] = saturated(weight, norms[document])
        for document in self._deleted & found.keys():
            del found[document]
        return found


def _name(leaf: IndexReader) -> str:
    return str(leaf.segment().segment_id())


def _records(leaf: IndexReader) -> list[Record]:
    """What the segment stores of each document, deleted ones included (their numbers stay taken)."""
    return [Record(**leaf.stored_fields(local)["record"]) for local in range(leaf.doc_count_all())]


def _literals(leaf: IndexReader) -> Sequence[bytes]:
    reader: Sequence[bytes] = leaf.column_reader("literal")
    return reader


def _blocks(leaf: IndexReader, term: str) -> Iterator[tuple[Iterable[int], Iterable[float]]]:
    """The postings of a term in one segment, deleted documents included, a block at a time."""
    try:
        matcher = leaf.postings("terms", term)
    except TermNotFound:
        return
    matcher = getattr(matcher, "child", matcher)
    if isinstance(matcher, W3LeafMatcher):
        # Asking the matcher for one posting after the other costs ten times as much; Whoosh is pinned exactly, and the
        # tests compare with a naive scan.
        while matcher.is_active():
            matcher._read_ids()
            matcher._read_weights()
            yield matcher._ids, matcher._weights
            matcher._next_block()
    else:
        while matcher.is_active():
            yield (matcher.id(),), (matcher.weight(),)
            matcher.next()
