"""Runs the judged queries and scores them: MRR@10, success@1, success@5, overall and by form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.library import Library, SearchPage, SearchRequest
from tests.judged.edition import TODAY
from tests.judged.queries import FORMS, Judged

DEEPEST = 10


@dataclass(frozen=True)
class Answered:
    """A judged query and the first page of results that it got."""

    judged: Judged
    page: SearchPage

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the first page, best first; other territories' entries, which stand apart, are not among them."""
        return tuple(hit.brief.id for hit in self.page.hits)

    @property
    def rank(self) -> int:
        """Place of the first expected entry, from 1; 0 if none is on the first page."""
        return next((n for n, id_ in enumerate(self.ids, 1) if id_ in self.judged.expected), 0)


@dataclass(frozen=True)
class Score:
    """Figures of a set of queries, each from 0 to 1."""

    count: int
    mrr: float
    success_1: float
    success_5: float


def ask(library: Library, query: str, language: str = "zh", *, page: int = 1, recognise: bool = True) -> SearchPage:
    """One page of results, as the search page asks for it."""
    return library.search(SearchRequest(query, page=page, language=language, recognise=recognise), TODAY)


def run(library: Library, queries: Iterable[Judged]) -> list[Answered]:
    """The first page of results for each query."""
    return [Answered(q, ask(library, q.query, q.language)) for q in queries]


def score(answers: Sequence[Answered]) -> Score:
    """Figures of these answers; queries about territories that are not held have none and must not be among them."""
    if not answers:
        return Score(0, 0.0, 0.0, 0.0)
    ranks = [a.rank for a in answers]
    n = len(ranks)
    return Score(
        count=n,
        mrr=sum(1 / r for r in ranks if 0 < r <= DEEPEST) / n,
        success_1=sum(r == 1 for r in ranks) / n,
        success_5=sum(0 < r <= 5 for r in ranks) / n,
    )


def table(answers: Sequence[Answered]) -> str:
    """The figures as a text table, one line per form and one for all."""
    rows = [(form, score([a for a in answers if a.judged.form == form])) for form in FORMS]
    lines = [f"{'form':<14}{'queries':>8}{'MRR@10':>9}{'s@1':>8}{'s@5':>8}"]
    for name, s in [*rows, ("all", score(answers))]:
        lines.append(f"{name:<14}{s.count:>8}{s.mrr:>9.3f}{s.success_1:>8.3f}{s.success_5:>8.3f}")
    return "\n".join(lines)


def misses(answers: Iterable[Answered], deeper_than: int = 5) -> list[Answered]:
    """The answers whose first expected entry stands deeper than this, or nowhere on the first page."""
    return [a for a in answers if not 0 < a.rank <= deeper_than]


def told(answer: Answered) -> str:
    """A miss in words: query, expected entries, and what came instead."""
    j, page = answer.judged, answer.page
    came = [f"      {n}. {hit.brief.id}  {hit.brief.title(j.language)}" for n, hit in enumerate(page.hits[:5], 1)]
    head = f"{j.id} [{j.form}] {j.query}  → rank {answer.rank or '–'} of {page.total} (share {page.share})"
    more = [f"places {', '.join(page.places)}"] if page.places else []
    more += [f"meant {page.meant}"] if page.meant else []
    return "\n".join([head, f"   expected {' | '.join(j.expected)}", *(f"   {m}" for m in more), *came])
