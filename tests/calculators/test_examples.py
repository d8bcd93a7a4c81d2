"""Worked examples that somebody else computed: guidance, decisions and court dockets, each row with its source.

`examples.tsv`: a row names a rule of content/, or `-` and the counting as fields of a version. Where the source gives only
day and month, `says` tells that the year was chosen. Nothing here was computed by this project.
"""

import csv
import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kb.calculators.calendars import Calendar
from kb.calculators.deadlines import Asked, Computed, compute
from kb.edition import Edition
from kb.editor.exchange import parse
from kb.kinds.deadline import Deadline
from kb.kinds.guide import Guide
from kb.kinds.vocabulary import Service
from kb.settings import ROOT
from tests import makers

CONTENT = Edition(ROOT / "content")
OWN_RULE = "-"
with (Path(__file__).parent / "examples.tsv").open(encoding="utf-8", newline="") as lines:
    EXAMPLES = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))

BARE_DAY = "the clerk entered the last day of the count; Fed. R. Bankr. P. 9006(a)(1)(C) carries it on from a day off"
KNOWN_DIFFERENCES = {
    "us-bankr-dis-mieb-2009-12-16": BARE_DAY,
    "us-bankr-dis-mowb-2009-12-29": BARE_DAY,
    "us-bankr-dis-nvb-2009-11-18": BARE_DAY,
    "us-bankr-dis-nvb-2010-01-27": BARE_DAY,
    "us-bankr-poc-mab-2008-10-03": BARE_DAY,
    "us-bankr-poc-nvb-2010-01-04": BARE_DAY,
    "ep-guidelines-in-time": "the guide holds the EPO's closing days of 2026 only, not Corpus Christi 2024; the answer says so",
}
"""Rows whose source gives another day than the calculator, with the reason."""


@cache
def calendar(code: str) -> Calendar:
    """The closed days of a jurisdiction as the application has them: the national table and its guide."""
    text = CONTENT.read(f"guide/{code}")
    guide = parse(f"guide/{code}", text) if text else None
    return Calendar(code, guide.closed_days if isinstance(guide, Guide) else ())


def rule(row: dict[str, str]) -> Deadline:
    """The rule of content that the row names, or one made of its parameters."""
    if row["rule"] != OWN_RULE:
        text = CONTENT.read(row["rule"])
        assert text, row["rule"]
        entry = parse(row["rule"], text)
        assert isinstance(entry, Deadline)
        return entry
    plain = {k: v for k, v in makers.OWN["deadline"]["versions"][0].items() if k not in ("number", "unit")}
    version = {**plain, "valid_from": "1900-01-01", **json.loads(row["parameters"])}
    return makers.entry("deadline", f"deadline/{row['jurisdiction']}/example", versions=[version])


def answer(row: dict[str, str]) -> Computed:
    asked = rule(row)
    dates = (date.fromisoformat(row["trigger"]), *(None for _ in asked.trigger.of[1:]))
    service = Service(row["service"]) if row["service"] else None
    return compute(Asked(asked, dates, service), calendar(row["jurisdiction"]))


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["id"])
def test_the_calculator_agrees_with_the_source(row: dict[str, str]):
    due = answer(row).due
    if row["id"] in KNOWN_DIFFERENCES:
        assert due != date.fromisoformat(row["expected"]), "agrees now: take it off the list of known differences"
    else:
        assert due == date.fromisoformat(row["expected"]), f"{row['says']} ({row['source_title']})"


def test_every_example_has_a_source_and_an_id_of_its_own():
    assert [i for i, n in Counter(row["id"] for row in EXAMPLES).items() if n > 1] == []
    for row in EXAMPLES:
        assert row["source_url"].startswith("http"), row["id"]
        assert row["source_title"], row["id"]
        assert row["says"], row["id"]
        assert (row["rule"] == OWN_RULE) == bool(row["parameters"]), row["id"]
    assert set(KNOWN_DIFFERENCES) <= {row["id"] for row in EXAMPLES}


def test_a_closing_day_that_is_not_held_is_told():
    row = next(row for row in EXAMPLES if row["id"] == "ep-guidelines-in-time")
    assert not answer(row).covered
