"""The door for reading: what it hands out, and how a question becomes a page of results."""

from datetime import date
from decimal import Decimal

import pytest

from kb.kinds import jurisdictions, text
from kb.library import EMPTY, Library, SearchPage, SearchRequest
from kb.library.search import Places
from tests import makers
from tests.conftest import NOW, TODAY, World


@pytest.fixture(scope="module")
def library(built: World) -> Library:
    return built.library()


def ask(library: Library, q: str, **given) -> SearchPage:
    return library.search(SearchRequest(q, **given), TODAY)


def ids(page: SearchPage) -> list[str]:
    return [hit.brief.id for hit in page.hits]


def test_what_is_held(library: Library):
    stats = library.stats()
    assert (stats["entries"], stats["number"], stats["english_bodies"]) == (10, 14, 1)
    assert stats["kinds"]["case"] == 1
    assert stats["jurisdictions"] == {"us": 5}
    assert library.get("case/none") is None
    assert [b.id for b in library.briefs(["case/2021-scooter", "case/none"])] == ["case/2021-scooter"]
    assert library.rates()["USD"].cny == Decimal("7.1")
    assert library.refused() == []


def test_the_log_of_an_entry_holds_its_translation(library: Library):
    assert {c.key for c in library.history("case/2021-scooter")} == {"case/2021-scooter", "case/2021-scooter.en"}


def test_backlinks(world: World):
    world.edition.write(
        "case/2021-scooter",
        text.write(makers.entry("case", laws="law/us/patent-act", body="[[fees/us/patent#filing]] [@src]\n")),
    )
    world.bring_in()
    world.sync()
    library = world.library()
    assert [b.id for b in library.referring("law/us/patent-act")] == ["case/2021-scooter"]
    assert [b.id for b in library.referring("fees/us/patent")] == ["case/2021-scooter"]


@pytest.mark.parametrize(
    "q", ["337-TA-1286", "337ta1286", "337-ta 1286", "Inv. No. 337-TA-1286", "３３７－ＴＡ－１２８６"]
)
def test_an_identifier_however_typed_is_the_first_hit(library: Library, q: str):
    assert ids(ask(library, q))[0] == "case/2021-scooter"


@pytest.mark.parametrize("q", ["平衡车", "平衡車", "衡车", "未侵权"])
def test_words_inside_sentences_and_traditional_characters(library: Library, q: str):
    assert "case/2021-scooter" in ids(ask(library, q))


def test_the_other_language_finds_it(library: Library):
    assert "law/us/patent-act" in ids(ask(library, "registered design"))
    assert "law/us/patent-act" in ids(ask(library, "外观专利"))


def test_counts_of_a_facet_disregard_its_own_filter(library: Library):
    page = ask(library, "", filters={"kind": ("law",)})
    kinds = {v.value: (v.count, v.chosen) for v in page.facets["kind"]}
    assert page.total == 1
    assert kinds["law"] == (1, True)
    assert kinds["case"] == (1, False)
    assert {v.value: v.count for v in page.facets["jurisdiction"]} == {"us": 1}


def test_a_filter_without_results_stays_visible(library: Library):
    page = ask(library, "平衡车", filters={"kind": ("office",)})
    assert page.total == 0
    assert ("office", 0, True) in [(v.value, v.count, v.chosen) for v in page.facets["kind"]]


def test_a_place_in_the_question_limits_the_results(library: Library):
    page = ask(library, "美国 专利")
    assert page.places == ("us",)
    assert page.total > 0
    assert all(h.brief.jurisdiction in ("us", None) for h in page.hits)


def test_what_is_not_held_is_said_and_others_stand_apart(library: Library):
    page = ask(library, "越南 专利 费用")
    assert page.places == ("vn",)
    assert page.hits == ()
    assert page.elsewhere
    assert ask(library, "越南 专利 费用", recognise=False).places == ()


def test_a_region_brings_the_systems_that_cover_it(library: Library):
    assert ask(library, "慕尼黑 专利").places == ("de",)


def test_a_chosen_jurisdiction_wins_over_the_words(library: Library):
    page = ask(library, "越南 专利", filters={"jurisdiction": ("us",)})
    assert page.places == ()


def test_home_is_no_place(library: Library):
    assert ask(library, "中国企业 专利").places == ()


@pytest.mark.parametrize(
    ("q", "codes", "rest"),
    [
        ("香港商標", ("hk",), "商标"),
        ("USA patent", ("us",), "patent"),
        ("usable patent", (), "usable patent"),
        ("日本和美国 外观", ("jp", "us"), "和 外观"),
        ("東京 参展", ("jp",), "参展"),
    ],
)
def test_names_of_places(q: str, codes: tuple[str, ...], rest: str):
    assert Places(jurisdictions.read(makers.NAMES)).find(q) == (codes, rest)


def test_the_name_alone_shows_its_guide_first(library: Library):
    assert ids(ask(library, "美国"))[0] == "guide/us"


def test_a_slip_is_mended_and_said(library: Library):
    page = ask(library, "temporary restraning order")
    assert page.instead_of in ("", "temporary restraning order")
    assert ask(library, "外观设汁").request.q in ("外观设计", "外观设汁")


def test_what_found_nothing_is_kept_for_the_editors_without_the_person(world: World):
    world.bring_in()
    world.sync()
    library = world.library()
    ask(library, "qqqq\tzzzz\n")
    ask(library, "专利")
    ask(library, "xxxx", filters={"kind": ("law",)})
    kept = (world.settings.library_folder / EMPTY).read_text(encoding="utf-8")
    assert kept == f"{TODAY}\tqqqq zzzz\n"


def test_pages_of_results_hold_each_hit_once(world: World):
    world.bring_in()
    for n in range(45):
        made = makers.entry("case", f"case/many-{n:02}", docket=f"337-TA-{2000 + n}")
        world.store.publish(made.id, text.write(made), author="e", message="", at=NOW)
    world.sync()
    library = world.library()
    seen: list[str] = []
    first = ask(library, "平衡车")
    assert (first.total, first.pages) == (46, 3)
    for number in range(1, first.pages + 1):
        seen += ids(ask(library, "平衡车", page=number))
    assert len(seen) == len(set(seen)) == 46


def test_suggestions(library: Library):
    assert ("美国", "/countries/us") in [(s.text, s.url) for s in library.suggest("美", "zh")]
    assert [s.url for s in library.suggest("标题law", "zh")] == ["/countries/us/laws/patent-act"]
    assert library.suggest("", "zh") == []


def test_a_day_is_given_not_read(library: Library):
    assert library.search(SearchRequest("慕尼黑"), date(1970, 1, 1)).places == ("de",)
