"""Build, update and search: ours against FTS5 and tantivy, in one process, one after the other on the same questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import questions
from benchmarks.corpus import Doc, table
from benchmarks.engines import Engine, Fts5, Ours, Tantivy, Words, marked, segmented, size
from benchmarks.measured import Spread, Took, in_thread, spread, took
from benchmarks.questions import Question
from kb.library.highlight import snippet
from kb.library.query import Query, parse
from kb.library.thesaurus import Concept, Thesaurus

UPDATES = 15


@dataclass(frozen=True)
class Asked:
    """A kind of question and what is wanted of the answer."""

    name: str
    form: Callable[..., str | None]
    counted: bool = False
    shown: bool = False
    limited: bool = False
    thesaurus: bool = False


CLASSES = (
    Asked("1 term", questions.one_term),
    Asked("3 terms", questions.three_terms),
    Asked("phrase", questions.phrase),
    Asked("3 terms, 3 facets", questions.three_terms, counted=True),
    Asked("3 terms, filtered", questions.three_terms, limited=True),
    Asked("3 terms, highlighted", questions.three_terms, shown=True),
    Asked("complete, no snippets", questions.run_of_characters, counted=True),
    Asked("complete", questions.run_of_characters, counted=True, shown=True),
    Asked("complete, thesaurus", questions.run_of_characters, counted=True, shown=True, thesaurus=True),
)


@dataclass
class Row:
    """One class of questions: for each engine the first time it was asked, and the better of two more."""

    name: str
    asked: int
    equal: dict[str, int] = field(default_factory=dict)
    first: dict[str, Spread] = field(default_factory=dict)
    again: dict[str, Spread] = field(default_factory=dict)


@dataclass
class Searching:
    """Everything that was measured at one size."""

    size: int
    segmenting: Took
    build: dict[str, Took] = field(default_factory=dict)
    bytes_: dict[str, int] = field(default_factory=dict)
    update: dict[str, Spread] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


def measure(docs: Sequence[Doc], folder: Path, count: int, say: Callable[[str], None]) -> Searching:
    """All measurements over these documents, `count` questions a class."""
    words, segmenting = took(lambda: [segmented(doc) for doc in docs])
    done = Searching(len(docs), segmenting)
    engines: list[Engine] = [Ours(folder / "ours"), Fts5(folder / "fts5"), Tantivy(folder / "tantivy")]
    for engine in engines:
        _, done.build[engine.name] = took(lambda engine=engine: engine.build(words))
        done.bytes_[engine.name] = size(engine.folder)
        say(f"{engine.name}: {len(docs)} documents indexed in {done.build[engine.name].cpu:.1f} CPU s")
    concepts = _thesaurus()
    for number, kind in enumerate(CLASSES):
        done.rows += _ask(engines, docs, kind, count, number, concepts)
        say(f"asked: {kind.name}")
    for engine in engines:
        done.update[engine.name] = _update(engine, words)
    return done


def _thesaurus() -> Thesaurus:
    rows = table("terms")
    concepts = [Concept(r["id"], tuple(r["zh"].split("|")), tuple(r["en"].split("|"))) for r in rows]
    return Thesaurus(tuple(concepts))


def _update(engine: Engine, words: Sequence[Words]) -> Spread:
    """One document is replaced by one with a new word, and asked for: from the call to the word being found."""
    times = []
    for number, old in enumerate(words[:UPDATES]):
        mark = f"zq{number}x"
        new = marked(old, mark)
        seen, time_ = took(lambda old=old, new=new, mark=mark: engine.update(old, new, mark))
        if not seen:
            raise RuntimeError(f"{engine.name} does not find what it was told")
        times.append(time_)
    return spread(times)


def _ask(
    engines: Sequence[Engine], docs: Sequence[Doc], kind: Asked, count: int, seed: int, thesaurus: Thesaurus
) -> list[Row]:
    """The questions of a class, apart: those that all words answer, and those that only most words do."""
    asked = questions.draw(docs, kind.form, count, limited=kind.limited, seed=seed)
    queries = {q: parse(q.text, thesaurus if kind.thesaurus else None) for q in asked}
    shares, totals, first = _first(engines, docs, kind, queries)
    rows = []
    for share in ("all", "most"):
        chosen = [q for q in asked if shares[q] == share]
        if not chosen or (share == "most" and not kind.counted):
            continue
        row = Row(kind.name + (", most words" if share == "most" else ""), len(chosen))
        for engine in engines:
            row.first[engine.name] = spread([first[engine.name, q] for q in chosen])
            row.again[engine.name] = spread([_again(engine, docs, kind, q, queries[q], share) for q in chosen])
            row.equal[engine.name] = sum(totals[engine.name, q] == totals["ours", q] for q in chosen)
        rows.append(row)
    return rows


def _first(
    engines: Sequence[Engine], docs: Sequence[Doc], kind: Asked, queries: dict[Question, Query]
) -> tuple[dict[Question, str], dict[tuple[str, Question], int], dict[tuple[str, Question], Took]]:
    """Every question for the first time: what share of the words was found by ours, totals, and times."""
    shares: dict[Question, str] = {}
    totals: dict[tuple[str, Question], int] = {}
    times: dict[tuple[str, Question], Took] = {}
    for engine in engines:
        for q, query in queries.items():
            loosely = shares.get(q) == "most"
            total, times[engine.name, q] = in_thread(
                lambda engine=engine, q=q, query=query, loosely=loosely: _answer(engine, docs, kind, q, query, loosely)
            )
            if isinstance(engine, Ours):
                shares[q] = engine.share
            counted = engine.ask(query, counted=True, loosely=loosely).total if not kind.counted else total
            totals[engine.name, q] = counted
    return shares, totals, times


def _again(engine: Engine, docs: Sequence[Doc], kind: Asked, q: Question, query: Query, share: str) -> Took:
    tries = [in_thread(lambda: _answer(engine, docs, kind, q, query, share == "most"))[1] for _ in range(2)]
    return min(tries, key=lambda took_: took_.cpu)


def _answer(engine: Engine, docs: Sequence[Doc], kind: Asked, q: Question, query: Query, loosely: bool) -> int:
    """The whole answer: the same highlighter on the same texts for every engine."""
    found = engine.ask(query, jurisdiction=q.jurisdiction, counted=kind.counted, loosely=loosely)
    if kind.shown:
        for number in found.top:
            snippet(docs[number].title, query, width=200)
            snippet(docs[number].text, query)
    return found.total
