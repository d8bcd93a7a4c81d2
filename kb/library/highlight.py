"""Where in a text the words of a query stand: pieces to show, and the passage that shows most of them.

Works on folded text and shows the original: a query in simplified characters marks a traditional text, and
the reverse.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

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
    folded, offsets, bare = _folded(text)
    found: list[tuple[int, int, int]] = []
    for number, finder in enumerate(_finders(query.groups)):
        whole = _places(bare, finder.forms) + _named(folded, finder.keys)
        places = whole or _places(bare, finder.parts)
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


@lru_cache(maxsize=256)
def _folded(text: str) -> tuple[str, Sequence[int], str]:
    """A text folded, its offsets, and without accents: kept, as the same entries are shown again and again."""
    folded, offsets = fold_with_offsets(text)
    return folded, offsets, unaccented(folded)


@dataclass(frozen=True)
class _Form:
    """One way of writing a thing: what it begins with and, unless that is all, the pattern of the rest and its stems."""

    begins: str
    pattern: re.Pattern[str] | None = None
    stems: tuple[str, ...] = ()

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a folded text without accents."""
        at = text.find(self.begins)
        while at >= 0:
            end = at + len(self.begins) if self.pattern is None else self._end(text, at)
            if end:
                yield at, end
            at = text.find(self.begins, end or at + 1)

    def _end(self, text: str, at: int) -> int:
        """Where the form that begins here ends; 0 when its words only look like it."""
        m = self.pattern.match(text, at) if self.pattern else None
        if m is None or (at and WORDS.match(text, at - 1) and WORDS.match(text, at)):
            return 0
        same = zip(_words(m.group()), self.stems, strict=False)
        return m.end() if all((word_terms(word) or (word,))[0] == stem for word, stem in same) else 0


@dataclass(frozen=True)
class _Finder:
    """How a group is found in a text: whole, in any of its forms; failing that, by its pairs and words."""

    forms: tuple[_Form, ...]
    parts: tuple[_Form, ...]
    keys: frozenset[str]


@lru_cache(maxsize=64)
def _finders(groups: tuple[Group, ...]) -> tuple[_Finder, ...]:
    """The finders of a query: made once, used for every hit on the page."""
    finders = []
    for group in groups:
        places = [(token.start, token.end) for token in tokens(group.text)]
        parts = [group.text[start:end] for start, end in places if end - start > 1]
        keys = frozenset(term[1:] for way in group.alternatives for term in way.terms if term.startswith("#"))
        finders.append(_Finder(_forms([group.text, *group.forms]), _forms(parts), keys))
    return tuple(finders)


def _named(folded: str, keys: frozenset[str]) -> list[tuple[int, int]]:
    """Places of the group's identifiers, however they are typed."""
    return [(found.start, found.end) for found in identifiers(folded) if keys & {*found.keys}] if keys else []


def _places(text: str, forms: tuple[_Form, ...]) -> list[tuple[int, int]]:
    return list(islice((place for form in forms for place in form.places(text)), MOST_MARKS))


def _words(text: str) -> list[str]:
    return WORDS.findall(text)


def _forms(texts: Iterable[str]) -> tuple[_Form, ...]:
    return tuple(form for text in dict.fromkeys(texts) if (form := _form(unaccented(text))))


def _form(text: str) -> _Form | None:
    """A form from its text: Han runs as they stand, of each Latin word the beginning, so that endings may differ."""
    parts: list[str] = []
    stems: list[str] = []
    begins = ""
    for start, end in runs(text):
        run = text[start:end]
        if is_han(run):
            begins = begins or run
            parts.append(re.escape(run))
        for word in () if is_han(run) else _words(run):
            stem = (word_terms(word) or (word,))[0]
            beginning = stem[:-1] if stem.endswith("i") else stem
            begins = begins or beginning
            stems.append(stem)
            parts.append(f"{re.escape(beginning)}[0-9a-z]{{0,12}}")
    if not begins:
        return None
    return (
        _Form(begins, re.compile("[^0-9a-z]{0,3}".join(parts)), tuple(stems))
        if len(parts) > 1 or stems
        else _Form(begins)
    )
