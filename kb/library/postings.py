"""The index at one generation, for reading: what ranking asks of Whoosh's segments.

Whoosh's readers are not thread-safe (a shared one gives wrong sets, silently), so every touch of one
happens under a lock; what comes out are plain values, kept for the next question. A segment never changes
once written, so what was read of it serves the next generation too.
"""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import IndexReader, TermNotFound

from kb.library.ranking import K1, norm, norm_line

MOST_POSTINGS = 300_000  # kept per process, about 80 bytes each
MOST_TEXTS = 1_000
T = TypeVar("T")


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


class Segment:
    """What was read of one segment, which never changes: which documents are deleted stands elsewhere."""

    def __init__(self, leaf: IndexReader) -> None:
        count = leaf.doc_count_all()
        self.records = [Record(**leaf.stored_fields(local)["record"]) for local in range(count)]
        self.lengths = [record.length for record in self.records]
        self.length = sum(self.lengths)
        self.facets = {name for record in self.records for name, values in record.facets.items() if values}
        self._columns: dict[str, list[tuple[str, ...]]] = {}

    def column(self, facet: str) -> list[tuple[str, ...]]:
        """The values of one facet, document by document."""
        if facet not in self._columns:
            self._columns[facet] = [record.facets.get(facet, ()) for record in self.records]
        return self._columns[facet]


@dataclass(frozen=True)
class Leaf:
    """A segment within one snapshot: Whoosh's reader of it, and the number of its first document."""

    reader: IndexReader
    base: int
    segment: Segment
    texts: Sequence[bytes]


class Snapshot:
    """The documents of one generation, numbered from 0, with their postings, texts and facets."""

    def __init__(self, reader: IndexReader, generation: int, known: Mapping[str, Segment]) -> None:
        self.generation = generation
        # Other threads may still read this snapshot when the next one is made: its files close with it.
        weakref.finalize(self, reader.close)
        self._lock = threading.RLock()
        self.segments: dict[str, Segment] = {}
        self._leaves = []
        for leaf, base in reader.leaf_readers() if reader.doc_count_all() else ():
            name = str(leaf.segment().segment_id())
            self.segments[name] = known.get(name) or Segment(leaf)
            texts = leaf.column_reader("literal") if leaf.has_column("literal") else [b""] * leaf.doc_count_all()
            self._leaves.append(Leaf(leaf, base, self.segments[name], texts))
        self.records = self._joined([leaf.segment.records for leaf in self._leaves])
        self._lengths = self._joined([leaf.segment.lengths for leaf in self._leaves])
        self.deleted = {leaf.base + d for leaf in self._leaves for d in leaf.reader.deleted_docs_set or ()}
        self.count = len(self.records) - len(self.deleted)
        length = sum(leaf.segment.length for leaf in self._leaves)
        length -= sum(self._lengths[d] for d in self.deleted)
        self._average = length / self.count if self.count else 0.0
        # The same whole numbers in every posting list, not a copy in each: it halves what a list weighs.
        self._numbers = list(range(len(self.records)))
        self._lists = Kept(MOST_POSTINGS)
        self._texts = Kept(MOST_TEXTS)
        self._columns: dict[str, Sequence[tuple[str, ...]]] = {}

    def documents(self) -> Iterator[int]:
        """The numbers of all documents that are not deleted."""
        return (d for d in self._numbers if d not in self.deleted)

    @cached_property
    def facets(self) -> tuple[str, ...]:
        """The names of all facets of which a document has a value, or one that was deleted since had."""
        return tuple(sorted(set().union(*(leaf.segment.facets for leaf in self._leaves))))

    def column(self, facet: str) -> Sequence[tuple[str, ...]]:
        """The values of one facet, document by document."""
        if facet not in self._columns:
            self._columns[facet] = self._joined([leaf.segment.column(facet) for leaf in self._leaves])
        return self._columns[facet]

    @cached_property
    def listed(self) -> list[int]:
        """All documents as an empty question lists them: the latest first, then by title."""
        by_title = sorted(self.documents(), key=lambda d: (self.records[d].title, self.records[d].id))
        return sorted(by_title, key=lambda d: self.records[d].date, reverse=True)

    def norm(self, document: int) -> float:
        """BM25's length norm of a document."""
        return norm(self._lengths[document], self._average)

    @staticmethod
    def _joined(lists: list[list[T]]) -> list[T]:
        return list(chain.from_iterable(lists))

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
                leaf = next(leaf for leaf in reversed(self._leaves) if leaf.base <= document)
                text = leaf.texts[document - leaf.base].decode("utf-8")
                self._texts.put(document, text, 1 + len(text) // 2000)
            return text

    def _read(self, term: str) -> dict[int, float]:
        found: dict[int, float] = {}
        numbers, lengths = self._numbers, self._lengths
        base, slope = norm_line(self._average)
        top = K1 + 1
        for leaf in self._leaves:
            first = leaf.base
            for locals_, weights in _blocks(leaf.reader, term):
                for local, weight in zip(locals_, weights, strict=True):
                    document = first + local
                    # `saturated`, written out: this line runs for every posting that is read.
                    found[numbers[document]] = weight * top / (weight + base + slope * lengths[document])
        for document in self.deleted & found.keys():
            del found[document]
        return found


def _blocks(leaf: IndexReader, term: str) -> Iterator[tuple[Iterable[int], Iterable[float]]]:
    """The postings of a term in one segment, deleted documents included, a block at a time."""
    try:
        matcher = leaf.postings("terms", term)
    except TermNotFound:
        return
    matcher = getattr(matcher, "child", matcher)
    if isinstance(matcher, W3LeafMatcher):
        # Asking the matcher for one posting after the other costs ten times as much; Whoosh is pinned exactly,
        # and the tests compare with a naive scan.
        while matcher.is_active():
            matcher._read_ids()
            matcher._read_weights()
            yield matcher._ids, matcher._weights
            matcher._next_block()
    else:
        while matcher.is_active():
            yield (matcher.id(),), (matcher.weight(),)
            matcher.next()
