"""The bilingual thesaurus: concepts whose Chinese and English forms find each other.

A form is recognised in a question by its terms (stems and pairs), the longest form first; so `Design
Patents` is the form `design patent`, and `外觀設計` the form 外观设计. A form may stand in two concepts (IPR); both
are then meant.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from kb.errors import Invalid, Problem
from kb.library.analyzer import JOINT, Token, tokens
from kb.library.folding import fold

COLUMNS = ("id", "zh", "en", "note")
LONGEST_FORM = 24  # terms
BREAK = re.compile(r"[;!?。\n]|(?<=[a-z]{3})\.\s")


@dataclass(frozen=True)
class Concept:
    """One concept: its forms in both languages, the preferred one first."""

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    note: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms, Chinese first."""
        return self.zh + self.en


@dataclass(frozen=True)
class Found:
    """A form that stands in a text: where, the terms of the form, and the concepts that have it."""

    start: int
    end: int
    terms: tuple[str, ...]
    concepts: tuple[Concept, ...]


def main_terms(folded: str) -> tuple[str, ...]:
    """The main term of each word and pair of a folded text, in reading order."""
    return tuple(token.terms[0] for token in tokens(folded))


@lru_cache(maxsize=8_192)
def form_terms(form: str) -> tuple[tuple[str, ...], ...]:
    """The sequences of terms by which a form is recognised: as written, and with its hyphens as spaces."""
    folded = fold(form)
    apart = main_terms(JOINT.sub(" ", folded))
    return tuple(dict.fromkeys(terms for terms in (main_terms(folded), apart) if terms))


@dataclass(frozen=True)
class Thesaurus:
    """A set of concepts that recognises their forms in a text."""

    concepts: tuple[Concept, ...] = ()
    _by_first: dict[str, list[tuple[tuple[str, ...], list[Concept]]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        by_terms: dict[tuple[str, ...], list[Concept]] = {}
        for concept in self.concepts:
            for form in concept.forms:
                for terms in form_terms(form):
                    owners = by_terms.setdefault(terms[:LONGEST_FORM], [])
                    if concept not in owners:
                        owners.append(concept)
        for terms, owners in by_terms.items():
            self._by_first.setdefault(terms[0], []).append((terms, owners))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    @classmethod
    def read(cls, text: str) -> "Thesaurus":
        """The thesaurus in a tab-separated text: id, zh, en, note; forms joined by `|`. Raises Invalid."""
        rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        if not rows.fieldnames or not {"id", "zh", "en"} <= set(rows.fieldnames):
            zh, en = f"表头应为 {' '.join(COLUMNS)}", f"the header must be {' '.join(COLUMNS)}"
            raise Invalid([Problem("terms.tsv", "header", zh, en)])
        return cls(tuple(_concept(row) for row in rows if row["id"]))

    def with_concepts(self, more: Iterable[Concept]) -> "Thesaurus":
        """A thesaurus of these and more concepts (the names of jurisdictions, for one)."""
        return Thesaurus((*self.concepts, *more))

    def find(self, folded: str) -> Iterator[Found]:
        """Every form in a folded text, the longest at each place, without overlaps, in reading order."""
        stream = list(tokens(folded))
        i = 0
        while i < len(stream):
            match = self._match(folded, stream, i)
            if match:
                terms, concepts = match
                last = stream[i + len(terms) - 1]
                yield Found(stream[i].start, last.end, terms, tuple(concepts))
                # A pair that begins inside the form also reaches into what follows: no form starts there.
                while i < len(stream) and stream[i].start < last.end:
                    i += 1
            else:
                i += 1

    def _match(self, folded: str, stream: list[Token], i: int) -> tuple[tuple[str, ...], list[Concept]] | None:
        for terms, concepts in self._by_first.get(stream[i].terms[0], ()):
            span = stream[i : i + len(terms)]
            if tuple(token.terms[0] for token in span) == terms and _unbroken(folded, span):
                return terms, concepts
        return None


def _unbroken(folded: str, span: list[Token]) -> bool:
    """True when only spaces and stop words stand between the tokens, not the end of a sentence."""
    return not any(BREAK.search(folded, a.end, b.start) for a, b in pairwise(span))


def _concept(row: dict[str, str | None]) -> Concept:
    zh, en = (tuple(filter(None, map(str.strip, (row[key] or "").split("|")))) for key in ("zh", "en"))
    return Concept(row["id"] or "", zh, en, row.get("note") or "")
