"""The two things that are served: an instance of our site, and a database for Datasette, of the same documents."""

import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.corpus import CONTENT, Doc
from benchmarks.engines import segmented, size
from benchmarks.measured import Spread, Took, spread, took
from kb.edition import Edition
from kb.editor import import_files
from kb.kinds import BY_NAME, text
from kb.library import Library, SearchRequest
from kb.settings import Settings
from kb.store import Store
from kb.sync import rebuild, sync

TODAY = "2026-11-22"
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
COMMITS, WARM_UP = 12, 3
SOURCE = {
    "key": "src", "title": "Made for measuring", "url": "https://example.org/", "publisher": "benchmarks",
    "accessed": TODAY, "official": "no",
}  # fmt: skip


@dataclass
class Built:
    """What it took to build the site's library."""

    entries: int
    publish: Took
    rebuild: Took
    index_bytes: int
    rows_bytes: int


@dataclass
class Committed:
    """One entry from commit to sight: all of it, the sync, the first search after it; and the first suggestion."""

    whole: Spread
    sync: Spread
    sight: Spread
    typing: Spread


def settings_of(instance: Path) -> Settings:
    """Our settings for a measured site: fixed day, the project's own content."""
    return Settings(instance=instance, content=CONTENT, today=TODAY)


def build(docs: Sequence[Doc], instance: Path, say: Callable[[str], None]) -> Built:
    """The project's own content and the documents as laws, cases and alerts, published, and the library built of them."""
    shutil.rmtree(instance, ignore_errors=True)
    instance.mkdir(parents=True)
    settings = settings_of(instance)
    with Store(settings.store_url) as store:
        store.migrate()
        import_files(Edition(CONTENT), store, MOMENT)
        _, publish = took(lambda: _publish(store, docs))
        done, rebuilt = took(lambda: rebuild(store, settings.library_folder))
        if done.refused:
            raise RuntimeError(f"refused: {done.refused[:3]}")
        say(f"site: {done.added} entries, library built in {rebuilt.cpu:.0f} CPU s")
        place = next(path for path in settings.library_folder.iterdir() if path.is_dir())
        sizes = size(place / "index"), (place / "kb.db").stat().st_size
    return Built(done.added, publish, rebuilt, *sizes)


def _publish(store: Store, docs: Sequence[Doc]) -> None:
    with store.batch() as batch:
        for doc in docs:
            batch.publish(key_of(doc), entry_text(doc), author="benchmarks", message="generated", at=MOMENT)


def commits(docs: Sequence[Doc], instance: Path) -> Committed:
    """Entries are published one by one, synced, and found by a library that was already open."""
    settings = settings_of(instance)
    library = Library(settings.library_folder)
    spans: dict[str, list[Took]] = {"whole": [], "sync": [], "sight": [], "typing": []}
    with Store(settings.store_url) as store:
        mark = f"zq{store.number()}x"
        for number, doc in enumerate(docs[: WARM_UP + COMMITS]):
            cpu, wall = time.process_time(), time.perf_counter()
            text_ = entry_text(replace(doc, text=f"{doc.text}\n{mark}\n"))
            store.publish(key_of(doc), text_, author="benchmarks", message=mark, at=MOMENT + timedelta(seconds=number))
            _, synced = took(lambda: sync(store, settings.library_folder))
            found, seen = took(lambda: library.search(SearchRequest(mark), MOMENT.date()))
            whole = Took(time.process_time() - cpu, time.perf_counter() - wall)
            if found.total != number + 1:
                raise RuntimeError("what was published is not found")
            # A word that hardly anything has makes the search look for a better spelling; that is measured apart.
            if number >= WARM_UP:
                _, typed = took(lambda: library.suggest("商", "zh"))
                for name, span in zip(spans, (whole, synced, seen, typed), strict=True):
                    spans[name].append(span)
    return Committed(**{name: spread(times) for name, times in spans.items()})


def key_of(doc: Doc) -> str:
    """The id of the document's entry."""
    return f"law/{doc.jurisdiction}/{doc.id}" if doc.kind == "law" else f"{doc.kind}/{doc.id}"


def entry_text(doc: Doc) -> str:
    """The document as an entry of its kind, in the canonical form of a file."""
    day = f"{doc.year}-03-14"
    both = {"zh": doc.title, "en": doc.title}
    summary = doc.text.strip().split("\n")[0][:110]
    fields: dict[str, Any] = {
        "id": key_of(doc), "title": both, "summary": {"zh": summary, "en": summary}, "checked": TODAY,
        "checked_by": "benchmarks", "sources": [SOURCE], "body": doc.text,
    }  # fmt: skip
    row = {"what": both, "source": "src"}
    own: dict[str, dict[str, Any]] = {
        "law": {
            "native_title": doc.title, "text_language": "en", "level": "statute", "number": f"No. {doc.id[1:]}",
            "issued_by": both, "in_force": day, "status": "in-force", "as_of": TODAY, "rights": "trade-mark",
            "text_url": "https://example.org/", "articles": [{"article": "1", "topic": "procedure", **row}],
        },
        "case": {
            "jurisdictions": doc.jurisdiction, "forum": "court", "forum_name": both, "docket": f"{doc.year}-{doc.id}",
            "route": "court", "rights": "patent", "industries": "electronics", "product": both, "status": "ended",
            "parties": [{"name": both, "role": role, "country": doc.jurisdiction} for role in ("claimant", "respondent")],
            "events": [{"date": day, **row}], "result": "settled", "outcome": both, "lessons": [both],
        },
        "alert": {
            "level": "information", "issued": day, "jurisdictions": doc.jurisdiction, "rights": "design",
            "changes": [{**row, "after": both}], "do": [both],
        },
    }  # fmt: skip
    return text.write(BY_NAME[doc.kind].model_validate({**fields, **own[doc.kind]}))


def datasette_database(docs: Sequence[Doc], path: Path) -> None:
    """A database as a careful user of Datasette would make it: one table, an index a facet, FTS5 over the same terms."""
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.execute(
        "create table docs(number integer primary key, id text, title text, text text, kind text, jurisdiction text, "
        "year text, title_terms text, text_terms text)"
    )
    for number, doc in enumerate(docs):
        w = segmented(doc)
        row = (number, doc.id, doc.title, doc.text, doc.kind, doc.jurisdiction, doc.year, w.title, w.text)
        db.execute("insert into docs values(?,?,?,?,?,?,?,?,?)", row)
    db.execute(
        "create virtual table docs_fts using fts5(title_terms, text_terms, content='docs', content_rowid='number', "
        "tokenize='unicode61 remove_diacritics 0 tokenchars ''=#^.@''')"
    )
    db.execute("insert into docs_fts(docs_fts) values('rebuild')")
    db.execute("insert into docs_fts(docs_fts) values('optimize')")
    for facet in ("kind", "jurisdiction", "year"):
        db.execute(f"create index docs_{facet} on docs({facet})")
    db.commit()
    db.execute("analyze")
    db.commit()
    db.close()


def keep(built: Built, path: Path) -> None:
    """Writes down what a build took, beside the instance, for `--reuse`."""
    path.write_text(json.dumps(asdict(built)), encoding="utf-8")


def kept(path: Path) -> Built | None:
    """What was written down, if it is there."""
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    for name in ("publish", "rebuild"):
        data[name] = Took(**data[name])
    return Built(**data)
