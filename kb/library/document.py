"""What one published text becomes in the library: its row and its index document. Building and updating both come here."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel

from kb.kinds import LINK, Entry
from kb.kinds.fields import REFERENCE, Bi, Faceted, Searched
from kb.kinds.jurisdictions import Jurisdictions
from kb.kinds.text import Translation, body_hash
from kb.kinds.vocabulary import Chapter, Term
from kb.library.index import IndexDocument
from kb.markdown import Heading, Rendered, plain, render

FACETS = ("kind", "jurisdiction", "right", "industry", "route", "year", "status")
_CODE = re.compile(rf"{REFERENCE}|\d{{4}}(-\d\d){{0,2}}|[a-z]{{2,3}}(-[A-Za-z0-9]+)*")
_SKIP = (
    "source",
    "sources",
    "dates_source",
    "checked",
    "checked_by",
    "review_months",
    "aliases",
    "url",
    "text_url",
    "translation_url",
    "ip_url",
)


@dataclass(frozen=True)
class Document:
    """An entry as the library keeps it."""

    entry: Entry
    number: int
    sha256: str
    at: str
    zh: Rendered
    en: Rendered | None
    en_stale: bool
    text_zh: str
    text_en: str
    facets: dict[str, tuple[str, ...]]
    index: IndexDocument

    def row(self) -> dict[str, Any]:
        """Its row in the table of entries."""
        e = self.entry
        return {
            "id": e.id, "kind": e.kind, "jurisdiction": e.jurisdiction, "page": e.page, "number": self.number,
            "sha256": self.sha256, "at": self.at, "title_zh": e.title.zh, "title_en": e.title.en,
            "summary_zh": e.summary.zh, "summary_en": e.summary.en, "day": e.day.isoformat() if e.day else None,
            "checked": e.checked.isoformat(), "stale_on": e.stale_on.isoformat(), "model": e.model_dump_json(),
            "html_zh": self.zh.html, "html_en": self.en.html if self.en else None, "en_stale": int(self.en_stale),
            "headings_zh": _headings(self.zh), "headings_en": _headings(self.en) if self.en else "[]",
            "text_zh": self.text_zh, "text_en": self.text_en,
        }  # fmt: skip


def make(
    entry: Entry, translation: Translation | None, names: Jurisdictions, *, number: int, sha256: str, at: str
) -> Document:
    """The document of an entry with its English body, if there is one."""
    keys = [source.key for source in entry.sources]
    zh = render(entry.body, keys, {chapter.zh: chapter.value for chapter in Chapter})
    en = render(translation.body, keys, {chapter.en: chapter.value for chapter in Chapter}) if translation else None
    stale = translation is not None and translation.translates != body_hash(entry.body)
    parts = Parts(entry, names)
    text_zh = "\n".join([*parts.zh, plain(zh.html)])
    text_en = "\n".join([*parts.en, plain(en.html) if en else ""])
    headings = [h.text for r in (zh, en) if r for h in r.headings]
    index = IndexDocument(
        id=entry.id, number=number, identifiers=tuple(parts.into["identifier"]),
        title="\n".join([*parts.into["title"]]), terms="\n".join(parts.terms), summary="\n".join(parts.into["summary"]),
        headings="\n".join([*parts.into["headings"], *headings]),
        body=LINK.sub(lambda m: m.group(2) or "", f"{text_zh}\n{text_en}"),
        facets=parts.facets, date=entry.day.isoformat() if entry.day else None,
    )  # fmt: skip
    return Document(entry, number, sha256, at, zh, en, stale, text_zh, text_en, parts.facets, index)


class Parts:
    """The words of an entry's front matter, sorted by where they go in the index."""

    def __init__(self, entry: Entry, names: Jurisdictions) -> None:
        self.into: dict[str, list[str]] = {name: [] for name in ("identifier", "title", "summary", "headings", "body")}
        self.zh: list[str] = []
        self.en: list[str] = []
        facets: dict[str, dict[str, None]] = {name: {} for name in FACETS}
        facets["kind"][entry.kind] = None
        if entry.jurisdiction:
            facets["jurisdiction"][entry.jurisdiction] = None
        if entry.day:
            facets["year"][str(entry.day.year)] = None
        self._collect(entry, "body", facets)
        self.facets = {name: tuple(values) for name, values in facets.items()}
        self.terms = list(dict.fromkeys(self._names(entry, names)))

    def _collect(self, model: BaseModel, into: str, facets: dict[str, dict[str, None]]) -> None:
        for name, field in type(model).model_fields.items():
            value = getattr(model, name)
            if name in _SKIP or (name in ("id", "body") and isinstance(model, Entry)):
                continue
            marks = {type(mark): mark for mark in field.metadata}
            where = marks[Searched].into if Searched in marks else into
            if Faceted in marks:
                for item in value if isinstance(value, tuple) else (value,):
                    facets[marks[Faceted].name][str(item)] = None
            for leaf in _leaves(value):
                self._take(leaf, where, facets)

    def _take(self, leaf: object, where: str, facets: dict[str, dict[str, None]]) -> None:
        if isinstance(leaf, Bi):
            if where not in ("title", "summary"):
                self.zh.append(leaf.zh)
                self.en.append(leaf.en)
            if where != "body":
                self.into[where] += [leaf.zh, leaf.en]
        elif isinstance(leaf, BaseModel):
            self._collect(leaf, "body", facets)
        elif isinstance(leaf, str) and not isinstance(leaf, Enum) and leaf and not _CODE.fullmatch(leaf):
            self.zh.append(leaf)
            if where != "body":
                self.into[where].append(leaf)

    def _names(self, entry: Entry, names: Jurisdictions) -> Iterator[str]:
        """What the entry is called by without saying so: its kind, jurisdictions and vocabulary, in both languages."""
        yield from (entry.zh, entry.en, entry.also)
        for code in self.facets["jurisdiction"]:
            if code in names:
                t = names[code]
                yield from (t.zh, t.en, *t.aliases_zh, *t.aliases_en)
        for leaf in _terms(entry):
            yield from (leaf.zh, leaf.en)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        yield from value
    elif value is not None:
        yield value


def _terms(model: BaseModel) -> Iterator[Term]:
    for name in type(model).model_fields:
        for leaf in _leaves(getattr(model, name)):
            if isinstance(leaf, Term):
                yield leaf
            elif isinstance(leaf, BaseModel):
                yield from _terms(leaf)


def _headings(rendered: Rendered) -> str:
    return json.dumps([[h.anchor, h.text] for h in rendered.headings], ensure_ascii=False)


def headings_from(stored: str) -> tuple[Heading, ...]:
    """The chapters as they were stored in a row."""
    return tuple(Heading(anchor, text) for anchor, text in json.loads(stored))


def parse_day(stored: str | None) -> date | None:
    """A date as it was stored in a row."""
    return date.fromisoformat(stored) if stored else None
