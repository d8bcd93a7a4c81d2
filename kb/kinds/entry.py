"""What all kinds of entry have in common."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel

from kb.kinds.fields import REFERENCE, SLUG, Bi, Codes, Row, Searched, Source, earliest, label

CITATION = re.compile(rf"\[@({SLUG}(?:,\s*{SLUG})*)\]")
LINK = re.compile(rf"\[\[({REFERENCE})(?:\|([^\]\n]+))?\]\]")


class Entry(Row):
    """One entry: what its file says, with its id and body. Each kind is one subclass, declared in a module of its own."""

    kind: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    also: ClassVar[str]
    """Words by which people ask for this kind of thing without naming it: how long, how much, what to do."""
    pattern: ClassVar[str]
    """Path of its file below content/, without .md; the address of its page, unless `address` says otherwise."""
    address: ClassVar[str] = ""

    id: str
    body: str = ""

    title: Annotated[Bi, Searched("title")] = label("标题", "Title")
    summary: Annotated[Bi, Searched("summary")] = label(
        "摘要", "Summary", "一两句话说清要点", "One or two sentences that say the point"
    )
    checked: date = label(
        "核对日期",
        "Checked on",
        "最近一次逐项核对来源的日期",
        "Day on which every fact was last compared with its source",
    )
    checked_by: str = label("核对人", "Checked by", "谁核对了来源", "Who compared it", min_length=1)
    review_months: int = label("复核周期（月）", "Review every (months)", default=12, ge=1, le=60)
    aliases: Codes[str] = label(
        "旧地址", "Old addresses", "转到本页的旧地址", "Old addresses that lead here", default=()
    )

    # `sources` stands last in every file: subclasses' fields come before it (see `field_order`).
    sources: tuple[Source, ...] = label("来源", "Sources", min_length=1)

    @classmethod
    def field_order(cls) -> list[str]:
        """Names of the front-matter fields in the order of the file: title and summary, the kind's own, then upkeep and sources."""
        common = list(Entry.model_fields)
        own = [name for name in cls.model_fields if name not in common]
        return ["title", "summary", *own, "checked", "checked_by", "review_months", "aliases", "sources"]

    @property
    def jurisdiction(self) -> str | None:
        """Code of the jurisdiction that the entry stands under, if its path names one."""
        return self.id.split("/")[1] if "{jurisdiction}" in self.pattern else None

    @property
    def slug(self) -> str:
        """Last part of the id."""
        return self.id.rsplit("/", 1)[-1]

    @property
    def page(self) -> str:
        """Path of its page."""
        return "/" + (self.address or self.pattern).format(jurisdiction=self.jurisdiction, slug=self.slug)

    @property
    def day(self) -> date | None:
        """The date by which entries of this kind are ordered, if they have one."""
        return None

    @property
    def stale_on(self) -> date:
        """Day from which the entry needs to be checked again."""
        months = self.checked.month - 1 + self.review_months
        return earliest(f"{self.checked.year + months // 12:04}-{months % 12 + 1:02}-{min(self.checked.day, 28):02}")

    def facets(self) -> dict[str, tuple[str, ...]]:
        """Values of the facets that are not marked on a field."""
        return {}

    def references(self) -> Iterator[tuple[str, str]]:
        """Every (field, id) that the front matter refers to; references in the body are read by `LINK`."""
        yield from ()


def cited(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every (field, key) of a source that the entry names, in front matter and in the body."""
    yield from _keys(entry, "")
    for match in CITATION.finditer(entry.body):
        for key in re.split(r",\s*", match.group(1)):
            yield "body", key


def _keys(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name in ("source", "dates_source"):
                yield from ((f"{path}{name}", key) for key in inner)
            else:
                yield from _keys(inner, f"{path}{name}.")
    elif isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            yield from _keys(item, f"{path.rstrip('.')}[{number}].")


def walk(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every leaf of a front matter as (path, value)."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if not isinstance(value, Entry) or name not in ("id", "body"):
                inner = getattr(value, name)
                yield from walk(inner, f"{path}.{name}" if path and not isinstance(value, Bi) else path or name)
    elif isinstance(value, tuple):
        for item in value:
            yield from walk(item, path)
    elif value is not None:
        yield path, value


def mentioned(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every (field, id) of another entry that a text names as `[[id]]`: in a row of front matter or in the body."""
    for path, value in [*walk(entry), ("body", entry.body)]:
        if isinstance(value, str):
            yield from ((path, match.group(1)) for match in LINK.finditer(value))
