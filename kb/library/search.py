"""A request → a page of results, in stages: recognise places, parse, find, arrange. Each stage is a frozen value."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kb.kinds import BY_NAME
from kb.kinds.jurisdictions import Jurisdictions
from kb.library.analyzer import HAN
from kb.library.document import FACETS
from kb.library.folding import fold
from kb.library.held import Answer, Brief
from kb.library.highlight import Piece, snippet
from kb.library.index import Hits, Index
from kb.library.query import Query, parse
from kb.library.suggest import Phrase, Suggester
from kb.library.thesaurus import Thesaurus

PER_PAGE = 20
ELSEWHERE = 8
UNNAMED = ("cn", "wo")  # every case is a Chinese firm's, and WIPO serves everyone: naming them chooses no jurisdiction
TOO_FEW = 3
Find = Callable[[Iterable[str]], dict[str, Answer]]


@dataclass(frozen=True)
class SearchRequest:
    """What was asked: words, chosen facet values, page (from 1), language of snippets, whether places are recognised."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    language: str = "zh"
    recognise: bool = True


@dataclass(frozen=True)
class Hit:
    """One result with the passage that answers."""

    brief: Brief
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    score: float


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet, how many results have it, and whether it is chosen."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class SearchPage:
    """A page of results; the same for HTML and JSON."""

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    pages: int
    share: str
    """"all": the results hold everything asked; "most": too little did, so most of it was enough; "none": nothing to look for."""
    places: tuple[str, ...] = ()
    """Jurisdictions that the words name and that the results are limited to."""
    elsewhere: tuple[Hit, ...] = ()
    """Results of other jurisdictions, shown apart."""
    elsewhere_total: int = 0
    meant: str = ""
    """A spelling that would find more."""
    instead_of: str = ""
    """What was typed, where it found nothing and the results are those of another spelling (`request.q`)."""


@dataclass(frozen=True)
class Suggestion:
    """What the reader may be typing: a text, and the page it leads to ("" for a search)."""

    text: str
    url: str


class Searcher:
    """Asks one state of the library; made anew when the library changes. What only slips and typing need is made when needed."""

    def __init__(
        self, index: Index, thesaurus: Thesaurus, places: "Places", briefs: Callable[[], Sequence[Brief]]
    ) -> None:
        self._index, self._thesaurus, self._places = index, thesaurus, places
        self._names, self._briefs = places.names, briefs
        self._suggesters: dict[str, Suggester] = {}

    def search(
        self, request: SearchRequest, today: date, answers: Callable[[Iterable[str]], dict[str, Answer]]
    ) -> SearchPage:
        """One page of results; where the words as typed find nothing, those of the spelling that was meant."""
        page = self._search(request, today, answers)
        if not page.meant or (page.total and page.share == "all"):
            return page
        mended = self._search(replace(request, q=page.meant), today, answers)
        better = mended.total and mended.places == page.places and (not page.total or mended.share == "all")
        return replace(mended, meant="", instead_of=request.q) if better else page

    def _search(self, request: SearchRequest, today: date, answers: Find) -> SearchPage:
        places, words = self._recognise(request)
        query = parse(words, self._thesaurus)
        filters = {name: frozenset(values) for name, values in request.filters.items() if values}
        named = places or tuple(code for code in filters.get("jurisdiction", ()) if code in self._names)
        own = {**filters, "jurisdiction": self._covering(named, today)} if named else filters
        hits = self._index.find(query, own, limit=PER_PAGE, offset=(request.page - 1) * PER_PAGE)
        if places and request.page == 1 and fold(words) == fold(request.q) and not request.filters:
            hits = _first(hits, self._guides(places))  # nothing but the name of a place
        elsewhere = self._elsewhere(query, filters, own, request) if places else None
        found = answers([*(id_ for id_, _ in hits.ids), *(id_ for id_, _ in (elsewhere.ids if elsewhere else ()))])
        make = _Maker(query, found, request.language)
        own_ids = dict(hits.ids)
        apart = make.hits([(i, s) for i, s in elsewhere.ids if i not in own_ids][:ELSEWHERE]) if elsewhere else ()
        return SearchPage(
            request=request,
            total=hits.total,
            hits=make.hits(hits.ids),
            facets=_facets(hits, request),
            pages=max(1, -(-hits.total // PER_PAGE)),
            share="none" if query.nothing else hits.share,
            places=places,
            elsewhere=apart,
            elsewhere_total=max(0, elsewhere.total - hits.total) if elsewhere else 0,
            meant=self._meant(request, query, hits),
        )

    def suggest(self, typed: str, language: str, limit: int) -> list[Suggestion]:
        """Titles, places and terms that go on from what was typed."""
        found = self._suggester(language).suggest(typed, limit)
        return [Suggestion(phrase.text, phrase.payload) for phrase in found]

    def _recognise(self, request: SearchRequest) -> tuple[tuple[str, ...], str]:
        if not request.recognise or request.filters.get("jurisdiction") or '"' in request.q:
            return (), request.q
        places, rest = self._places.find(request.q)
        return (places, rest if parse(rest, self._thesaurus).groups else request.q) if places else ((), request.q)

    def _guides(self, places: Sequence[str]) -> list[str]:
        wanted = {f"guide/{code}" for code in places}
        return [brief.id for brief in self._briefs() if brief.id in wanted]

    def _covering(self, places: Sequence[str], today: date) -> frozenset[str]:
        """The places, and the regional systems that cover them today."""
        systems = {s for code in places for s in self._names[code].systems_on(today)}
        return frozenset({*places, *systems})

    def _elsewhere(
        self,
        query: Query,
        filters: Mapping[str, frozenset[str]],
        own: Mapping[str, frozenset[str]],
        request: SearchRequest,
    ) -> Hits | None:
        if request.page > 1:
            return None
        return self._index.find(query, filters, limit=PER_PAGE + ELSEWHERE, offset=0)

    def _meant(self, request: SearchRequest, query: Query, hits: Hits) -> str:
        """What may have been meant, where little was found and something typed stands in no entry at all."""
        if query.sentence or (hits.total >= TOO_FEW and hits.share == "all"):
            return ""
        typed = fold(request.q)
        for language in dict.fromkeys((request.language, "zh", "en")):
            meant = fold(self._suggester(language).spell(request.q) or "")
            taken = changed_pieces(typed, meant)
            if meant not in ("", typed) and any(not any(map(self._stands, pieces)) for pieces in taken):
                return meant
        return ""

    def _stands(self, piece: str) -> bool:
        return self._index.find(parse(f'"{piece}"'), {}, limit=1).total > 0

    def _suggester(self, language: str) -> Suggester:
        if language not in self._suggesters:
            self._suggesters[language] = Suggester(self._phrases(language))
        return self._suggesters[language]

    def _phrases(self, language: str) -> list[Phrase]:
        english = language == "en"
        rows = [Phrase(b.title(language), 3.0, b.page) for b in self._briefs()]
        for t in self._names.by_code.values():
            rows.append(Phrase(t.en if english else t.zh, 4.0, f"/countries/{t.code}"))
            rows += [
                Phrase(alias, 2.0, f"/countries/{t.code}") for alias in (t.aliases_en if english else t.aliases_zh)
            ]
        forms = (form for concept in self._thesaurus.concepts for form in (concept.en if english else concept.zh))
        return rows + [Phrase(form, 1.0, "") for form in forms]


def changed_pieces(typed: str, meant: str) -> list[list[str]]:
    """What a correction took away: each word, and for each Han character the pairs that it stood in."""
    words = [[word] for word in re.findall(r"[^\W\d_]+", typed) if word.isascii() and word not in meant]
    if len(typed) != len(meant):
        return words
    changed = [i for i, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b and HAN.match(a)]
    pairs = [[typed[start : start + 2] for start in (i - 1, i)] for i in changed]
    return words + [[pair for pair in both if len(pair) == 2 and all(map(HAN.match, pair))] for both in pairs]


class Places:
    """Names and aliases of territories in a query: the longest match wins, Latin ones at word boundaries."""

    def __init__(self, names: Jurisdictions) -> None:
        self.names = names
        self._codes: dict[str, str] = {}
        for t in names.by_code.values():
            for form in (t.zh, t.en, *t.aliases_zh, *t.aliases_en):
                if t.code not in UNNAMED and len(folded := fold(form)) > 1:
                    self._codes.setdefault(folded, t.code)
        forms = sorted(self._codes, key=len, reverse=True)
        parts = [rf"(?<![a-z0-9]){re.escape(f)}(?![a-z0-9])" if f.isascii() else re.escape(f) for f in forms]
        self._pattern = re.compile("|".join(parts)) if parts else re.compile(r"(?!)")

    def find(self, q: str) -> tuple[tuple[str, ...], str]:
        """Codes of the places named, and the words without them."""
        folded = fold(q[:400])
        codes = [self._codes[m.group()] for m in self._pattern.finditer(folded)]
        rest = " ".join(self._pattern.sub(" ", folded).split())
        return tuple(dict.fromkeys(codes)), rest


class _Maker:
    """Makes hits: titles and snippets with what was asked marked."""

    def __init__(self, query: Query, answers: Mapping[str, Answer], language: str) -> None:
        self._query, self._answers, self._language = query, answers, language

    def hits(self, ids: Iterable[tuple[str, float]]) -> tuple[Hit, ...]:
        """Hits for the ids that have a row; one that was deleted meanwhile is skipped."""
        return tuple(self._hit(self._answers[id_], score) for id_, score in ids if id_ in self._answers)

    def _hit(self, answer: Answer, score: float) -> Hit:
        brief = answer.brief
        own, other = (answer.text_en, answer.text_zh) if self._language == "en" else (answer.text_zh, answer.text_en)
        title = snippet(brief.title(self._language), self._query, width=200)
        summary, passage = (snippet(text, self._query) for text in (brief.summary(self._language), own))
        best = passage if _marked(passage) > _marked(summary) else summary
        if not _marked(best) and _marked(elsewhere := snippet(other, self._query)):
            best = elsewhere
        return Hit(brief, title, best, score)


def _marked(pieces: Iterable[Piece]) -> int:
    """How many different words of the question a passage shows."""
    return len({piece.text.lower() for piece in pieces if piece.hit})


def _first(hits: Hits, ids: Sequence[str]) -> Hits:
    """The page of hits with these put first, wherever else they would stand."""
    scores = dict(hits.ids)
    rest = [hit for hit in hits.ids if hit[0] not in ids]
    return replace(hits, ids=tuple([*((id_, scores.get(id_, 0.0)) for id_ in ids), *rest][: len(hits.ids)]))


def _facets(hits: Hits, request: SearchRequest) -> dict[str, tuple[FacetValue, ...]]:
    found = {}
    for name in FACETS:
        counts = dict(hits.facets.get(name, {}))
        chosen = request.filters.get(name, ())
        for value in chosen:
            counts.setdefault(value, 0)
        order = sorted(counts, key=lambda v: (_rank(name, v), -counts[v], v))
        found[name] = tuple(FacetValue(v, counts[v], v in chosen) for v in order)
    return found


def _rank(facet: str, value: str) -> int:
    """Kinds in menu order, years newest first, the rest by count."""
    if facet == "kind":
        return list(BY_NAME).index(value) if value in BY_NAME else len(BY_NAME)
    return -int(value) if facet == "year" and value.isdecimal() else 0
