"""What was asked is marked in the original text, whatever the writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.library.highlight import ELLIPSIS, Piece, highlight, snippet
from kb.library.query import parse
from kb.library.thesaurus import Concept, Thesaurus

THESAURUS = Thesaurus((Concept("design", ("外观设计",), ("design patent",)),))


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("q", "text", "expected"),
    [
        ("外观设计", "美國外觀設計專利與工業設計", "美國[外觀設計]專利與工業設計"),
        ("外觀設計", "外观设计 Design Patents design", "[外观设计] [Design Patents] design"),
        ("design patent", "½ ㎏ 外观設計", "½ ㎏ [外观設計]"),
        ("商标强注", "商標搶註", "[商標]搶註"),
        ("license", "Licensing and licensed; licorice", "[Licensing] and [licensed]; licorice"),
        ("erklarung", "Die Erklärung", "Die [Erklärung]"),
        ("35usc271", "见 35 U.S.C. § 271(a) 与 271", "见 [35 U.S.C. § 271(a)] 与 271"),
        ("463条", "第四百六十三條规定", "[第四百六十三條]规定"),
        ('"标专"', "商标专利", "商[标专]利"),
        ("script", "<script>alert(1)</script>", "<[script]>alert(1)</[script]>"),
        ("商标 标专", "商标专利", "[商标专]利"),
        ("e\u0301tat", "l’E\u0301tat", "l’[E\u0301tat]"),
        ("", "商标", "商标"),
        ("!!!", "商标!!!", "商标!!!"),
        ("art", "part art arts", "part [art] [arts]"),
        ("法", "专利法", "专利[法]"),
    ],
)
def test_marks(q: str, text: str, expected: str) -> None:
    assert shown(highlight(text, parse(q, THESAURUS))) == expected


@given(st.text(), st.text() | st.sampled_from(["外观设计", "design patent", "第3条", '"标专"']))
def test_the_pieces_are_the_text(text: str, q: str) -> None:
    assert "".join(piece.text for piece in highlight(text + q + text, parse(q, THESAURUS))) == text + q + text


def test_the_passage_with_most_of_the_question_is_shown() -> None:
    text = "商标。" + "无关文字，" * 60 + "前一句。越南的商标被抢注后如何应对。" + "无关文字，" * 60
    passage = shown(snippet(text, parse("越南 商标 抢注"), width=60))
    assert passage.startswith(ELLIPSIS + "越南的".replace("越南", "[越南]"))
    assert "[商标]被[抢注]" in passage
    assert passage.endswith(ELLIPSIS)
    assert len(passage) < 60 + 10


def test_without_a_hit_the_beginning_is_shown() -> None:
    assert shown(snippet("甲" * 200, parse("商标"), width=50)) == "甲" * 50 + ELLIPSIS


def test_a_short_text_is_shown_whole_in_one_line() -> None:
    assert shown(snippet("商标\n\n  专利  ", parse("专利 商标"))) == "[商标] [专利] "


def test_latin_passages_are_twice_as_long() -> None:
    assert len(shown(snippet("word " * 200, parse("x"), width=50))) == pytest.approx(101, abs=2)


def test_the_end_of_a_very_long_text_is_not_looked_at_and_nothing_breaks() -> None:
    assert shown(snippet("甲。" * 100_000 + "商标", parse("商标"), width=10)).endswith(ELLIPSIS)
