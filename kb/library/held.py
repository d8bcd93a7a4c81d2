"""What the library hands out: frozen values, safe to share between threads."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kb.kinds import Entry
from kb.markdown import Heading


@dataclass(frozen=True)
class Brief:
    """What a list shows of an entry."""

    id: str
    kind: str
    jurisdiction: str | None
    page: str
    title_zh: str
    title_en: str
    summary_zh: str
    summary_en: str
    day: date | None
    checked: date
    stale_on: date

    def title(self, language: str) -> str:
        """Its title in that language."""
        return self.title_en if language == "en" else self.title_zh

    def summary(self, language: str) -> str:
        """Its summary in that language."""
        return self.summary_en if language == "en" else self.summary_zh


@dataclass(frozen=True)
class Held:
    """An entry as the library holds it: the entry itself, its rendered body, and what the log knows of it."""

    entry: Entry
    number: int
    sha256: str
    at: str
    html_zh: str
    html_en: str | None
    en_stale: bool
    headings_zh: tuple[Heading, ...]
    headings_en: tuple[Heading, ...]
    body_en: str | None = None


@dataclass(frozen=True)
class Change:
    """A line of the log: when a text was published or withdrawn, by whom, under which number."""

    number: int
    key: str
    action: str
    author: str
    at: str


@dataclass(frozen=True)
class Rate:
    """CNY for one unit of a currency, on a day, from a source."""

    currency: str
    cny: Decimal
    on: date
    source: str


@dataclass(frozen=True)
class Answer:
    """A hit of a search with the texts that its snippet is cut from."""

    brief: Brief
    text_zh: str
    text_en: str
