"""The search index on disk: with postings.py the only module that knows Whoosh.

Whoosh keeps terms, weights, columns, segments, locks and commits; ranking is ours (`ranking.py`). Its
proven traps are walled in here, each with a test: no mmap (it copies the index to the heap), ids
de-duplicated before a commit (an id updated twice in one session stays twice), a failed commit cancelled
(it would leave the index locked), readers never shared between threads without a lock, and none of its
collectors (they lose documents of the best ten).
"""

import heapq
import pickle
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Self

from whoosh import columns, fields, formats
from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import SegmentReader
from whoosh.writing import IndexWriter

from kb.errors import Damaged, Unavailable
from kb.library.analyzer import KEY_MARK, TITLE_MARK, index_terms, is_han
from kb.library.folding import fold
from kb.library.identifiers import identifier_key
from kb.library.postings import Record, Snapshot
from kb.library.query import Query, parse
from kb.library.ranking import Matched, match

# How much a word counts in each part of a document; multiples of 1/4 are exact in Whoosh's 32-bit weights.
WEIGHTS = {"identifiers": 4.0, "title": 4.0, "terms": 1.0, "summary": 1.5, "headings": 1.25, "body": 1.0}
LOCK_SECONDS = 10.0
MOST_SEGMENTS = 8


@dataclass(frozen=True)
class IndexDocument:
    """What the index is told of one entry. `date` is ISO 8601; `facets`: a facet's name → the entry's values."""

    id: str
    number: int
    identifiers: tuple[str, ...] = ()
    title: str = ""
    terms: str = ""
    summary: str = ""
    headings: str = ""
    body: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date: str | None = None


@dataclass(frozen=True)
class Hits:
    """One page of what was found, with exact figures for all of it.

    `share` is "all" when every word was found, "most" when documents with most of the words are shown. Counts of a
    facet disregard the filter on that facet itself, and respect the others. `direct`: entries named by the question.
    """

    total: int
    ids: tuple[tuple[str, float], ...]
    facets: Mapping[str, Mapping[str, int]]
    share: str = "all"
    direct: tuple[str, ...] = ()


class Terms(fields.FieldType):  # type: ignore[misc]
    """A Whoosh field that is given its terms and weights, worked out by our own analyzer."""

    indexed = True
    scorable = False

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.stored = False
        self.unique = False

    def index(self, value: Mapping[str, float], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each term with its weight, as Whoosh's writer wants them."""
        return ((term.encode("utf-8"), 1, weight, b"") for term, weight in value.items())


class Index:
    """The index in one folder. Safe to share between threads; one process at a time may write."""

    def __init__(self, index: FileIndex) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    @classmethod
    def create(cls, folder: Path) -> Self:
        """A new, empty index in a folder (made if absent); what lay there is lost."""
        folder.mkdir(parents=True, exist_ok=True)
        schema = fields.Schema(
            id=fields.ID(unique=True),
            terms=Terms(),
            record=fields.STORED(),
            literal=fields.COLUMN(columns.CompressedBytesColumn()),
        )
        return cls(_storage(folder).create_index(schema))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index that lies in a folder. Raises Damaged when there is none that can be read."""
        with _damage_told():
            return cls(_storage(folder).open_index())

    def close(self) -> None:
        """Lets go of the files."""
        self._snapshot = None
        self._index.close()

    def generation(self) -> int:
        """A number that grows with every commit, by whichever process."""
        return int(self._index.latest_generation())

    def doc_count(self) -> int:
        """How many documents it holds."""
        return self._now().count

    def ids_with_numbers(self) -> dict[str, int]:
        """The publication number of each document that it holds."""
        snapshot = self._now()
        return {snapshot.records[d].id: snapshot.records[d].number for d in snapshot.documents()}

    def count(self, text: str) -> int:
        """In how many documents a word or a few characters stand (all of its terms, that is)."""
        groups = parse(text).groups
        return len(match(Query(groups=groups), self._now(), loosely=False).scores) if groups else 0

    def apply(self, documents: Iterable[IndexDocument], deleted: Iterable[str] = ()) -> None:
        """Adds or replaces documents and removes others, in one commit; of two with one id the last wins.

        Raises Unavailable when another process has been writing for ten seconds. After any failure the index is as it
        was, and unlocked.
        """
        wanted = {document.id: document for document in documents}
        gone = set(deleted) - wanted.keys()
        if not wanted and not gone:
            return
        writer = self._writer()
        try:
            for id_ in (*gone, *wanted):
                writer.delete_by_term("id", id_)
            for document in wanted.values():
                _add(writer, document)
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=_merged_seldom)

    def optimize(self) -> None:
        """Joins all segments into one: faster to ask, smaller; costs as much as a rebuild's writing."""
        self._writer().commit(optimize=True)

    def find(
        self,
        query: Query,
        filters: Mapping[str, Collection[str]] | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Hits:
        """One page of the documents that answer a query and pass the filters, best first.

        A document passes a facet's filter when it has one of the values named; an empty filter lets all pass. An
        empty query lists everything, the latest first.
        """
        snapshot = self._now()
        if query.nothing and not query.keys:
            return Hits(0, (), {})
        listing = not query.groups and not query.keys
        with _damage_told():
            matched = Matched(dict.fromkeys(snapshot.listed, 0.0), "all") if listing else match(query, snapshot)
        wanted = {facet: set(values) for facet, values in (filters or {}).items() if values}
        chosen, facets = _filtered(snapshot, matched.scores, wanted)
        page = chosen[offset : offset + limit] if listing else _best(snapshot, chosen, matched, limit, offset)
        return Hits(
            total=len(chosen),
            ids=tuple((snapshot.records[d].id, round(matched.scores[d], 6)) for d in page),
            facets=facets,
            share=matched.share,
            direct=tuple(sorted(snapshot.records[d].id for d in matched.direct)),
        )

    def _writer(self) -> IndexWriter:
        try:
            return self._index.writer(timeout=LOCK_SECONDS, limitmb=64)
        except LockError as error:
            raise Unavailable("unavailable", part="index") from error

    def _now(self) -> Snapshot:
        """The snapshot of the latest generation."""
        snapshot = self._snapshot
        if snapshot is not None and snapshot.generation == self.generation():
            return snapshot
        with self._lock:
            known = self._snapshot
            if known is None or known.generation != self.generation():
                segments = known.segments if known else {}
                with _damage_told():
                    reader = self._index.reader()
                    self._snapshot = known = Snapshot(reader, reader.generation(), segments)
            return known


@contextmanager
def _damage_told() -> Iterator[None]:
    """Whatever Whoosh raises over files that are missing or not what it wrote becomes Damaged."""
    try:
        yield
    except (OSError, EOFError, ValueError, pickle.PickleError, struct.error, zlib.error, WhooshIndexError) as error:
        raise Damaged from error


def _storage(folder: Path) -> FileStorage:
    return FileStorage(str(folder), supports_mmap=False)


def _merged_seldom(writer: IndexWriter, segments: list[Segment]) -> list[Segment]:
    """The segments to keep as they are; the small others go into the new one, but only when there are many.

    Whoosh's own policy merges at nearly every small commit, which costs more than the commit.
    """
    if len(segments) < MOST_SEGMENTS:
        return segments
    largest = max(segment.doc_count_all() for segment in segments)
    kept = []
    for segment in segments:
        if segment.doc_count() * 4 > largest:
            kept.append(segment)
        else:
            with SegmentReader(writer.storage, writer.schema, segment) as reader:
                writer.add_reader(reader)
    return kept


def _add(writer: IndexWriter, document: IndexDocument) -> None:
    """Writes one document's terms, record and text."""
    parts = {name: getattr(document, name) for name in WEIGHTS}
    parts["identifiers"] = "\n".join(document.identifiers)
    weights: dict[str, float] = {}
    length = 0.0
    for name, text in parts.items():
        counts, words = index_terms(text)
        length += WEIGHTS[name] * words
        for term, count in counts.items():
            weights[term] = weights.get(term, 0.0) + WEIGHTS[name] * count
    weights |= {TITLE_MARK + character: 1.0 for character in fold(document.title) if is_han(character)}
    weights |= {KEY_MARK + identifier_key(fold(identifier)): 1.0 for identifier in document.identifiers}
    facets = dict(document.facets)
    record = Record(document.id, document.number, document.title, document.date or "", length, facets)
    literal = " \x1f ".join(" ".join(fold(text).split()) for text in parts.values() if text)
    writer.add_document(
        id=document.id, terms=weights, record=asdict(record), literal=literal.encode("utf-8", "replace")
    )


def _filtered(
    snapshot: Snapshot, matched: Mapping[int, float], filters: Mapping[str, set[str]]
) -> tuple[list[int], dict[str, dict[str, int]]]:
    """The documents that pass every filter, and for each facet the counts without its own filter."""
    passing = {}
    for name, wanted in filters.items():
        column = snapshot.column(name)
        passing[name] = {d for d in matched if not wanted.isdisjoint(column[d])}
    counts: dict[str, dict[str, int]] = {}
    for name in snapshot.facets:
        others = [allowed for facet, allowed in passing.items() if facet != name]
        counted = _in_all(matched, others)
        counts[name] = dict(Counter(chain.from_iterable(map(snapshot.column(name).__getitem__, counted))))
    return list(_in_all(matched, list(passing.values()))), counts


def _in_all(documents: Iterable[int], allowed: list[set[int]]) -> Iterable[int]:
    """The documents that stand in every set, in their order."""
    return [d for d in documents if all(d in each for each in allowed)] if allowed else documents


def _best(snapshot: Snapshot, chosen: list[int], matched: Matched, limit: int, offset: int) -> list[int]:
    """The wanted page of the chosen documents by score, equal scores by id."""
    scores = matched.scores
    best = heapq.nlargest(offset + limit, map(scores.__getitem__, chosen))
    if not best:
        return []
    # Rounded, so that two documents alike stay alike in whatever order their scores were added up.
    candidates = (d for d in chosen if scores[d] >= best[-1] - 1e-6)
    ordered = sorted(candidates, key=lambda d: (-round(scores[d], 6), snapshot.records[d].id))
    return ordered[offset : offset + limit]
