"""Where in a text the words of a query stand: pieces to show, and the passage that shows most of them.

Works on folded text and shows the original: a query in simplified characters marks a traditional text, and
the reverse.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.library.analyzer import LETTER, is_han, runs, tokens, word_terms
from kb.library.folding import fold_with_offsets, unaccented
from kb.library.identifiers import identifiers
from kb.library.query import Group, Query

LONGEST_TEXT = 40_000  # characters that are looked through for a passage
MOST_MARKS = 400
ELLIPSIS = "…"
SPACE = re.compile(r"\s+")
WORDS = re.compile(f"[{LETTER}]+")
BREAK = re.compile(r"[。；;！!？?\n]|\. ")


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what was asked for."""

    text: str
    hit: bool = False


@dataclass(frozen=True)
class Mark:
    """Where something asked for stands in the original text, and which of the query's groups it is."""

    start: int
    end: int
    group: int


def highlight(text: str, query: Query) -> tuple[Piece, ...]:
    """The whole text in pieces; joined, they are the text."""
    return tuple(_pieces(text, 0, len(text), _marks(text, query)))


def snippet(text: str, query: Query, width: int = 120) -> tuple[Piece, ...]:
    """The passage that shows most of the query: about `width` Han characters, or twice as many letters."""
    text = text[:LONGEST_TEXT]
    if text[:200].isascii():
        width *= 2
    marks = _marks(text, query)
    start = _best_start(text, marks, width)
    end = min(len(text), start + width)
    inside = [mark for mark in marks if mark.start >= start and mark.end <= end]
    pieces = [Piece(SPACE.sub(" ", piece.text), piece.hit) for piece in _pieces(text, start, end, inside)]
    if start:
        pieces.insert(0, Piece(ELLIPSIS))
    if end < len(text):
        pieces.append(Piece(ELLIPSIS))
    return tuple(piece for piece in pieces if piece.text)


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    at = start
    for mark in marks:
        if mark.start > at:
            yield Piece(text[at : mark.start])
        yield Piece(text[mark.start : mark.end], hit=True)
        at = mark.end
    if at < end:
        yield Piece(text[at:end])


def _best_start(text: str, marks: Sequence[Mark], width: int) -> int:
    """Where a window begins that holds the most different groups, then the most marks; after a near break."""
    if not marks or marks[-1].end <= width:
        return 0
    best, best_value, last = 0, (0, 0), 0
    for i, first in enumerate(marks):
        last = max(last, i)
        while last < len(marks) and marks[last].end <= first.start + width * 4 // 5:
            last += 1
        inside = marks[i : max(last, i + 1)]
        value = (len({mark.group for mark in inside}), len(inside))
        if value > best_value:
            best, best_value = first.start, value
    lead = max(0, best - width // 5)
    breaks = [m.end() for m in BREAK.finditer(text, lead, best)]
    return breaks[-1] if breaks else max(0, best - width // 10)


def _marks(text: str, query: Query) -> list[Mark]:
    """Everything in the text that the query asks for, in reading order, without overlaps."""
    folded, offsets = fold_with_offsets(text)
    bare = unaccented(folded)
    found: list[tuple[int, int, int]] = []
    for number, finder in enumerate(_finders(query.groups)):
        whole = _places(bare, finder.whole, finder.stems) + _named(folded, finder.keys)
        places = whole or _places(bare, finder.parts, finder.stems)
        found += [(start, end, number) for start, end in places]
    marks: list[Mark] = []
    for start, end, number in sorted(found, key=lambda place: (place[0], -place[1])):
        first, last = offsets[start], offsets[end]
        if marks and first < marks[-1].end:
            if last > marks[-1].end:
                marks[-1] = Mark(marks[-1].start, last, marks[-1].group)
        elif last > first:
            marks.append(Mark(first, last, number))
    return marks[:MOST_MARKS]


@dataclass(frozen=True)
class _Finder:
    """How a group is found in a text: whole, in any of its forms; failing that, by its pairs and words."""

    whole: re.Pattern[str] | None
    parts: re.Pattern[str] | None
    stems: frozenset[str]
    keys: frozenset[str]


@lru_cache(maxsize=64)
def _finders(groups: tuple[Group, ...]) -> tuple[_Finder, ...]:
    """The finders of a query: made once, used for every hit on the page."""
    finders = []
    for group in groups:
        forms = [group.text, *group.forms]
        places = [(token.start, token.end) for token in tokens(group.text)]
        parts = [group.text[start:end] for start, end in places if end - start > 1]
        stems = frozenset(stem for form in forms for stem in _stems(form))
        keys = frozenset(term[1:] for way in group.alternatives for term in way.terms if term.startswith("#"))
        finders.append(_Finder(_any(forms), _any(parts), stems, keys))
    return tuple(finders)


def _named(folded: str, keys: frozenset[str]) -> list[tuple[int, int]]:
    """Places of the group's identifiers, however they are typed."""
    return [(found.start, found.end) for found in identifiers(folded) if keys & {*found.keys}] if keys else []


def _places(text: str, pattern: re.Pattern[str] | None, stems: frozenset[str]) -> list[tuple[int, int]]:
    """Where the pattern stands: Han literally, each Latin word only if it has one of the stems."""
    places = []
    for m in pattern.finditer(text) if pattern else ():
        if not stems or all((word_terms(word) or (None,))[0] in {None, *stems} for word in _words(m.group())):
            places.append(m.span())
        if len(places) >= MOST_MARKS:
            break
    return places


def _words(text: str) -> list[str]:
    return WORDS.findall(text)


def _stems(form: str) -> list[str]:
    return [terms[0] for word in _words(form) if (terms := word_terms(word))]


def _any(forms: list[str]) -> re.Pattern[str] | None:
    """A pattern for any of the forms, the longest first: each word's beginning, each Han run as it stands."""
    patterns = sorted({pattern for form in forms if (pattern := _pattern(form))}, key=len, reverse=True)
    return re.compile("|".join(patterns)) if patterns else None


def _pattern(form: str) -> str:
    parts = []
    for start, end in runs(form):
        run = form[start:end]
        if is_han(run):
            parts.append(re.escape(run))
            continue
        for word in _words(run):
            stem = (word_terms(word) or (word,))[0]
            beginning = re.escape(stem[:-1] if stem.endswith("i") else stem)
            parts.append(f"(?<![{LETTER}]){beginning}[{LETTER}]{{0,12}}")
    return f"[^{LETTER}]{{0,3}}".join(parts)
