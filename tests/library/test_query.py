"""What a typed text is taken to mean; nothing typed can do harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.library.analyzer import index_terms
from kb.library.index import Index, IndexDocument
from kb.library.query import LOOSE_WEIGHT, MOST_GROUPS, SYNONYM_WEIGHT, Phrase, parse
from kb.library.thesaurus import Concept, Thesaurus

DESIGN = Concept("design", ("外观设计", "外观专利"), ("design patent", "registered design"))
TRO = Concept("tro", ("临时限制令",), ("TRO", "temporary restraining order"))
THESAURUS = Thesaurus((DESIGN, TRO))

HOSTILE = [
    "商标" * 5_000, "a " * 5_000, "!" * 10_000, "\"" * 9_999, '"商标', "“商标", "*?~^:()[]{}", "商标 AND (专利 OR",
    "title:商标^4", "' or 1=1; drop table entries --", "<script>alert(1)</script>", "😀👩‍👩‍👧🇨🇳", "\ud800商标\udfff",
    "\x00\x01\x1b[2J", "e" + "\u0301" * 5_000, "1,2,3,4,5," * 1_000, "(2020)" * 2_000, "§" * 5_000, "第" * 3_000 + "条",
    "%' or ''='", "\u202e\u200b\u2066", "İ" * 1_000, "337-TA-" * 1_000, "一" * 5_000 + "条", "a-" * 5_000, "\n\t\r\v\f",
    "US 10" + ",123" * 2_000, "r" * 300 + "5(ワ)1", "9" * 300,
]  # fmt: skip


def terms(text: str, thesaurus: Thesaurus | None = None) -> list[list[tuple[str, ...]]]:
    return [[way.terms for way in group.alternatives] for group in parse(text, thesaurus).groups]


def test_words_and_runs_are_groups() -> None:
    assert terms("越南 商标抢注 licensing") == [[("越南",)], [("商标", "标抢", "抢注")], [("licens",)]]


def test_traditional_and_simplified_questions_are_one() -> None:
    assert parse("商標搶註") == parse("商标抢注")


def test_a_concept_brings_its_other_forms_at_a_lower_weight() -> None:
    (group,) = parse("外觀設計", THESAURUS).groups
    assert group.alternatives[0].terms == ("外观", "观设", "设计")
    assert group.alternatives[0].weight == 1.0
    assert {way.terms: way.weight for way in group.alternatives[1:]} == {
        ("外观", "观专", "专利"): SYNONYM_WEIGHT,
        ("design", "patent"): SYNONYM_WEIGHT,
        ("regist", "design"): SYNONYM_WEIGHT,
    }
    assert parse("外觀設計", THESAURUS).concepts == (DESIGN,)


def test_a_concept_inside_a_run_parts_it_and_the_pairs_across_only_help() -> None:
    query = parse("美国外观设计侵权", THESAURUS)
    assert [group.text for group in query.groups] == ["美国", "外观设计", "侵权"]
    assert set(query.extra) == {"国外", "计侵"}


def test_an_identifier_is_found_whole_before_its_pieces() -> None:
    (group,) = parse("35 U.S.C. § 271(a)").groups
    assert [(way.terms, way.weight) for way in group.alternatives] == [
        (("#35usc271(a)",), 1.0), (("#35usc271",), LOOSE_WEIGHT), (("35", "usc", "271"), LOOSE_WEIGHT),
    ]  # fmt: skip


def test_keys_that_may_name_an_entry() -> None:
    assert "337ta1286" in parse("ITC 337-ta-1286 平衡车").keys
    assert "平成11年法律第83号" in parse("平成11年法律第83号").keys
    assert parse("法").keys == ()


def test_a_hyphened_word_is_one_word_or_its_parts() -> None:
    assert terms("e-bikes") == [[("ebik",), ("e", "bike")]]


@pytest.mark.parametrize("q", ['"外观设计" 侵权', "“外观设计” 侵权", "「外觀設計」 侵权"])
def test_quoted_words_are_a_phrase(q: str) -> None:
    query = parse(q, THESAURUS)
    assert query.phrases == (Phrase("外观设计", ("外观", "观设", "设计")),)
    assert [group.text for group in query.groups] == ["外观设计", "侵权"]


def test_chinese_quotes_within_a_sentence_are_punctuation() -> None:
    assert parse("名为“个体户”实为“合伙”").phrases == ()


def test_a_phrase_stands_only_as_whole_words() -> None:
    phrase = Phrase("art of war", ("art", "war"))
    assert phrase.stands_in("the art of war")
    assert phrase.stands_in("art of war")
    assert not phrase.stands_in("the part of war, art of warfare")
    assert Phrase("标抢", ("标抢",)).stands_in("商标抢注")


@pytest.mark.parametrize(
    "q", ["收到337传票怎么办", "展会上被指侵犯外观设计专利", "how to answer a TRO", "商标被抢注了吗"]
)
def test_sentences(q: str) -> None:
    assert parse(q).sentence


@pytest.mark.parametrize(
    "q", ["商标抢注", "越南 商标 抢注", "design patent", "目的", "标的", "337-TA-1286", '"怎么办"']
)
def test_search_words(q: str) -> None:
    assert not parse(q).sentence


def test_question_words_are_not_looked_for() -> None:
    assert terms("商标被抢注怎么办") == terms("商标被抢注")
    assert terms("怎么办") == [[("怎么", "么办")]]


def test_the_joining_de_is_not_looked_for_but_words_with_it_are() -> None:
    assert terms("专利的费用") == [[("专利",)], [("费用",)]]
    assert terms("标的") == [[("标的",)]]
    assert terms("的士") == [[("的士",)]]


def test_one_character_asks_the_titles() -> None:
    assert terms("法") == [[("^法",)]]


@pytest.mark.parametrize("q", ["", "   ", "\n"])
def test_nothing_typed_asks_for_everything(q: str) -> None:
    assert not parse(q).groups
    assert not parse(q).nothing


@pytest.mark.parametrize("q", ["!!!", "？", "😀", "the of", "\x00"])
def test_something_typed_that_says_nothing(q: str) -> None:
    assert parse(q).nothing


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.create(tmp_path_factory.mktemp("small") / "index")
    index.apply([IndexDocument(f"d{n}", n, title="商标专利", body="design patent 第3条 <script>") for n in range(5)])
    return index


@pytest.mark.parametrize("q", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_questions_are_answered(q: str, small: Index) -> None:
    query = parse(q, THESAURUS)
    assert sum(len(way.terms) for group in query.groups for way in group.alternatives) < 1_000
    assert len(query.groups) <= MOST_GROUPS
    assert len(query.keys) <= 16
    small.find(query, {"kind": [q]})
    small.find(query)


@given(st.text() | st.lists(st.sampled_from([*HOSTILE, "外观设计", "TRO", '"', " ", "337-TA-1"])).map("".join))
def test_no_question_raises(text: str) -> None:
    query = parse(text, THESAURUS)
    for group in query.groups:
        assert group.alternatives
        assert all(way.terms for way in group.alternatives)


@given(st.text(st.sampled_from("商标专利权利法第三条的和吗外观设计怎么办0123年"), min_size=2, max_size=40))
def test_a_text_has_all_terms_of_the_question_that_it_is(text: str) -> None:
    """So that whoever types a piece of a text finds the text."""
    counts, _ = index_terms(f"前{text}后")
    for group in parse(text, THESAURUS).groups:
        if not group.alternatives[0].terms[0].startswith("^"):
            assert any(all(term in counts for term in way.terms) for way in group.alternatives), group
