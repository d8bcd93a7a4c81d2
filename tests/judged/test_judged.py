"""The judged queries find what an expert expects, in every script and for every kind; no territory poses as another."""

import re
from collections import Counter
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from kb.kinds import KINDS
from kb.library import Library
from tests.judged import measure
from tests.judged.edition import TODAY
from tests.judged.measure import Answered, ask
from tests.judged.queries import FORMS, Judged
from tests.judged.scripts import HAN, in_traditional

SUCCESS_5, MRR = 0.95, 0.85
AT_LEAST = {
    "zh": 140,
    "question": 50,
    "en": 35,
    "mixed": 40,
    "traditional": 25,
    "abbreviation": 30,
    "misspelt": 20,
    "identifier": 40,
    "place": 45,
}


def territories(library: Library, id_: str) -> set[str]:
    """The jurisdictions that an entry belongs to, read off the entry itself."""
    held = library.get(id_)
    assert held is not None
    return {str(code) for code in (held.entry.jurisdiction, *getattr(held.entry, "jurisdictions", ())) if code}


def covering(library: Library, places: tuple[str, ...]) -> set[str]:
    """The places and the regional systems that cover them."""
    return {*places, *(s for code in places for s in library.names[code].systems_on(TODAY))}


def test_the_set_is_large_and_mixed(judged: list[Judged]):
    ids = [q.id for q in judged]
    assert len(ids) == len(set(ids))
    assert len({q.query for q in judged}) == len(judged), "the same query twice"
    assert len([q for q in judged if not q.place]) >= 400
    assert len([q for q in judged if q.place]) >= 20
    counts = Counter(q.form for q in judged)
    assert set(counts) == set(FORMS)
    assert {f: n for f, n in counts.items() if n < AT_LEAST[f]} == {}


def test_every_expected_entry_exists(library: Library, judged: list[Judged]):
    known = {brief.id for brief in library.briefs()}
    missing = [f"{q.id}: {id_}" for q in judged if not q.place for id_ in q.expected if id_ not in known]
    assert not missing, "\n".join(missing)


def test_every_kind_and_jurisdiction_is_asked_for(library: Library, judged: list[Judged]):
    expected = {id_ for q in judged for id_ in q.expected if not q.place}
    assert {id_.split("/")[0] for id_ in expected} == {kind.kind for kind in KINDS}
    assert {"us", "jp", "ep", "em", "up", "de", "kr", "vn", "cn"} <= {
        code for id_ in expected if (held := library.get(id_)) and (code := held.entry.jurisdiction)
    }
    assert all(1 <= len(q.expected) <= 4 for q in judged)


def test_expected_entries_come_first(answers: list[Answered]):
    print("\n" + measure.table(answers))
    print("\n".join(measure.told(a) for a in measure.misses(answers)))
    found = measure.score(answers)
    assert found.success_5 >= SUCCESS_5
    assert found.mrr >= MRR


def test_no_chinese_query_that_has_an_answer_finds_nothing(answers: list[Answered]):
    chinese = [a for a in answers if len(re.findall(HAN, a.judged.query)) >= 2]
    assert len(chinese) > 100
    missed = [measure.told(a) for a in chinese if not a.page.total]
    assert not missed, "\n".join(missed)


def test_what_is_spelt_rightly_is_not_corrected(answers: list[Answered], abroad: list[Answered]):
    right = [a for a in [*answers, *abroad] if a.judged.form != "misspelt"]
    wrong = [f"{a.judged.id} {a.judged.query} → {a.page.meant}" for a in right if a.page.meant]
    assert not wrong, "\n".join(wrong)


def test_traditional_characters_rank_exactly_as_the_simplified_ones_written_by_hand(
    library: Library, judged: list[Judged]
):
    pairs = [(q.query, q.note) for q in judged if q.form == "traditional"]
    assert pairs
    for traditional, simplified in pairs:
        assert traditional != simplified
        a, b = ask(library, traditional), ask(library, simplified)
        assert ([h.brief.id for h in a.hits], a.total, a.places) == ([h.brief.id for h in b.hits], b.total, b.places), (
            traditional
        )
        assert [h.brief.id for h in a.elsewhere] == [h.brief.id for h in b.elsewhere], traditional


def test_every_query_finds_the_same_when_typed_in_traditional_characters(
    library: Library, answers: list[Answered], abroad: list[Answered]
):
    changed = 0
    for answer in [*answers, *abroad]:
        typed = in_traditional(answer.judged.query)
        page = ask(library, typed, answer.judged.language)
        assert [h.brief.id for h in page.hits] == list(answer.ids), typed
        assert (page.total, page.places, page.share) == (answer.page.total, answer.page.places, answer.page.share), (
            typed
        )
        changed += typed != answer.judged.query
    assert changed > 80


def test_results_of_another_territory_never_pose_as_those_of_the_one_that_was_named(
    library: Library, answers: list[Answered], abroad: list[Answered]
):
    named = [a for a in [*answers, *abroad] if a.page.places]
    assert len(named) > 40
    for answer in named:
        own = covering(library, answer.page.places)
        strangers = [id_ for id_ in answer.ids if not territories(library, id_) & own]
        assert strangers == [], answer.judged.query
        assert not set(answer.ids) & {h.brief.id for h in answer.page.elsewhere}, answer.judged.query


def test_a_territory_that_is_not_held_is_named_as_such(library: Library, abroad: list[Answered], client: FlaskClient):
    held = {brief.jurisdiction for brief in library.briefs()}
    for answer in abroad:
        code = answer.judged.place
        assert code not in held, f"{code} is held now: give {answer.judged.id} the entries that answer"
        assert answer.page.places == (code,), answer.judged.query
        response = client.get(f"/search?q={quote(answer.judged.query)}")
        assert response.status_code == 200
        page = BeautifulSoup(response.text, "html5lib")
        name = library.names[code].zh
        card = page.find(attrs={"aria-label": name})
        assert card is not None, answer.judged.query
        assert "尚未收录" in card.get_text(), answer.judged.query
        assert card.find("a", href=f"/countries/{code}"), answer.judged.query


def test_on_the_page_results_of_others_stand_below_a_heading_that_says_so(abroad: list[Answered], client: FlaskClient):
    shown = 0
    for answer in abroad:
        page = BeautifulSoup(client.get(f"/search?q={quote(answer.judged.query)}").text, "html5lib")
        apart = page.find("section", class_="elsewhere")
        outside = [li for li in page.find_all("li", class_="hit") if not li.find_parent("section", class_="elsewhere")]
        assert len(outside) == len(answer.page.hits), answer.judged.query
        assert bool(apart) == bool(answer.page.elsewhere), answer.judged.query
        if apart:
            assert "其他国家" in apart.find("h2").get_text()
            shown += len(apart.find_all("li", class_="hit"))
    assert shown > 0


@pytest.mark.parametrize(
    ("rank", "mrr", "first", "five"),
    [(1, 1.0, 1.0, 1.0), (4, 0.25, 0.0, 1.0), (6, 1 / 6, 0.0, 0.0), (12, 0.0, 0.0, 0.0), (0, 0.0, 0.0, 0.0)],
)
def test_the_figures_are_what_their_names_say(library: Library, rank: int, mrr: float, first: float, five: float):
    page = ask(library, "专利")
    assert len(page.hits) >= 12
    wanted = page.hits[rank - 1].brief.id if rank else "law/us/none"
    found = measure.score([Answered(Judged("x", "zh", "专利", (wanted,), ""), page)])
    assert (found.mrr, found.success_1, found.success_5) == pytest.approx((mrr, first, five))
