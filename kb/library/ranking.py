"""Which documents answer a query, and in which order: BM25F, worked out here rather than by Whoosh.

Whoosh's own collectors skip documents that belong into the best ten (see docs/decisions/0003-search.md),
and a second pass for counts and facets costs as much as the search. Here one pass gives every document that
matches, exactly.
"""

import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from kb.library.query import Alternative, Group, Phrase, Query

K1 = 1.3  # how soon a repeated word stops counting
B = 0.75  # how much a long text is held against a document
TOO_FEW = 3  # with fewer documents that have all of one word, those that have most of it are shown
A_PAGE = 20  # with fewer that have all of several words, those that have most of them
MOST_SHARE = 0.25  # of the weight of what was asked, when most words are enough
SENTENCE_SHARE = 0.08  # of a whole sentence, most of which is not what the reader means
SHARE_POWER = 0.5  # how strongly a document that has more of the question is preferred
EXTRA_WEIGHT = 1.0
UNKNOWN_WEIGHT = 0.3  # of a term that no document has: most are pairs across two words that nobody meant
DIRECT = 1000.0  # above every score: the entry that the question names
RERANKED = 100  # documents at the top whose characters are counted
CHARACTER_WEIGHT = 1.0


class Postings(Protocol):
    """What ranking needs to know of the documents, which are small whole numbers here."""

    count: int

    def postings(self, term: str) -> Mapping[int, float]:
        """For each document that has the term, its saturated, length-normalised frequency."""

    def literal(self, document: int) -> str:
        """The folded text of a document."""

    def norm(self, document: int) -> float:
        """The document's length against the average, as BM25 damps it."""


@dataclass(frozen=True)
class Matched:
    """Every document that matches, with its score; whether all that was asked is found or most of it."""

    scores: dict[int, float]
    share: str
    direct: frozenset[int] = frozenset()


def norm(length: float, average: float) -> float:
    """BM25's length norm, already multiplied by k1."""
    base, slope = norm_line(average)
    return base + slope * length


def norm_line(average: float) -> tuple[float, float]:
    """The norm of an empty document, and how much each word adds to it."""
    return (K1 * (1 - B), K1 * B / average) if average else (K1, 0.0)


def saturated(weight: float, norm_: float) -> float:
    """BM25's share of one term: grows with its weighted frequency, never above k1 + 1."""
    return weight * (K1 + 1) / (weight + norm_)


def idf(count: int, found: int) -> float:
    """How much a term tells: high for a rare one, never negative."""
    return math.log(1 + (count - found + 0.5) / (found + 0.5)) * (1.0 if found else UNKNOWN_WEIGHT)


def match(query: Query, data: Postings, *, loosely: bool = True) -> Matched:
    """Every document that answers the query; `loosely`: most of it will do if all of it finds too little."""
    direct = frozenset(document for key in query.keys for document in data.postings("@" + key))
    scores: dict[int, float] = {}
    share = "all"
    if query.groups and not query.sentence:
        scores = _all_groups(query.groups, data)
        scores = _literally(query.phrases, scores, data)
    enough = A_PAGE if len(query.groups) > 1 else TOO_FEW
    if loosely and query.groups and len(scores) < enough:
        loose = _most(query, data, SENTENCE_SHARE if query.sentence else MOST_SHARE)
        if len(loose) > len(scores):
            scores, share = loose, "most"
    for document in direct:
        scores[document] = scores.get(document, 0.0) + DIRECT
    return Matched(scores, share, direct)


def _all_groups(groups: Iterable[Group], data: Postings) -> dict[int, float]:
    """Documents in which every group is found."""
    total: dict[int, float] | None = None
    for group in sorted(groups, key=lambda group: len(group.alternatives)):
        gains = _group(group, data, total)
        total = gains if total is None else {d: total[d] + gain for d, gain in gains.items()}
        if not total:
            break
    return total or {}


def _group(group: Group, data: Postings, within: Mapping[int, float] | None) -> dict[int, float]:
    """What a group is worth to each document that has all terms of one of its alternatives."""
    best: dict[int, float] = {}
    for alternative in group.alternatives:
        factor = alternative.weight * _scale(group, alternative, data)
        for document, gain in _together(alternative.terms, data, within).items():
            if gain * factor > best.get(document, 0.0):
                best[document] = gain * factor
    return best


def _scale(group: Group, alternative: Alternative, data: Postings) -> float:
    """Keeps a way of saying it in three rare words from outweighing what was typed."""
    return min(1.0, _mass(group.alternatives[0].terms, data) / (_mass(alternative.terms, data) or 1.0))


def _mass(terms: Iterable[str], data: Postings) -> float:
    return sum(idf(data.count, len(data.postings(term))) for term in terms)


def _together(terms: tuple[str, ...], data: Postings, within: Mapping[int, float] | None) -> dict[int, float]:
    """Documents that have all the terms (and are in `within`), with the sum of what each term is worth."""
    lists = sorted((data.postings(term) for term in terms), key=len)
    weights = [idf(data.count, len(found)) for found in lists]
    start: Iterable[int] = lists[0]
    if within is not None:
        start = within if len(within) < len(lists[0]) else (d for d in lists[0] if d in within)
    documents = [d for d in start if all(d in found for found in lists)]
    weighed = list(zip(weights, lists, strict=True))
    return {d: sum(weight * found[d] for weight, found in weighed) for d in documents}


def _literally(phrases: Iterable[Phrase], scores: dict[int, float], data: Postings) -> dict[int, float]:
    """Only the documents that contain each phrase as it stands."""
    for phrase in phrases:
        scores = {d: score for d, score in scores.items() if phrase.stands_in(data.literal(d))}
    return scores


@dataclass(frozen=True)
class _Part:
    """Something that a document may or may not have: its weight in the whole, and what each document gets of it."""

    mass: float
    gains: Mapping[int, float]
    factor: float = 1.0  # of the gains
    shares: Mapping[int, float] | None = None  # of the mass; None: whoever has it, has all of it


def _most(query: Query, data: Postings, least: float) -> dict[int, float]:
    """Documents that have at least this share (0 to 1) of the weight of what was asked."""
    parts = sorted(_parts(query.groups, data), key=lambda part: -part.mass)
    total = left = sum(part.mass for part in parts)
    need = least * total - 1e-9  # so that exactly the least share is enough however it was added up
    scores: dict[int, float] = {}
    shares: dict[int, float] = {}
    for part in parts:
        # A document first met here cannot reach the least share any more once too little is left.
        _take(part, scores, shares, closed=left < need)
        left -= part.mass
    kept = {d: scores[d] for d, share in shares.items() if share >= need}
    kept = _literally(query.phrases, kept, data)
    _add_extra(query, kept, data)
    kept = {d: score * (shares[d] / total) ** SHARE_POWER for d, score in kept.items()}
    return _by_characters(query.characters, kept, data)


def _take(part: _Part, scores: dict[int, float], shares: dict[int, float], *, closed: bool) -> None:
    """Adds what a part is worth to the documents that have it; `closed`: only to those met before."""
    gains, factor, mass = part.gains, part.factor, part.mass
    documents: Iterable[int] = gains
    if closed:
        documents = [d for d in scores if d in gains] if len(scores) < len(gains) else [d for d in gains if d in scores]
    for document in documents:
        share = mass if part.shares is None else mass * part.shares[document]
        if document in scores:
            scores[document] += factor * gains[document]
            shares[document] += share
        else:
            scores[document] = factor * gains[document]
            shares[document] = share


def _parts(groups: Iterable[Group], data: Postings) -> Iterable[_Part]:
    """The groups taken apart: each term of a plain word is a part; a group with alternatives is one part."""
    seen: set[str] = set()
    for group in groups:
        if len(group.alternatives) > 1:
            yield _alternatives(group, data)
            continue
        for term in group.alternatives[0].terms:
            if term not in seen:
                seen.add(term)
                found = data.postings(term)
                weight = idf(data.count, len(found))
                yield _Part(weight, found, factor=weight)


def _alternatives(group: Group, data: Postings) -> _Part:
    """A group of which a part may be found: the typed form by its terms, other forms only whole."""
    typed = group.alternatives[0]
    mass = _mass(typed.terms, data)
    gains: dict[int, float] = {}
    shares: dict[int, float] = {}
    for term in typed.terms:
        found = data.postings(term)
        weight = idf(data.count, len(found))
        for document, gain in found.items():
            gains[document] = gains.get(document, 0.0) + weight * gain
            shares[document] = shares.get(document, 0.0) + weight / mass
    for document, gain in _group(group, data, None).items():
        gains[document] = max(gain, gains.get(document, 0.0))
        shares[document] = 1.0
    return _Part(mass, gains, shares=shares)


def _add_extra(query: Query, scores: dict[int, float], data: Postings) -> None:
    """Raises documents in which words also stand side by side, or exactly as typed."""
    for term in query.extra:
        found = data.postings(term)
        weight = EXTRA_WEIGHT * idf(data.count, len(found))
        fewer, more = (found, scores) if len(found) < len(scores) else (scores, found)
        for document in fewer:
            if document in more:
                scores[document] += weight * found[document]


def _by_characters(characters: str, scores: dict[int, float], data: Postings) -> dict[int, float]:
    """Adds to the best documents what the single characters of the question are worth in them."""
    if not characters or not scores:
        return scores
    last = heapq.nlargest(RERANKED, scores.values())[-1]
    best = [document for document, score in scores.items() if score >= last]
    for document in best:
        text, norm_ = data.literal(document), data.norm(document)
        counts = (text.count(character) for character in characters)
        scores[document] += CHARACTER_WEIGHT * sum(saturated(count, norm_) for count in counts if count)
    return scores
