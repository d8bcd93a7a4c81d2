"""A question as it was typed → what to look for: a frozen `Query`, made without looking at any document.

A *group* is one thing that the reader asks for: a word, a run of Han characters, a concept of the thesaurus
or an identifier. It is found when all terms of one of its alternatives are found; the first alternative is
what was typed. Nothing that a person can type raises an error or makes more than a few dozen terms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.library.analyzer import TITLE_MARK, compound, is_han, runs, tokens, word_terms
from kb.library.folding import fold
from kb.library.identifiers import Identifier, identifier_key, identifiers, squeezed
from kb.library.thesaurus import Concept, Found, Thesaurus, form_terms, main_terms

LONGEST_QUERY = 300  # characters that are read; nobody asks a longer question, and attackers do
MOST_GROUPS = 48
MOST_FORMS = 16  # other forms of a concept that are looked for
SENTENCE_HAN = 12  # Han characters in one run without a space: a sentence, not a search word
SENTENCE_WORDS = 8
QUESTION = re.compile(
    "请问|怎么办|怎么样|怎么|怎样|如何|是否|什么|哪些|哪个|哪里|为何|吗(?![\u4e00-\u9fff])|呢(?![\u4e00-\u9fff])"
    "|能否|可否|多少|几天|有没有|能不能|可不可以|该不该|会不会"
    r"|\b(?:how to|how|what|when|where|which|who|why|can i|should i|do i)\b"
)
OF = re.compile("(?<![目标])的")  # 的 joins words; inside 目的 and 标的 it is one
# Straight quotes anywhere; Chinese ones only round a word that stands alone: in a sentence they are punctuation.
QUOTED = re.compile('"([^"]{1,100})"|(?<!\\S)“([^“”]{1,100})”(?!\\S)|(?<!\\S)「([^「」]{1,100})」(?!\\S)')
SYNONYM_WEIGHT = 0.7  # of another form of the same concept, against the form that was typed
LOOSE_WEIGHT = 0.6  # of § 271 for a reader who typed § 271(a), and of loose figures for an identifier


@dataclass(frozen=True)
class Alternative:
    """One way of satisfying a group: all of these terms, worth `weight` of the typed form."""

    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Group:
    """One thing asked for, as it was typed, with its alternatives (never empty; the typed form first)."""

    text: str
    alternatives: tuple[Alternative, ...]
    forms: tuple[str, ...] = ()  # the other forms, to be highlighted too


@dataclass(frozen=True)
class Phrase:
    """A quoted text: documents must contain it literally (folded); `terms` narrow the candidates first."""

    text: str
    terms: tuple[str, ...]

    def stands_in(self, folded: str) -> bool:
        """True when the folded text contains the phrase; Latin words only as whole words."""
        at = folded.find(self.text)
        while at >= 0:
            end = at + len(self.text)
            if _edge(folded, at) and _edge(folded, end):
                return True
            at = folded.find(self.text, at + 1)
        return False


def _edge(text: str, at: int) -> bool:
    """True unless a Latin word or a figure goes on across this place."""
    around = text[max(at - 1, 0) : at + 1] if at else ""
    return not (len(around) == 2 and around.isascii() and around.isalnum())


@dataclass(frozen=True)
class Query:
    """What to look for. Without groups: all that passes the filters, or nothing if `nothing` is set."""

    text: str = ""
    groups: tuple[Group, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    extra: tuple[str, ...] = ()  # terms that only raise a document that is found anyway
    keys: tuple[str, ...] = ()  # identifiers that may be an entry's own
    characters: str = ""  # the Han characters of the question, each once, for the last step of ranking
    concepts: tuple[Concept, ...] = ()  # that were recognised
    sentence: bool = False  # rank at once by how much is found, do not first ask for all
    nothing: bool = False  # something was typed, but nothing that can be looked for

    @property
    def words(self) -> tuple[str, ...]:
        """The folded texts to highlight: phrases, groups, and other forms of the concepts."""
        forms = [form for group in self.groups for form in (group.text, *group.forms)]
        return tuple(dict.fromkeys([*(phrase.text for phrase in self.phrases), *forms]))


def parse(text: str, thesaurus: Thesaurus | None = None) -> Query:
    """The query that a typed text means. Never raises."""
    folded = fold(text[:LONGEST_QUERY]).strip()
    phrases, rest = _phrases(folded)
    asked = QUESTION.sub(" ", rest)
    if not any(end - start > 1 for start, end in runs(asked)):
        asked = rest
    reader = _Reader(asked, thesaurus or Thesaurus())
    groups = [Group(phrase.text, (Alternative(phrase.terms),)) for phrase in phrases] + reader.groups
    han = "".join(c for c in dict.fromkeys(asked) if is_han(c))
    return Query(
        text=folded,
        groups=tuple(groups[:MOST_GROUPS]),
        phrases=phrases,
        extra=tuple(dict.fromkeys(reader.extra))[:MOST_GROUPS],
        keys=_keys(folded),
        characters=han[:MOST_GROUPS],
        concepts=tuple(dict.fromkeys(reader.concepts)),
        sentence=not phrases and _is_sentence(rest, asked, groups),
        nothing=bool(folded) and not groups,
    )


def _phrases(folded: str) -> tuple[tuple[Phrase, ...], str]:
    """The quoted phrases that hold something to look for, and the rest of the text."""
    found = []
    rest = folded
    for m in QUOTED.finditer(folded):
        text = " ".join((m[1] or m[2] or m[3]).split())
        terms = tuple(dict.fromkeys(main_terms(text)))
        if terms and not (len(text) == 1 and is_han(text)):
            found.append(Phrase(text, terms))
            rest = rest.replace(m[0], " ", 1)
    return tuple(found), rest


def _keys(folded: str) -> tuple[str, ...]:
    """Keys that could name an entry: the whole question, each identifier in it, each word with a figure."""
    keys = [identifier_key(folded)] if 3 <= len(folded) <= 60 else []
    keys += [key for found in identifiers(folded) for key in found.keys]
    keys += [squeezed(word) for word in folded.split() if any(c.isdecimal() for c in word)]
    return tuple(dict.fromkeys(key for key in keys if len(key) > 2))[:16]


def _is_sentence(rest: str, asked: str, groups: list[Group]) -> bool:
    """True for a question or a statement rather than search words."""
    longest = max((end - start for start, end in runs(rest) if is_han(rest[start:end])), default=0)
    return longest >= SENTENCE_HAN or len(groups) >= SENTENCE_WORDS or asked != rest


class _Reader:
    """Reads an unquoted folded text from left to right into groups."""

    def __init__(self, text: str, thesaurus: Thesaurus) -> None:
        self.text = text
        self.groups: list[Group] = []
        self.extra: list[str] = []
        self.concepts: list[Concept] = []
        at = 0
        for start, end, found, identifier in _spans(text, thesaurus):
            self._words(at, start)
            self._named(start, end, found, identifier)
            at = end
        self._words(at, len(text))
        self._crossing()
        if not self.groups:
            self.groups = [
                Group(text[i:j], (Alternative((TITLE_MARK + text[i:j],)),))
                for i, j in runs(text)
                if is_han(text[i]) and j - i == 1
            ]

    def _named(self, start: int, end: int, found: Found | None, identifier: Identifier | None) -> None:
        """A concept, an identifier, or both in one: a group with every other way of saying it."""
        typed = self.text[start:end]
        ways: list[Alternative] = []
        forms: list[str] = []
        if identifier:
            ways.append(Alternative(("#" + identifier.keys[0],)))
            ways += [Alternative(("#" + key,), LOOSE_WEIGHT) for key in identifier.keys[1:]]
        literal = tuple(dict.fromkeys(term for term in main_terms(typed) if not _lone_han(term)))
        if literal:
            ways.append(Alternative(literal, LOOSE_WEIGHT if identifier and not found else 1.0))
        if found:
            self.concepts += found.concepts
            for form in dict.fromkeys(form for concept in found.concepts for form in concept.forms):
                terms = tuple(dict.fromkeys(form_terms(form)[-1])) if form_terms(form) else ()
                if terms and terms != literal:
                    ways.append(Alternative(terms, SYNONYM_WEIGHT))
                    forms.append(fold(form))
        self.groups.append(Group(typed, tuple(ways[: MOST_FORMS + 3]), tuple(forms[:MOST_FORMS])))

    def _words(self, start: int, end: int) -> None:
        """Plain words and Han runs between the named things."""
        for i, j in runs(self.text[start:end]):
            word = self.text[start + i : start + j]
            if is_han(word):
                pieces = [piece for piece in OF.split(word) if len(piece) > 1] or [word]
                self.groups += [_plain(piece) for piece in pieces if len(piece) > 1]
                continue
            joined, parts = compound(word)
            ways = [_stems((joined,)), _stems(parts)]
            alternatives = tuple(Alternative(terms) for terms in dict.fromkeys(ways) if terms)
            if alternatives:
                self.groups.append(Group(word, alternatives))

    def _crossing(self) -> None:
        """Pairs that stand across two groups, and words exactly as typed: they only raise a document."""
        asked = {term for group in self.groups for way in group.alternatives[:1] for term in way.terms}
        for token in tokens(self.text):
            self.extra += [term for term in token.terms if term not in asked and not _lone_han(term)]


def _plain(piece: str) -> Group:
    return Group(piece, (Alternative(tuple(dict.fromkeys(main_terms(piece)))),))


def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms[0] for word in words if (terms := word_terms(word))))


def _lone_han(term: str) -> bool:
    return len(term) == 1 and is_han(term)


def _spans(text: str, thesaurus: Thesaurus) -> Iterator[tuple[int, int, Found | None, Identifier | None]]:
    """Concepts and identifiers in reading order; where the two overlap, one span for both."""
    named: list[tuple[int, int, Found | None, Identifier | None]] = []
    named += [(found.start, found.end, found, None) for found in thesaurus.find(text)]
    named += [(found.start, found.end, None, found) for found in identifiers(text)]
    merged: list[tuple[int, int, Found | None, Identifier | None]] = []
    for start, end, found, identifier in sorted(named, key=lambda span: (span[0], -span[1])):
        if merged and start < merged[-1][1]:
            first, last, concept, key = merged[-1]
            merged[-1] = (first, max(last, end), concept or found, key or identifier)
        else:
            merged.append((start, end, found, identifier))
    yield from merged
