"""Forms of one concept find each other; forms of different concepts do not."""

from pathlib import Path

import pytest

from kb.errors import Invalid
from kb.library.folding import fold
from kb.library.thesaurus import Concept, Thesaurus

TERMS = Path(__file__).parents[2] / "content" / "terms.tsv"
TEXT = (
    "id\tzh\ten\tnote\n"
    "design\t外观设计|外观专利\tdesign patent|registered design\t\n"
    "ipr-review\t双方复审\tinter partes review|IPR\t专利无效的一种\n"
    "ip-rights\t知识产权\tintellectual property rights|IPR\t\n"
    "squatting\t商标抢注|抢注\ttrademark squatting|trade-mark squatting\t\n"
    "texas\t\tE.D. Tex.\t\nfair\t\tfair, reasonable\t\n"
    "cease\t停止侵权声明\tcease-and-desist undertaking\t\n"
)


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    return Thesaurus.read(TEXT)


def found(thesaurus: Thesaurus, text: str) -> list[tuple[str, tuple[str, ...]]]:
    folded = fold(text)
    return [(folded[f.start : f.end], tuple(c.id for c in f.concepts)) for f in thesaurus.find(folded)]


def test_reading(thesaurus: Thesaurus) -> None:
    assert thesaurus.concepts[0] == Concept("design", ("外观设计", "外观专利"), ("design patent", "registered design"))
    assert thesaurus.concepts[1].note == "专利无效的一种"


@pytest.mark.parametrize("text", ["", "zh\ten\n外观\tdesign\n"])
def test_a_table_without_the_columns_is_invalid(text: str) -> None:
    with pytest.raises(Invalid):
        Thesaurus.read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("被控外觀設計專利侵權", [("外观设计", ("design",))]),
        ("Design Patents, please", [("design patents", ("design",))]),
        ("the IPR of", [("ipr", ("ipr-review", "ip-rights"))]),
        ("海外商标抢注案", [("商标抢注", ("squatting",))]),
        ("抢注与外观专利", [("抢注", ("squatting",)), ("外观专利", ("design",))]),
        ("a cease and desist undertaking", [("cease and desist undertaking", ("cease",))]),
        ("cease-and-desist undertaking", [("cease-and-desist undertaking", ("cease",))]),
        ("trade mark squatting", [("trade mark squatting", ("squatting",))]),
        ("patent design", []),
        ("design. Many other words, then a patent", []),
        ("外观 设计", []),
        ("a design. Patent law", []),
        ("外观，设计", []),
        ("E.D. Tex. and fair, reasonable terms", [("e.d. tex", ("texas",)), ("fair, reasonable", ("fair",))]),
        ("the undertaking to cease", []),
    ],
)
def test_finding_the_longest_form(thesaurus: Thesaurus, text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(thesaurus, text) == expected


def test_more_concepts_can_be_added(thesaurus: Thesaurus) -> None:
    more = thesaurus.with_concepts([Concept("vn", ("越南",), ("Viet Nam", "Vietnam"))])
    assert found(more, "越南抢注") == [("越南", ("vn",)), ("抢注", ("squatting",))]
    assert found(thesaurus, "越南") == []


def test_the_edition_has_at_least_300_concepts_and_each_form_is_recognised() -> None:
    thesaurus = Thesaurus.read(TERMS.read_text(encoding="utf-8"))
    assert len(thesaurus.concepts) >= 300
    missed = [
        form
        for concept in thesaurus.concepts
        for form in concept.forms
        if concept not in [owner for f in thesaurus.find(fold(form)) for owner in f.concepts]
    ]
    assert missed == []
