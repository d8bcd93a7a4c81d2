"""The types that every kind is made of, and the markers that say what else a field is good for.

A marker on a field replaces a second declaration elsewhere: `Searched` puts its text into the index, `Faceted` makes
it a facet, `Inline` writes a list on one line of the file. `label()` carries the name of the field in both languages;
it is used by error messages, the edit form and `docs/kinds.md`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
REFERENCE = rf"(?:guide|law|fees|deadline|exhibition|case|expert|directive|alert|office)/{SLUG}(?:/{SLUG})?(?:#{SLUG})?"


@dataclass(frozen=True)
class Searched:
    """The text of this field goes into the index field `into`: identifier, title, summary, headings or body."""

    into: str


@dataclass(frozen=True)
class Faceted:
    """The values of this field are counted and can be chosen beside the search results under `name`."""

    name: str


@dataclass(frozen=True)
class Inline:
    """A list that is written on one line of the file, its values separated by commas."""


def label(zh: str, en: str, help_zh: str = "", help_en: str = "", **rest: Any) -> Any:
    """A Pydantic field with its name and help text in both languages; `rest` goes to `pydantic.Field`."""
    return Field(title=en, json_schema_extra={"zh": zh, "en": en, "help_zh": help_zh, "help_en": help_en}, **rest)


class Row(BaseModel):
    """Base of everything written in front matter: unknown fields are errors, text is stripped, values are immutable."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


Text = Annotated[str, StringConstraints(min_length=1)]


class Bi(Row):
    """A text in both languages of the site."""

    zh: Text = label("中文", "Chinese")
    en: Text = label("英文", "English")


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


T = TypeVar("T")
Codes = Annotated[tuple[T, ...], BeforeValidator(_split), Inline()]
"""Several values on one line: `rights: patent, design`."""

Slug = Annotated[str, StringConstraints(pattern=rf"^{SLUG}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
Keys = Annotated[tuple[Slug, ...], BeforeValidator(_split), Inline(), Field(min_length=1)]
"""Keys of the entry's sources that carry this row."""

Jurisdiction = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
"""Code of the table of jurisdictions, in lower case as in addresses: us, jp, ep, up."""

Reference = Annotated[str, StringConstraints(pattern=rf"^{REFERENCE}$")]
"""Id of another entry, optionally with a row: `fees/us/patent#filing`."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Money = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=4)]


def _when(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        raise ValueError("date")
    try:
        earliest(value)
    except ValueError:
        raise ValueError("date") from None
    return value


def earliest(when: str) -> date:
    """First day that a date known to the year, month or day can mean; ValueError if there is no such day."""
    year, month, day = [int(part) for part in (when + "-01-01").split("-")[:3]]
    return date(year, month, day)


def latest(when: str) -> date:
    """Last day that a date known to the year, month or day can mean."""
    if len(when) == 10:
        return date.fromisoformat(when)
    year, month = (int(when[:4]), int(when[5:7])) if len(when) == 7 else (int(when), 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


When = Annotated[str, AfterValidator(_when)]
"""A legal date as far as the source gives it: 2021, 2021-03 or 2021-03-14; no time zone."""


class Source(Row):
    """Where a fact comes from."""

    key: Slug = label("键", "Key", "条目内引用此来源的短名", "Short name by which rows of the entry cite it")
    title: Text = label("标题", "Title", "原文标题", "Title in its own language")
    url: Url = label("网址", "Address")
    publisher: Text = label("发布者", "Publisher")
    accessed: date = label("查阅日期", "Accessed")
    official: bool = label("官方", "Official", "是否由主管机关或法院发布", "Published by the authority or court itself")


class Fact(Row):
    """A row that states a fact; it names the sources that carry it."""

    source: Keys = label(
        "来源",
        "Source",
        "支持本行的来源键，逗号分隔",
        "Keys of the sources that carry this row, separated by commas",
    )


class Contact(Row):
    """Public ways to reach a body or an adviser."""

    phone: str = label("电话", "Telephone", default="")
    email: str = label("电子邮件", "E-mail", default="")
    url: Url | None = label("网址", "Website", default=None)
    address: Bi | None = label("地址", "Address", default=None)


def overlapping(spans: Sequence[tuple[date, date | None]]) -> bool:
    """Whether two of the spans (first day, last day or None for open) share a day."""
    ordered = sorted(spans, key=lambda span: span[0])
    return any(a[1] is None or a[1] >= b[0] for a, b in zip(ordered, ordered[1:], strict=False))
