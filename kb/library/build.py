"""Where the library lies on disk, and the one writer of a node.

    library/current               names the folder that serves, and the one that served before
    library/writer.lock           held by the one process that writes
    library/<format>-<n>/kb.db    rows        library/<format>-<n>/index/   Whoosh index

A new library is built in a folder of its own and then switched to by replacing `current`; readers of the old folder go
on undisturbed. An update commits the index first, then rows and mark in one transaction: after a crash between the two,
the next sync does the same update again.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kb.errors import Damaged, Invalid, Unavailable
from kb.kinds import BY_NAME, KINDS, jurisdictions, text
from kb.kinds.jurisdictions import Jurisdictions
from kb.library import rows
from kb.library.analyzer import ANALYZER_VERSION
from kb.library.document import Document, make
from kb.library.index import Index

log = logging.getLogger("kb.library")
LAYOUT = 6  # raise it when rows or index documents change in a way that the kinds' schemas do not show
CURRENT = "current"


@cache
def format_name() -> str:
    """Name of the format that this code reads: it changes with the layout, the analyzer and the kinds."""
    schemas = json.dumps([kind.model_json_schema() for kind in KINDS], sort_keys=True, default=str)
    return hashlib.sha256(f"{LAYOUT} {ANALYZER_VERSION} {schemas}".encode()).hexdigest()[:10]


def current_folder(folder: Path, format_: str) -> Path | None:
    """The folder that serves now, if it is of this format."""
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").split("\n")[0]
    except FileNotFoundError:
        return None
    serving = folder / name
    return serving if name.startswith(f"{format_}-") and (serving / "kb.db").is_file() else None


@dataclass(frozen=True)
class Text:
    """A published text (None: withdrawn or erased) with what the log says of it."""

    number: int
    key: str
    action: str
    author: str
    at: str
    sha256: str
    text: str | None


@dataclass(frozen=True)
class Applied:
    """What one batch of texts did to the library."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    refused: tuple[str, ...] = ()
    rename: bool = False
    """The table of names changed, so that every entry must be made anew."""


class Workshop:
    """The right to write this node's library; Unavailable if another process has it."""

    def __init__(self, folder: Path, *, wait: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.format = folder, format_name()
        self._lock = (folder / "writer.lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            self._lock.close()
            raise Unavailable("unavailable") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.close()

    def serving(self, store: str) -> "Bench | None":
        """The library that serves now, to be updated in place; None if it is another store's, of another format, or broken."""
        place = current_folder(self.folder, self.format)
        if place is None:
            return None
        try:
            bench = Bench(place)
            if bench.reader.meta(rows.STORE) == store:
                return bench
            bench.close()
        except (sqlite3.DatabaseError, Damaged) as error:
            log.warning("the library in %s cannot be read and is built anew: %s", place, error)
        return None

    def fresh(self, store: str) -> "Bench":
        """An empty library beside the one that serves. What an interrupted build left behind is removed first."""
        keep = self._named()
        self._clear(keep)
        taken = [int(name.rpartition("-")[2]) for name in keep]
        place = self.folder / f"{self.format}-{max(taken, default=0) + 1}"
        place.mkdir()
        rows.create(place / "kb.db", store)
        Index.create(place / "index")
        return Bench(place)

    def switch(self, bench: "Bench") -> None:
        """Let the built library serve; the one that served before stays on disk until the next build."""
        before = self._named()[:1]
        new = self.folder / (CURRENT + ".new")
        with new.open("w", encoding="utf-8") as file:
            file.write("\n".join([bench.place.name, *before]))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / CURRENT)
        self._clear(self._named())

    def _clear(self, keep: list[str]) -> None:
        for old in self.folder.iterdir():
            if old.is_dir() and old.name not in keep:
                shutil.rmtree(old)

    def _named(self) -> list[str]:
        path = self.folder / CURRENT
        names = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
        return [name for name in names if name and (self.folder / name).is_dir()]


class Bench:
    """One library on disk, open for writing."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.writer = rows.Writer(place / "kb.db")
        self.reader = rows.Reader(place / "kb.db")
        self.index = Index.open(place / "index")

    def close(self) -> None:
        """Give the files back."""
        self.writer.close()

    def number(self) -> int:
        """Publication number up to which everything is in."""
        return int(self.reader.meta(rows.NUMBER) or 0)

    def apply(self, texts: Sequence[Text]) -> Applied:
        """Bring the texts in, in their order: index first, then rows, log and mark in one transaction."""
        last = {t.key: t for t in texts}
        known = {r["id"] for r in self.reader.within({key.partition(".")[0] for key in last}, "id")}
        names = self.names(last.get("table/jurisdictions"))
        documents, gone, refused = self._documents(last, names)
        self.index.apply([d.index for d in documents], gone)
        with self.writer.transaction():
            for t in last.values():
                self.writer.text(t.key, t.text, t.number)
            for document in documents:
                self.writer.put(document)
            for id_ in gone:
                self.writer.remove(id_)
            for key, why in refused.items():
                self.writer.refuse(key, last[key].number if key in last else 0, why)
            self.writer.changed([_log(t) for t in texts])
            if texts:
                self.writer.mark(texts[-1].number)
        new = sum(d.entry.id not in known for d in documents)
        rename = "table/jurisdictions" in last and self.reader.one("select 1 from entries limit 1") is not None
        return Applied(new, len(documents) - new, len(known & set(gone)), tuple(refused), rename)

    def remake(self, ids: Iterable[str]) -> None:
        """Make these entries anew from the texts at hand."""
        documents, gone, refused = self._documents({}, self.names(None), set(ids))
        self.index.apply([d.index for d in documents], gone)
        with self.writer.transaction():
            for document in documents:
                self.writer.put(document)
            for id_ in [*gone, *refused]:
                self.writer.remove(id_)

    def out_of_step(self) -> set[str]:
        """Entries of which index and rows hold different versions."""
        in_rows = {(r["id"], r["number"]) for r in self.reader.all("select id, number from entries")}
        return {id_ for id_, _ in in_rows ^ set(self.index.ids_with_numbers().items())}

    def names(self, pending: Text | None) -> Jurisdictions:
        """The table of names: the one that is coming in, else the one that is here."""
        found = pending.text if pending else self._stored("table/jurisdictions")[0]
        try:
            return jurisdictions.read(found) if found else Jurisdictions()
        except Invalid:
            return Jurisdictions()

    def _documents(
        self, last: Mapping[str, Text], names: Jurisdictions, ids: set[str] | None = None
    ) -> tuple[list[Document], list[str], dict[str, str]]:
        touched = ids if ids is not None else {key.partition(".")[0] for key in last if not key.startswith("table/")}
        documents, gone, refused = [], [], {}
        for id_ in sorted(touched):
            main = last.get(id_)
            content, number = (main.text, main.number) if main else self._stored(id_)
            if content is None:
                gone.append(id_)
                continue
            try:
                documents.append(self._document(id_, content, number, last, names))
            except Invalid as error:
                refused[id_] = str(error)
        return documents, gone, refused

    def _document(
        self, id_: str, content: str, number: int, last: Mapping[str, Text], names: Jurisdictions
    ) -> Document:
        kind = BY_NAME.get(id_.partition("/")[0])
        if kind is None:
            raise Invalid([])
        entry = text.read(kind, id_, content)
        key = f"{id_}.en"
        english, english_number = (last[key].text, last[key].number) if key in last else self._stored(key)
        translation = text.read_translation(id_, "en", english) if english else None
        change = last.get(id_) or last.get(key)
        at = change.at if change else self._at(id_)
        digest = hashlib.sha256(content.encode()).hexdigest()
        return make(entry, translation, names, number=max(number, english_number), sha256=digest, at=at)

    def _stored(self, key: str) -> tuple[str | None, int]:
        row = self.reader.one("select text, number from texts where key = ?", [key])
        return (row["text"], row["number"]) if row else (None, 0)

    def _at(self, id_: str) -> str:
        row = self.reader.one("select at from changes where key = ? order by number desc limit 1", [id_])
        return str(row["at"]) if row else ""


def _log(t: Text) -> dict[str, Any]:
    return {"number": t.number, "key": t.key, "action": t.action, "author": t.author, "at": t.at}
