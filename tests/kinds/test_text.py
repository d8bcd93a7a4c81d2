"""File → entry → file is the same text, for every kind and every file of the edition."""

import pytest

from kb.edition import Edition
from kb.editor.exchange import parse
from kb.errors import Invalid
from kb.kinds import BY_NAME, KINDS, Entry, text
from kb.settings import ROOT
from tests import makers


@pytest.mark.parametrize("kind", [k.kind for k in KINDS])
def test_the_circle_closes_for_every_kind(kind: str):
    made = makers.entry(kind)
    written = text.write(made)
    assert text.read(BY_NAME[kind], made.id, written) == made
    assert text.write(text.read(BY_NAME[kind], made.id, written)) == written


def test_the_circle_closes_for_every_file_of_the_edition():
    count = 0
    for file in Edition(ROOT / "content").files():
        if not file.key.startswith("table/"):
            thing = parse(file.key, file.text)
            again = text.write(thing) if isinstance(thing, Entry) else text.write_translation(thing)
            assert again == file.text, file.path
            count += 1
    assert count > 50


def test_front_matter_is_read_as_text():
    written = text.write(makers.entry("law")).replace("number: 35 U.S.C.", "number: 1.10").replace("Patent Act", "NO")
    read = text.read(BY_NAME["law"], "law/us/patent-act", written)
    assert read.number == "1.10"
    assert read.native_title == "NO"


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ("no front matter", "---"),
        ("---\ntitle: [\n---\n", "line 3"),
        ("---\ntitle: a\ntitle: b\n---\n", "line 2"),
        ("---\njust words\n---\n", "---"),
        ("---\nid: law/x\n---\n", "id"),
    ],
)
def test_a_broken_text_is_reported_in_both_languages(broken: str, field: str):
    with pytest.raises(Invalid) as caught:
        text.read(BY_NAME["law"], "law/us/x", broken)
    problem = caught.value.problems[0]
    assert problem.file == "law/us/x"
    assert problem.field == field
    assert problem.zh
    assert problem.en


@pytest.mark.parametrize(
    ("old", "new", "field", "zh", "en"),
    [
        ("level: statute", "level: statut", "level", "不在词表中", "not in the vocabulary"),
        ("adopted: 1952-07-19", "adopted: 1952-02-30", "adopted", "不是日期", "is not a date"),
        ("topic: infringement", "topics: infringement", "articles.1.topic", "必填", "is required"),
        ("status: in-force", "colour: red", "colour", "没有这个字段", "no such field"),
        ("accessed: 2026-11-01", "accessed: yesterday", "sources.1.accessed", "不是日期", "is not a date"),
        ("url: https://example.org/law", "url: javascript:alert(1)", "sources.1.url", "格式不对", "is not of the form"),
        ("official: yes", "official: maybe", "sources.1.official", "yes 或 no", "yes or no"),
    ],
)
def test_a_wrong_field_is_named_with_its_reason(old: str, new: str, field: str, zh: str, en: str):
    broken = text.write(makers.entry("law")).replace(old, new)
    with pytest.raises(Invalid) as caught:
        text.read(BY_NAME["law"], "law/us/patent-act", broken)
    found = {p.field: p for p in caught.value.problems}
    assert field in found
    assert zh in found[field].zh
    assert en in found[field].en


def test_a_translation_names_the_body_it_was_made_from():
    translation = makers.english(makers.entry("case"))
    written = text.write_translation(translation)
    assert text.read_translation(translation.id, "en", written) == translation
    with pytest.raises(Invalid):
        text.read_translation("case/x", "en", "---\ntranslates: nothing\n---\n\ntext\n")


def test_a_rule_has_a_length_or_is_set_by_the_forum_but_not_both():
    version = {**makers.OWN["deadline"]["versions"][0], "set_by_forum": "yes"}
    with pytest.raises(ValueError, match="length"):
        makers.entry("deadline", versions=[version])


def test_entries_cannot_be_changed():
    made = makers.entry("law")
    with pytest.raises(ValueError, match="frozen"):
        made.number = "x"
