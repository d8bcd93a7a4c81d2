"""Three engines behind one face: ours, SQLite FTS5 and tantivy, over the same terms of the same documents.

Every engine is given the terms that our analyzer makes (pairs of Han characters, stems, words as typed, identifiers,
single characters of the title), ours by running it, the others as words with spaces between, and is asked the same
`Query`: all groups, each by any of its alternatives, phrases literally. Facets are kind, jurisdiction and year.
"""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import tantivy

from benchmarks.corpus import Doc
from kb.library.analyzer import TITLE_MARK, index_terms, is_han, tokens
from kb.library.folding import fold
from kb.library.index import Index, IndexDocument
from kb.library.query import Query

FACETS = ("kind", "jurisdiction", "year")
TOP = 20
BATCH = 500  # kb/sync.py


@dataclass(frozen=True)
class Words:
    """The terms of a document in reading order, separated by spaces; those without a place stand at the end."""

    doc: Doc
    title: str
    text: str


@dataclass(frozen=True)
class Found:
    """The best twenty by position of the document, and how many there are in all and by facet (if that was asked)."""

    top: list[int]
    total: int = 0
    facets: tuple[Counter[str], ...] = ()


class Engine(Protocol):
    """What each engine must be able to do; `folder` is where it keeps its index."""

    name: str
    folder: Path

    def build(self, words: Sequence[Words]) -> None:
        """Makes the index of all documents, ready to be asked."""

    def update(self, old: Words, new: Words, mark: str) -> bool:
        """Replaces a document by one that holds the word `mark`; True when it is found by it."""

    def ask(self, query: Query, *, jurisdiction: str = "", counted: bool = False, loosely: bool = False) -> Found:
        """The best documents; `counted`: with the exact total and facets; `loosely`: any of the words will do."""


def segmented(doc: Doc) -> Words:
    """A document as its terms."""
    marks = {TITLE_MARK + c for c in fold(doc.title) if is_han(c)}
    return Words(doc, " ".join([_terms(doc.title), *sorted(marks)]), _terms(doc.text))


def _terms(text: str) -> str:
    main = [token.terms[0] for token in tokens(fold(text))]
    counts, _ = index_terms(text)
    beside = [term for term, n in counts.items() if term[0] in "=#" for _ in range(n)]
    return " ".join([*main, *beside])


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


class Ours:
    """kb/library: Whoosh's files, our own matching and ranking. It counts and facets in every search."""

    name = "ours"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, words: Sequence[Words]) -> None:
        """See Engine."""
        self.index = Index.create(_fresh(self.folder))
        documents = [_document(w.doc, n) for n, w in enumerate(words, 1)]
        for start in range(0, len(documents), BATCH):  # as a rebuild of the library does
            self.index.apply(documents[start : start + BATCH])
        self.index.optimize()

    def update(self, old: Words, new: Words, mark: str) -> bool:
        """See Engine."""
        self.index.apply([_document(new.doc, 10**6)])
        return self.index.count(mark) == 1

    def ask(self, query: Query, *, jurisdiction: str = "", counted: bool = False, loosely: bool = False) -> Found:
        """See Engine."""
        hits = self.index.find(query, {"jurisdiction": [jurisdiction]} if jurisdiction else None, limit=TOP)
        self.share = hits.share
        counts = tuple(Counter(hits.facets.get(name, {})) for name in FACETS)
        return Found([int(id_[1:]) for id_, _ in hits.ids], hits.total, counts)


def _document(doc: Doc, number: int) -> IndexDocument:
    facets = {"kind": (doc.kind,), "jurisdiction": (doc.jurisdiction,), "year": (doc.year,)}
    return IndexDocument(doc.id, number, title=doc.title, body=doc.text, facets=facets, date=f"{doc.year}-01-01")


class Fts5:
    """SQLite's full-text index without content, beside a table of facets; WAL, memory-mapped, title weighted as ours."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, words: Sequence[Words]) -> None:
        """See Engine."""
        db = self.db = sqlite3.connect(_fresh(self.folder) / "fts.db", isolation_level=None)
        for pragma in ("journal_mode=wal", "synchronous=normal", "mmap_size=2000000000"):
            db.execute(f"pragma {pragma}")
        db.execute("create table docs(rowid integer primary key, kind text, jurisdiction text, year text)")
        tokenizer = "unicode61 remove_diacritics 0 tokenchars ''=#^.@''"
        db.execute(f"create virtual table f using fts5(title, text, content='', tokenize='{tokenizer}')")
        db.execute("insert into f(f, rank) values('rank', 'bm25(2.0, 1.0)')")
        db.execute("begin")
        for number, w in enumerate(words):
            self._put(number, w)
        db.execute("create index place on docs(jurisdiction)")
        db.execute("commit")
        db.execute("insert into f(f) values('optimize')")
        db.execute("analyze")
        db.execute("pragma wal_checkpoint(truncate)")

    def _put(self, number: int, w: Words) -> None:
        self.db.execute("insert into docs values(?,?,?,?)", (number, w.doc.kind, w.doc.jurisdiction, w.doc.year))
        self.db.execute("insert into f(rowid, title, text) values(?,?,?)", (number, w.title, w.text))

    def update(self, old: Words, new: Words, mark: str) -> bool:
        """See Engine."""
        number = int(old.doc.id[1:])
        self.db.execute("begin immediate")
        self.db.execute("insert into f(f, rowid, title, text) values('delete',?,?,?)", (number, old.title, old.text))
        self.db.execute("delete from docs where rowid=?", (number,))
        self._put(number, new)
        self.db.execute("commit")
        return self.db.execute("select count(*) from f where f match ?", (f'"{mark}"',)).fetchone() == (1,)

    def ask(self, query: Query, *, jurisdiction: str = "", counted: bool = False, loosely: bool = False) -> Found:
        """See Engine."""
        match = _fts(query, " OR " if loosely else " AND ")
        if jurisdiction:
            sql = "select f.rowid from f join docs d on d.rowid=f.rowid where f match ? and d.jurisdiction=? order by rank limit ?"
            top = [row[0] for row in self.db.execute(sql, (match, jurisdiction, TOP))]
        else:
            top = [
                row[0]
                for row in self.db.execute("select rowid from f where f match ? order by rank limit ?", (match, TOP))
            ]
        if not counted:
            return Found(top)
        facets: tuple[Counter[str], ...] = tuple(Counter() for _ in FACETS)
        sql = (
            "select d.kind, d.jurisdiction, d.year, count(*) from f cross join docs d on d.rowid=f.rowid "
            "where f match ? group by 1, 2, 3"
        )
        for *values, count in self.db.execute(sql, (match,)):
            for counter, value in zip(facets, values, strict=True):
                counter[value] += count
        return Found(top, facets[0].total(), facets)


def _fts(query: Query, joint: str) -> str:
    """The question in FTS5's language."""

    def all_of(terms: Iterable[str]) -> str:
        return "(" + joint.join(f'"{term}"' for term in terms) + ")"

    groups = ["(" + " OR ".join(all_of(way.terms) for way in group.alternatives) + ")" for group in query.groups]
    phrases = ['"' + " ".join(phrase.terms) + '"' for phrase in query.phrases] if joint == " AND " else []
    return joint.join([*groups, *phrases])


class Tantivy:
    """tantivy (Rust), one field for title and text, facets by its aggregations."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, words: Sequence[Words]) -> None:
        """See Engine."""
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", stored=True, indexed=True)
        schema.add_text_field("id", tokenizer_name="raw")
        schema.add_text_field("text", tokenizer_name="whitespace")
        for facet in FACETS:
            schema.add_text_field(facet, tokenizer_name="raw", fast=True)
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema, path=str(_fresh(self.folder)))
        self.writer = self.index.writer(100_000_000, 1)
        for number, w in enumerate(words):
            self.writer.add_document(self._document(number, w))
        self.writer.commit()
        self.writer.wait_merging_threads()
        self.writer = self.index.writer(50_000_000, 1)
        self._open()

    def _document(self, number: int, w: Words) -> tantivy.Document:
        facets = {name: getattr(w.doc, name) for name in FACETS}
        return tantivy.Document(number=number, id=w.doc.id, text=f"{w.title} {w.text}", **facets)

    def _open(self) -> None:
        self.index.reload()
        self.searcher = self.index.searcher()

    def update(self, old: Words, new: Words, mark: str) -> bool:
        """See Engine."""
        self.writer.delete_documents_by_term("id", old.doc.id)
        self.writer.add_document(self._document(int(old.doc.id[1:]), new))
        self.writer.commit()
        self._open()
        return bool(self.searcher.search(self._term(mark), 1, count=True).count == 1)

    def _term(self, term: str, field: str = "text") -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, field, term)

    def ask(self, query: Query, *, jurisdiction: str = "", counted: bool = False, loosely: bool = False) -> Found:
        """See Engine."""
        must, should = tantivy.Occur.Must, tantivy.Occur.Should
        joint = should if loosely else must

        def any_of(queries: list[tantivy.Query], occur: tantivy.Occur) -> tantivy.Query:
            return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(occur, q) for q in queries])

        parts = [
            any_of([any_of([self._term(term) for term in way.terms], joint) for way in group.alternatives], should)
            for group in query.groups
        ]
        if not loosely:
            phrases = [phrase.terms for phrase in query.phrases if len(phrase.terms) > 1]
            parts += [tantivy.Query.phrase_query(self.schema, "text", list(terms)) for terms in phrases]
        asked = any_of(parts, joint)
        if jurisdiction:
            limit = tantivy.Query.const_score_query(self._term(jurisdiction, "jurisdiction"), 0.0)
            asked = tantivy.Query.boolean_query([(must, asked), (must, limit)])
        result = self.searcher.search(asked, TOP, count=counted)
        top = [self.searcher.doc(address)["number"][0] for _, address in result.hits]
        if not counted:
            return Found(top)
        wanted = {name: {"terms": {"field": name, "size": 300}} for name in FACETS}
        buckets = self.searcher.aggregate(asked, wanted)
        facets = tuple(Counter({b["key"]: b["doc_count"] for b in buckets[name]["buckets"]}) for name in FACETS)
        return Found(top, result.count, facets)


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def marked(w: Words, mark: str) -> Words:
    """The same document with one more word."""
    doc = Doc(w.doc.id, w.doc.title, f"{w.doc.text} {mark}", w.doc.kind, w.doc.jurisdiction, w.doc.year)
    return Words(doc, w.title, f"{w.text} {re.sub(' .*', '', _terms(mark))}")
