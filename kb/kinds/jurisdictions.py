"""The one table of names: every territory and regional system, what it is called, and what covers it on a day."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kb.errors import Invalid, Problem

GROUPS = ("state", "region-cn", "territory", "system")


@dataclass(frozen=True)
class Span:
    """A regional system that covers a territory from `since` on, to `until` if it ended."""

    system: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Territory:
    """A row of the table; codes are in lower case, as in addresses."""

    code: str
    group: str
    zh: str
    en: str
    aliases_zh: tuple[str, ...] = ()
    aliases_en: tuple[str, ...] = ()
    office_zh: str = ""
    office_en: str = ""
    office_url: str = ""
    systems: tuple[Span, ...] = ()
    wipolex: str = ""
    sources: tuple[str, ...] = ()

    def systems_on(self, day: date) -> list[str]:
        """Codes of the regional systems that cover it on the day."""
        return [span.system for span in self.systems if span.covers(day)]


@dataclass(frozen=True)
class Jurisdictions:
    """The table, by code."""

    by_code: Mapping[str, Territory] = field(default_factory=dict)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __getitem__(self, code: str) -> Territory:
        return self.by_code[code]

    def name(self, code: str, language: str) -> str:
        """Its name on a page in that language (zh or en); the code itself if the table has no such row."""
        territory = self.by_code.get(code)
        return code.upper() if territory is None else territory.en if language == "en" else territory.zh

    def members(self, system: str, day: date) -> list[Territory]:
        """The territories that a regional system covers on the day."""
        return [t for t in self.by_code.values() if system in t.systems_on(day)]


def read(text: str) -> Jurisdictions:
    """The table from the text of jurisdictions.tsv; Invalid with every row that is wrong."""
    rows, problems = {}, []
    for number, row in enumerate(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE), 2):
        try:
            territory = _territory(row)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            problems.append(
                Problem("jurisdictions.tsv", f"line {number}", f"不能读取：{error}", f"cannot be read: {error}")
            )
            continue
        if territory.code in rows:
            problems.append(
                Problem(
                    "jurisdictions.tsv",
                    f"line {number}",
                    f"代码重复：{territory.code}",
                    f"code stands twice: {territory.code}",
                )
            )
        rows[territory.code] = territory
    if problems:
        raise Invalid(problems)
    return Jurisdictions(rows)


def _territory(row: dict[str, str]) -> Territory:
    if row["group"] not in GROUPS:
        raise ValueError(f"group {row['group']}")
    if not (row["zh"] and row["en"]):
        raise ValueError("name")
    return Territory(
        code=row["code"].lower(),
        group=row["group"],
        zh=row["zh"],
        en=row["en"],
        aliases_zh=_list(row["aliases_zh"]),
        aliases_en=_list(row["aliases_en"]),
        office_zh=row["office_zh"],
        office_en=row["office_en"],
        office_url=row["office_url"],
        systems=tuple(map(_span, _list(row["systems"]))),
        wipolex=row["wipolex"],
        sources=_list(row["sources"]),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _span(text: str) -> Span:
    system, _, days = text.partition(":")
    since, _, until = days.partition("..")
    return Span(system.lower(), date.fromisoformat(since), date.fromisoformat(until) if until else None)
