"""The search engine said again, document by document and without an index: what the real one must agree with."""

import math
from collections.abc import Collection, Iterable, Mapping

from kb.library import ranking
from kb.library.analyzer import index_terms
from kb.library.folding import fold
from kb.library.identifiers import identifier_key
from kb.library.index import WEIGHTS, IndexDocument
from kb.library.query import Alternative, Group, Query


class Naive:
    """A list of documents that is scanned from end to end for every question."""

    def __init__(self, documents: Iterable[IndexDocument]) -> None:
        self.documents = list(documents)
        self.terms: dict[str, dict[str, float]] = {}
        self.lengths: dict[str, float] = {}
        self.texts: dict[str, str] = {}
        self.known: dict[str, float] = {}
        for document in self.documents:
            self.add(document)
        self.average = sum(self.lengths.values()) / len(self.documents) if self.documents else 0.0

    def add(self, document: IndexDocument) -> None:
        parts = {name: getattr(document, name) for name in WEIGHTS} | {"identifiers": "\n".join(document.identifiers)}
        terms: dict[str, float] = {"@" + identifier_key(fold(name)): 1.0 for name in document.identifiers}
        for character in fold(document.title):
            if "\u4e00" <= character <= "\u9fff":
                terms["^" + character] = 1.0
        length = 0.0
        for name, text in parts.items():
            counts, words = index_terms(text)
            length += WEIGHTS[name] * words
            for term, count in counts.items():
                terms[term] = terms.get(term, 0.0) + WEIGHTS[name] * count
        self.terms[document.id], self.lengths[document.id] = terms, length
        self.texts[document.id] = " \x1f ".join(" ".join(fold(text).split()) for text in parts.values() if text)

    def idf(self, term: str) -> float:
        if term not in self.known:
            found = sum(term in terms for terms in self.terms.values())
            self.known[term] = ranking.idf(len(self.documents), found)
        return self.known[term]

    def gain(self, id_: str, term: str) -> float:
        """What one term is worth to one document; 0 without it."""
        weight = self.terms[id_].get(term, 0.0)
        norm = ranking.K1 * (1 - ranking.B + ranking.B * self.lengths[id_] / self.average)
        return self.idf(term) * weight * (ranking.K1 + 1) / (weight + norm) if weight else 0.0

    def mass(self, terms: Iterable[str]) -> float:
        return sum(self.idf(term) for term in terms)

    def whole(self, id_: str, group: Group, way: Alternative) -> float:
        """What a document gets for an alternative of which it has every term; 0 otherwise."""
        if not all(term in self.terms[id_] for term in way.terms):
            return 0.0
        scale = min(1.0, self.mass(group.alternatives[0].terms) / (self.mass(way.terms) or 1.0))
        return way.weight * scale * sum(self.gain(id_, term) for term in way.terms)

    def group(self, id_: str, group: Group) -> float:
        return max(self.whole(id_, group, way) for way in group.alternatives)

    def literal(self, id_: str, query: Query) -> bool:
        return all(phrase.stands_in(self.texts[id_]) for phrase in query.phrases)

    def all_words(self, query: Query) -> dict[str, float]:
        gains = {d.id: [self.group(d.id, group) for group in query.groups] for d in self.documents}
        return {i: sum(own) for i, own in gains.items() if all(own) and self.literal(i, query)}

    def most_words(self, query: Query, least: float) -> dict[str, float]:
        found = {}
        for document in self.documents:
            score, share = self.most(document.id, query)
            if score > 0 and share >= least - 1e-9 and self.literal(document.id, query):
                score += sum(ranking.EXTRA_WEIGHT * self.gain(document.id, term) for term in query.extra)
                found[document.id] = score * share**ranking.SHARE_POWER
        if not found or not query.characters:
            return found
        last = sorted(found.values(), reverse=True)[: ranking.RERANKED][-1]
        return {i: score + (self.characters(i, query) if score >= last - 1e-9 else 0) for i, score in found.items()}

    def most(self, id_: str, query: Query) -> tuple[float, float]:
        """The score and the share (0 to 1) of a document that has a part of what was asked."""
        total = score = share = 0.0
        seen: set[str] = set()
        for group in query.groups:
            terms = group.alternatives[0].terms
            if len(group.alternatives) == 1:
                for term in {*terms} - seen:
                    total += self.idf(term)
                    score += self.gain(id_, term)
                    share += self.idf(term) * (term in self.terms[id_])
                seen |= {*terms}
                continue
            mass = self.mass(terms)
            own = sum(self.idf(term) for term in terms if term in self.terms[id_])
            whole = self.group(id_, group)
            total += mass
            score += max(whole, sum(self.gain(id_, term) for term in terms))
            share += mass if whole else own
        return score, share / total if total else 0.0

    def characters(self, id_: str, query: Query) -> float:
        norm = ranking.K1 * (1 - ranking.B + ranking.B * self.lengths[id_] / self.average)
        counts = [self.texts[id_].count(character) for character in query.characters]
        return ranking.CHARACTER_WEIGHT * sum(n * (ranking.K1 + 1) / (n + norm) for n in counts)

    def scores(self, query: Query) -> tuple[dict[str, float], str]:
        """The score of every document that answers, and whether all or most of the question is found."""
        share = "all"
        found = {} if query.sentence or not query.groups else self.all_words(query)
        enough = ranking.A_PAGE if len(query.groups) > 1 else ranking.TOO_FEW
        if query.groups and len(found) < enough:
            least = ranking.SENTENCE_SHARE if query.sentence else ranking.MOST_SHARE
            loose = self.most_words(query, least)
            if len(loose) > len(found):
                found, share = loose, "most"
        for document in self.documents:
            if any("@" + key in self.terms[document.id] for key in query.keys):
                found[document.id] = found.get(document.id, 0.0) + ranking.DIRECT
        return found, share

    def facets(
        self, ids: Collection[str], filters: Mapping[str, Collection[str]]
    ) -> tuple[set[str], dict[str, dict[str, int]]]:
        """The ids that pass the filters, and each facet's counts without its own filter."""
        own = {d.id: d.facets for d in self.documents}

        def passes(id_: str, but: str = "") -> bool:
            wanted = {name: values for name, values in filters.items() if values and name != but}
            return all(set(own[id_].get(name, ())) & set(values) for name, values in wanted.items())

        counts: dict[str, dict[str, int]] = {}
        for name in {name for facets in own.values() for name, values in facets.items() if values}:
            counts[name] = {}
            for id_ in ids:
                for value in own[id_].get(name, ()) if passes(id_, but=name) else ():
                    counts[name][value] = counts[name].get(value, 0) + 1
        return {id_ for id_ in ids if passes(id_)}, counts


def close(a: float, b: float) -> bool:
    """True when two scores are the same but for the order in which they were added up."""
    return math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-4)
