"""Suggestions while typing, and what a misspelling meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.library.suggest import Phrase, Suggester

PHRASES = [
    Phrase("越南商标抢注应对", 3, "/guide"), Phrase("商标抢注", 1), Phrase("商标关注", 1), Phrase("商标法", 1), Phrase("越南", 4, "/vn"),
    Phrase("337调查", 1), Phrase("外观设计", 1), Phrase("平衡车", 1), Phrase("design patent", 1), Phrase("Patent Act", 3, "/act"),
    Phrase("trademark squatting", 1), Phrase("infringement", 1), Phrase("商标抢注", 2, "better"), Phrase("美国商标法", 1),
]  # fmt: skip


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(PHRASES)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("商標", ["商标抢注", "商标法", "商标关注", "越南商标抢注应对", "美国商标法"]),
        ("越", ["越南", "越南商标抢注应对"]),
        ("pat", ["Patent Act", "design patent"]),
        ("ATENT", ["Patent Act", "design patent"]),
        ("337 调", ["337调查"]),
        ("", []),
        ("  ", []),
        ("没有的", []),
    ],
)
def test_suggestions(suggester: Suggester, typed: str, expected: list[str]) -> None:
    assert [phrase.text for phrase in suggester.suggest(typed)] == expected


def test_the_heavier_of_two_phrases_is_kept_and_the_limit_too(suggester: Suggester) -> None:
    assert suggester.suggest("商标抢注", limit=1) == [Phrase("商标抢注", 2, "better")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("infringment", "infringement"), ("trandemark squating", "trademark squatting"), ("Desing patent", "design patent"),
        ("外观设汁", "外观设计"), ("平恒车", "平衡车"), ("商標強註", "商标抢注"),
        ("patents", None), ("商标抢注", None), ("pat", None), ("xyzzyplugh", None), ("", None), ("专利", None), ("越南商标抢注应对", None),
    ],
)  # fmt: skip
def test_spelling(suggester: Suggester, typed: str, meant: str | None) -> None:
    assert suggester.spell(typed) == meant


def test_of_several_corrections_the_one_that_reads_on_wins(suggester: Suggester) -> None:
    held = {"标抢": 3, "抢注": 4, "标关": 2, "关注": 2}
    assert suggester.spell("美国商标强注费", lambda pair: held.get(pair, 0)) == "美国商标抢注费"
    assert suggester.spell("商标强注", lambda pair: 0) is None
    assert suggester.spell("商标强注", lambda pair: 1) is None


def test_a_long_run_is_a_sentence_and_not_a_misspelt_word(suggester: Suggester) -> None:
    assert suggester.spell("中国公司申请美国商标能不能自己办") is None


@given(st.text())
def test_nothing_typed_raises(suggester: Suggester, text: str) -> None:
    suggester.suggest(text)
    suggester.spell(text)
