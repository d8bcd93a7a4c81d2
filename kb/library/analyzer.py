"""One way of cutting text into terms, for documents and questions alike.

Terms live in one space, kept apart by their first character: a pair of Han (or kana, Hangul) characters
`商标`; a single one `商`; an English stem `licens`; a word as it was typed, where that differs, `=licensing`;
an identifier `#337ta1286`, or `@337ta1286` when it names the entry; a character of the title `^法`. Nothing
here needs a dictionary: a query of two characters or more finds every text that contains it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from whoosh.lang.porter import stem

from kb.library.folding import fold, unaccented
from kb.library.identifiers import identifiers

# Part of the library folder's name: raise it when the terms of any text change, and each node builds anew.
ANALYZER_VERSION = 3
LONGEST_WORD = 40
TITLE_MARK = "^"  # before a single character that stands in a title
KEY_MARK = "@"  # before the key of an identifier that is the entry's own

CJK = "々〇\u3041-\u3096\u30a1-\u30faー\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
LETTER = "0-9a-z\u00aa-\u00b5\u00ba-\u02af\u0300-\u1fff"
# A comma joins figures only (1,286); a full-width one, folded, must not join two words.
RUN = re.compile(f"[{CJK}]+|[{LETTER}]+(?:(?:[.'&_/-]|(?<=[0-9]),(?=[0-9]{{3}}))[{LETTER}]+)*")
HAN = re.compile(f"[{CJK}]")
JOINT = re.compile("[.,'&_/-]")
STOP_WORDS = frozenset(
    (
        "a an and are as at be by can do does for from had has have how if in into is it its of on or our that the "
        "their there these they this to was we were what when where which who will with you your"
    ).split()
)


@dataclass(frozen=True)
class Token:
    """One word or pair of characters of a folded text: its terms, the main one first, and its place."""

    terms: tuple[str, ...]
    start: int
    end: int


@lru_cache(maxsize=20_000)
def word_terms(word: str) -> tuple[str, ...]:
    """The stem of a folded word without accents and, if it differs, the word itself; empty for a stop word."""
    if word in STOP_WORDS:
        return ()
    plain = unaccented(word)[:LONGEST_WORD]
    root = stem(plain) if plain.isascii() and plain.isalpha() else plain
    return (root,) if root == plain else (root, "=" + plain)


def is_han(text: str) -> bool:
    """True when the text begins with a character that is indexed in pairs (Han, kana, Hangul)."""
    return HAN.match(text) is not None


def runs(folded: str) -> Iterator[tuple[int, int]]:
    """Where each run of Han characters and each word (with its hyphens, dots) stands in a folded text."""
    for m in RUN.finditer(folded):
        yield m.span()


def compound(word: str) -> tuple[str, tuple[str, ...]]:
    """A word with joints as one and in parts: `e-mail` is `email` and (`e`, `mail`); `u.s.c` only `usc`."""
    parts = tuple(part for part in JOINT.split(word) if part)
    if len(parts) > 1 and parts[-1] == "s" and word[-2] == "'":
        parts = parts[:-1]
    if len(parts) == 1:
        return parts[0], ()
    if all(part.isdecimal() for part in parts):
        joined = "".join(parts) if "," in word else ".".join(parts)
        return joined, parts
    if all(len(part) == 1 for part in parts):
        return "".join(parts), ()
    return "".join(parts), parts


def tokens(folded: str) -> Iterator[Token]:
    """The words and pairs of a folded text in reading order (identifiers and single characters apart)."""
    for start, end in runs(folded):
        run = folded[start:end]
        if is_han(run):
            for i in range(start, end - 1):
                yield Token((folded[i : i + 2],), i, i + 2)
            if end - start == 1:
                yield Token((run,), start, end)
        else:
            joined, parts = compound(run)
            if joined not in parts and len(joined) <= LONGEST_WORD and (terms := word_terms(joined)):
                yield Token(terms, start, end)
            for part in parts:
                at = folded.index(part, start)
                if terms := word_terms(part):
                    yield Token(terms, at, at + len(part))


def index_terms(text: str) -> tuple[dict[str, int], int]:
    """How often each term stands in a text, and the text's length in words and pairs."""
    folded = fold(text)
    counts: dict[str, int] = {}
    length = 0
    for token in tokens(folded):
        length += 1
        for term in token.terms:
            counts[term] = counts.get(term, 0) + 1
    for found in identifiers(folded):
        for key in found.keys:
            term = "#" + key
            counts[term] = counts.get(term, 0) + 1
    return counts, length
