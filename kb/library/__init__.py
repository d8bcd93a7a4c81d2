"""The library: a disposable copy of what is published, one per node, made for reading. Delete it and it comes back the same.

    document.py   a text → its row and its index document      build.py   where it lies, the one writer
    rows.py       kb.db                                        index.py   the Whoosh index, and all that knows Whoosh
    analyzer.py, folding.py, identifiers.py, thesaurus.py, query.py: how words are cut, joined and asked
    search.py     a request → a page of results                highlight.py  snippets

Readers never block and are never blocked: each request looks whether `current` or the number moved and reopens if so.
"""

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kb.errors import Invalid, Unavailable
from kb.kinds import BY_NAME, LINK, Entry, jurisdictions
from kb.kinds.jurisdictions import Jurisdictions
from kb.library import rows
from kb.library.build import current_folder, format_name
from kb.library.document import FACETS, headings_from, parse_day
from kb.library.held import Answer, Brief, Change, Held, Rate
from kb.library.index import Index
from kb.library.search import Places, Searcher, SearchPage, SearchRequest, Suggestion
from kb.library.thesaurus import Thesaurus

__all__ = [
    "EMPTY",
    "FACETS",
    "Brief",
    "Change",
    "Held",
    "Library",
    "Rate",
    "SearchPage",
    "SearchRequest",
    "Suggestion",
]


@dataclass
class Opened:
    """The library folder that serves, and what is remembered of it for one publication number."""

    place: Path
    reader: rows.Reader
    index: Index
    number: int = -1
    names: Jurisdictions = field(default_factory=Jurisdictions)
    searcher: Searcher | None = None
    entries: dict[tuple[str, int], Entry] = field(default_factory=dict)
    briefs: list[Brief] | None = None  # of all entries; read when first asked for


KEPT = 20_000  # entries read from rows and remembered by (id, number); a change adds one, so the old go at some time
EMPTY, EMPTY_BYTES = "empty-queries.tsv", 1_000_000
_TEXTS = ("summary_zh", "summary_en", "text_zh", "text_en")  # which may hold references
_COLUMNS = "id, kind, jurisdiction, page, title_zh, title_en, summary_zh, summary_en, day, checked, stale_on"


class Library:
    """The door for reading. Safe to share between threads. Raises Unavailable while no library has been built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._format = format_name()
        self._lock = threading.Lock()
        self._opened: Opened | None = None
        self._made: tuple[tuple[str, ...], Thesaurus, Places] | None = None

    def number(self) -> int:
        """Publication number that this library holds."""
        return self._open().number

    def version(self) -> str:
        """A text that changes whenever anything that the library serves changes."""
        opened = self._open()
        return f"{opened.place.name}.{opened.number}"

    @property
    def names(self) -> Jurisdictions:
        """The table of names."""
        return self._open().names

    def get(self, id_: str) -> Held | None:
        """The entry with this id, or None."""
        opened = self._open()
        row = opened.reader.one("select * from entries where id = ?", [id_])
        return _held(opened, row) if row else None

    def moved(self, path: str) -> str | None:
        """The address that an old address leads to, or None."""
        row = self._open().reader.one("select page from aliases join entries using (id) where path = ?", [path])
        return str(row["page"]) if row else None

    def entries(self, kind: str, jurisdiction: str | None = None) -> list[Entry]:
        """All entries of a kind, by jurisdiction and title."""
        opened = self._open()
        where, values = ("and jurisdiction = ?", [kind, jurisdiction]) if jurisdiction else ("", [kind])
        sql = f"select id, number, model from entries where kind = ? {where} order by jurisdiction, title_en"
        return [_entry(opened, row) for row in opened.reader.all(sql, values)]

    def briefs(self, ids: Iterable[str] | None = None) -> list[Brief]:
        """Briefs of these entries in the order asked for (those that exist), or of all by kind and title."""
        opened = self._open()
        if ids is None:
            return _all_briefs(opened)
        wanted = list(ids)
        by_id = {row["id"]: _brief(row) for row in opened.reader.within(wanted, _COLUMNS)}
        return [by_id[id_] for id_ in wanted if id_ in by_id]

    def referring(self, id_: str) -> list[Brief]:
        """Entries that refer to this one."""
        sql = "select id from links where target = ? and id <> ? order by id"
        return self.briefs(row["id"] for row in self._open().reader.all(sql, [id_, id_]))

    def history(self, id_: str) -> list[Change]:
        """The log of an entry and its translation, newest first."""
        sql = "select number, key, action, author, at from changes where key in (?, ?) order by number desc"
        return [Change(**dict(row)) for row in self._open().reader.all(sql, [id_, f"{id_}.en"])]

    def search(self, request: SearchRequest, today: date) -> SearchPage:
        """One page of results."""
        opened = self._open()
        found = self._searcher(opened).search(request, today, lambda ids: _answers(opened, ids))
        if not found.total and not found.elsewhere and request.q.strip() and not request.filters:
            self._remember_empty(request.q, today)
        return found

    def _remember_empty(self, q: str, today: date) -> None:
        """Append a question that found nothing to this node's file, for the editors: the words and the day, no person."""
        path = self.folder / EMPTY
        with self._lock, path.open("a", encoding="utf-8") as file:
            if file.tell() < EMPTY_BYTES:
                file.write(f"{today}\t{' '.join(q.split())[:100]}\n")

    def suggest(self, typed: str, language: str, limit: int = 8) -> list[Suggestion]:
        """What the reader may be typing."""
        return self._searcher(self._open()).suggest(typed, language, limit)

    def rates(self) -> dict[str, Rate]:
        """CNY rates by currency."""
        text = self._text("table/rates")
        lines = [line.split("\t") for line in text.splitlines()[1:] if line.strip()]
        return {c: Rate(c, Decimal(cny), date.fromisoformat(on), source) for c, cny, on, source in lines}

    def stats(self) -> dict[str, Any]:
        """Counts of entries by kind and by jurisdiction, of translations, and the publication number."""
        reader, number = self._open().reader, self.number()
        kinds = {r[0]: r[1] for r in reader.all("select kind, count(*) from entries group by kind order by kind")}
        places = reader.all(
            "select jurisdiction, count(*) from entries where jurisdiction is not null group by 1 order by 1"
        )
        en = reader.one("select count(*) from entries where html_en is not null")
        return {
            "entries": sum(kinds.values()), "kinds": kinds, "jurisdictions": {r[0]: r[1] for r in places},
            "english_bodies": en[0] if en else 0, "number": number,
        }  # fmt: skip

    def refused(self) -> list[tuple[str, str]]:
        """Published texts that do not fit their kind (key, why); their last good version goes on serving."""
        return [(r["key"], r["why"]) for r in self._open().reader.all("select key, why from refused order by key")]

    def _text(self, key: str) -> str:
        row = self._open().reader.one("select text from texts where key = ?", [key])
        return str(row["text"]) if row else ""

    def _open(self) -> Opened:
        place = current_folder(self.folder, self._format)
        if place is None:
            raise Unavailable("library_missing")
        with self._lock:
            opened = self._opened
            if opened is None or opened.place != place:
                opened = Opened(place, rows.Reader(place / "kb.db"), Index.open(place / "index"))
            number = int(opened.reader.meta(rows.NUMBER))
            if number != opened.number:
                opened = _refresh(opened, number)
            self._opened = opened
            return opened

    def _searcher(self, opened: Opened) -> Searcher:
        with self._lock:
            if opened.searcher is None:
                thesaurus, places = self._tables(opened)
                opened.searcher = Searcher(opened.index, thesaurus, places, lambda: _all_briefs(opened))
            return opened.searcher

    def _tables(self, opened: Opened) -> tuple[Thesaurus, Places]:
        """What the two tables make; kept while their texts stay the same, for they are slow to make."""
        rows_ = opened.reader.all(
            "select key, text from texts where key in ('table/terms', 'table/jurisdictions') order by key"
        )
        key = tuple(row["text"] for row in rows_)
        if self._made is None or self._made[0] != key:
            terms = next((row["text"] for row in rows_ if row["key"] == "table/terms"), "")
            self._made = (key, Thesaurus.read(terms) if terms else Thesaurus(), Places(opened.names))
        return self._made[1], self._made[2]


def _refresh(opened: Opened, number: int) -> Opened:
    row = opened.reader.one("select text from texts where key = 'table/jurisdictions'")
    try:
        names = jurisdictions.read(row["text"]) if row else Jurisdictions()
    except Invalid:
        names = opened.names
    return Opened(
        opened.place,
        opened.reader,
        opened.index,
        number,
        names,
        None,
        opened.entries if len(opened.entries) < KEPT else {},
    )


def _all_briefs(opened: Opened) -> list[Brief]:
    if opened.briefs is None:
        opened.briefs = [
            _brief(r) for r in opened.reader.all(f"select {_COLUMNS} from entries order by kind, title_en")
        ]
    return opened.briefs


def _brief(row: Any) -> Brief:
    values = dict(row)
    days = {name: parse_day(values.pop(name)) for name in ("day", "checked", "stale_on")}
    return Brief(**values, **days)  # type: ignore[arg-type]


def _entry(opened: Opened, row: Any) -> Entry:
    key = (row["id"], row["number"])
    if key not in opened.entries:
        opened.entries[key] = BY_NAME[row["id"].partition("/")[0]].model_validate_json(row["model"])
    return opened.entries[key]


def _held(opened: Opened, row: Any) -> Held:
    return Held(
        _entry(opened, row), row["number"], row["sha256"], row["at"], row["html_zh"], row["html_en"], bool(row["en_stale"]),
        headings_from(row["headings_zh"]), headings_from(row["headings_en"]),
    )  # fmt: skip


def _answers(opened: Opened, ids: Iterable[str]) -> dict[str, Answer]:
    """What a page of results needs of its hits; an id that the rows do not have is left out."""
    found = [dict(row) for row in opened.reader.within(ids, f"{_COLUMNS}, text_zh, text_en")]
    named = {m.group(1).partition("#")[0] for row in found for text in _TEXTS for m in LINK.finditer(row[text])}
    titles = {row["id"]: row for row in opened.reader.within(named, "id, title_zh, title_en")}
    for row in found:
        for text in _TEXTS:
            row[text] = _said(row[text], titles, f"title_{text[-2:]}")
    return {
        row["id"]: Answer(_brief({k: row[k] for k in _COLUMNS.split(", ")}), row["text_zh"], row["text_en"])
        for row in found
    }


def _said(text: str, titles: Mapping[str, Any], title: str) -> str:
    """The text with each reference as words: its label, else the title that its target has today."""

    def words(m: re.Match[str]) -> str:
        target = titles.get(m.group(1).partition("#")[0])
        return m.group(2) or (str(target[title]) if target else "")

    return LINK.sub(words, text)
