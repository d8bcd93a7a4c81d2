"""One form for every way of writing: folding, identifiers, terms."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.library.analyzer import compound, index_terms, tokens, word_terms
from kb.library.folding import SPECIAL, _table, fold, fold_with_offsets, unaccented
from kb.library.identifiers import identifier_key, identifiers, number

LETTERS = st.text(
    st.sampled_from("a B é İ ½ ㎏ ﬁ ｶ ﾞ か \u3099 e \u0301 商 標 專 利 … — ， （ ① \u200b ᄀ ᅡ ᆨ Ａ ı ß \ud800".split(" "))
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("商標搶註與專利", "商标抢注与专利"),
        ("特許権・実用新案・意匠", "特许权・实用新案・意匠"),
        ("鉱業権の発明", "矿业权の发明"),
        ("ﾊﾞｶ か\u3099", "バカ が"),
        ("½ ㎏ ﬁ", "1⁄2 kg fi"),
        ("（甲）——“乙”…", "(甲)--“乙”."),
        ("Cafe\u0301 İSTANBUL", "café istanbul"),
        ("干部乾隆皇后", "干部干隆皇后"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("目的芸術", "目的芸术"),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(LETTERS | st.text())
def test_folding_is_nfkc_and_tells_where_each_character_came_from(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert len(offsets) == len(folded) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text) if folded else True
    assert fold(folded) == folded
    plain = "".join(SPECIAL.get(c, c) for c in text)
    if not any(unicodedata.category(c) in {"Cf", "Mn"} for c in plain):
        assert folded == unicodedata.normalize("NFKC", plain).translate(_table()).lower()


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_a_folded_chinese_text_is_as_long_as_before(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("text", ["½x商標", "e\u0301商標", "ﾊﾞﾊﾞ商標", "\u200b商\u200b標", "㎏㎏商標", "각商標"])
def test_offsets_lead_back_to_the_original(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    at = folded.index("标")
    assert text[offsets[at] : offsets[at + 1]].replace("\u200b", "") == "標"


def test_a_long_row_of_marks_is_folded_in_no_time_at_all() -> None:
    assert len(fold("e" + "\u0301" * 20_000)) <= 20_001


@pytest.mark.parametrize(
    ("text", "bare"), [("unterlassungserklärung", "unterlassungserklarung"), ("việt nam", "viet nam")]
)
def test_accents(text: str, bare: str) -> None:
    assert unaccented(text) == bare


@pytest.mark.parametrize(
    ("key", "ways"),
    [
        ("337ta1286", "337-TA-1286|337-ta 1286|337TA1286|Inv. No. 337-TA-1286|337‑TA‑1286|３３７－ＴＡ－１２８６"),
        ("ep3456789", "EP 3 456 789|EP3456789|EP3456789B1|EP 3 456 789 B1|ep3456789 a1"),
        ("35usc271", "35 U.S.C. § 271|35 USC 271|35usc271|35 U.S.C. §271|35 U.S. Code § 271|美国法典第35编第271条"),
        ("35usc271(a)", "35 U.S.C. § 271(a)|35 USC 271 (a)"),
        ("37cfr1.136", "37 CFR 1.136|37 C.F.R. § 1.136"),
        ("23cv1234", "1:23-cv-01234|23-cv-1234|1:2023-cv-01234|23 CV 1234"),
        ("条463", "第四百六十三条|第463条|463条|第 463 条|Article 463|Art. 463|四百六十三條"),
        ("条12-1", "第十二条之一|第12条之1"),
        ("条1182", "民法典第1182条|民法典第一千一百八十二条"),
        ("§337", "Section 337|§ 337|337条款|Sec. 337"),
        ("rule12(a)", "Rule 12(a)|rule 12 (a)"),
        ("upccfi123/2024", "UPC_CFI_123/2024|UPC CFI 123/2024|upc-cfi-123/2024"),
        ("act459987/2023", "ACT_459987/2023"),
        ("t836/09", "T 0836/09|T-836/09|t836/09"),
        ("ipr2013-110", "IPR2013-00110|IPR 2013-110"),
        ("令和5(ワ)70001", "令和5年(ワ)第70001号|令和５年（ワ）第７０００１号|令和五年（ワ）第70001号|R5(ワ)70001"),
        ("令和1(ネ)10001", "令和元年(ネ)第10001号"),
        ("2020京73民初1234", "（2020）京73民初1234号|(2020)京73民初1234号"),
        ("us10123456", "US 10,123,456 B2|US10123456|U.S. Patent No. 10,123,456"),
        ("wo2020123456", "WO 2020/123456|WO2020123456A1"),
        ("cn2020101234567", "CN 202010123456.7"),
        ("jp1234567", "特許第1234567号|特许第1234567号"),
    ],
)
def test_an_identifier_has_one_key_however_it_is_typed(key: str, ways: str) -> None:
    for way in ways.split("|"):
        assert key in {found.keys[0] for found in identifiers(fold(way))}, way
        assert "#" + key in index_terms(f"见 {way}，另见")[0], way


@pytest.mark.parametrize(
    "text", ["", "三条建议之外", "337", "a1b2", "12:30", "2024-05-06", "第条", "§", "Art. of war", "U.S.C."]
)
def test_what_is_no_identifier(text: str) -> None:
    assert {key for found in identifiers(fold(text)) for key in found.keys} <= {"条3"}


def test_a_sub_paragraph_is_also_found_by_its_section() -> None:
    assert {"#35usc271(a)", "#35usc271"} <= index_terms("35 U.S.C. § 271(a)")[0].keys()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("337-TA-1286", "337ta1286"),
        ("平成11年法律第83号", "平成11年法律第83号"),
        ("Pub. L. 117-328", "publ117328"),
    ],
)
def test_the_key_of_a_whole_identifier(typed: str, key: str) -> None:
    assert identifier_key(fold(typed)) == key


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("四百六十三", 463),
        ("一〇二", 102),
        ("十", 10),
        ("两千零五", 2005),
        ("一百二十", 120),
        ("12", 12),
        ("商", None),
        ("一商十", None),
    ],
)
def test_numerals(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("word", "joined", "parts"),
    [
        ("e-mail", "email", ("e", "mail")), ("u.s.c", "usc", ()), ("1,286,000", "1286000", ("1", "286", "000")),
        ("1.136", "1.136", ("1", "136")), ("client's", "client", ()), ("at&t", "att", ("at", "t")), ("patent", "patent", ()),
    ],
)  # fmt: skip
def test_words_with_joints(word: str, joined: str, parts: tuple[str, ...]) -> None:
    assert compound(word) == (joined, parts)


def test_words_are_stemmed_without_accents_and_kept_as_typed() -> None:
    assert word_terms("licensing") == ("licens", "=licensing")
    assert word_terms("erklärung") == word_terms("erklarung")
    assert word_terms("the") == ()
    assert word_terms("patent") == ("patent",)


def test_terms_of_a_mixed_text() -> None:
    counts, length = index_terms("商標 Trademarks，5G手機 の権")
    assert counts == {"商标": 1, "trademark": 1, "=trademarks": 1, "5g": 1, "手机": 1, "の权": 1}
    assert length == 5


def test_tokens_stand_where_they_say() -> None:
    folded = fold("E-Mail an 商標註冊")
    words = [folded[token.start : token.end] for token in tokens(folded)]
    assert words == ["e-mail", "e", "mail", "商标", "标注", "注册"]


@given(st.text())
def test_no_text_is_too_strange_to_index(text: str) -> None:
    counts, length = index_terms(text)
    assert all(term.encode("utf-8") for term in counts)
    assert length >= 0
