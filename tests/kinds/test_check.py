"""Every rule of `kb check` finds what it is for, and is silent on what is right."""

from datetime import date

import pytest

from kb.edition import Edition
from kb.editor import inspect
from kb.errors import Problem
from kb.kinds import Entry, jurisdictions
from kb.kinds.check import World, check
from kb.settings import ROOT
from tests import makers
from tests.conftest import TODAY


def problems(*entries: Entry, today: date = TODAY, translations=()) -> list[Problem]:
    names = jurisdictions.read(makers.NAMES)
    return check(World({e.id: e for e in entries}, names, today, {f"{t.id}.en": t for t in translations}))


def only(found: list[Problem], field: str, zh: str, en: str, level: str = "error") -> None:
    hits = [p for p in found if p.field.startswith(field) and zh in p.zh and en in p.en and p.level == level]
    assert hits, [str(p) for p in found]


@pytest.mark.parametrize("kind", list(makers.OWN))
def test_a_right_entry_has_no_problem(kind: str):
    assert problems(makers.entry(kind)) == []


def test_a_source_that_is_missing_unused_or_doubled():
    only(problems(makers.entry("case", body="text [@other]\n")), "body", "没有键为“other”", "no source with the key")
    extra = {**makers.SOURCE, "key": "unused"}
    only(
        problems(makers.entry("law", sources=[makers.SOURCE, extra])),
        "sources.unused",
        "没有任何一行",
        "no row or text",
    )
    only(problems(makers.entry("law", sources=[makers.SOURCE, makers.SOURCE])), "sources", "重复", "stands twice")
    late = {**makers.SOURCE, "accessed": "2026-12-01"}
    only(problems(makers.entry("law", sources=[late])), "sources.src.accessed", "今天之后", "after today")


def test_a_stale_check_is_a_warning():
    only(problems(makers.entry("law", checked="2025-11-01")), "checked", "复核期", "due for a check", "warning")
    assert problems(makers.entry("law", checked="2025-11-30")) == []


@pytest.mark.parametrize("year", ["1018", "2041"])
def test_impossible_years(year: str):
    events = [{"date": f"{year}-01-01", "what": makers.bi("事"), "source": "src"}]
    only(problems(makers.entry("case", events=events)), "events", "不可能的年份", "impossible year")


def test_decided_before_it_was_filed():
    events = [{"date": d, "what": makers.bi("事"), "source": "src"} for d in ("2023-05-02", "2021-10-01")]
    only(problems(makers.entry("case", events=events)), "events", "次序不对", "out of order")
    law = makers.entry("law", adopted="1954-01-01")
    only(problems(law), "in_force", "施行早于通过", "before it was adopted")
    only(problems(makers.entry("law", repealed="1950")), "repealed", "废止早于施行", "repealed before")
    fair = makers.entry("exhibition", starts="2027-01-09", ends="2027-01-06")
    only(problems(fair), "ends", "闭幕早于开幕", "ends before it starts")


def test_an_event_in_the_future():
    events = [{"date": "2026-12-24", "what": makers.bi("事"), "source": "src"}]
    only(problems(makers.entry("case", events=events)), "events", "今天之后", "after today")


def test_status_and_result_that_contradict_each_other():
    only(problems(makers.entry("case", result="pending")), "result", "矛盾", "contradict")
    assert problems(makers.entry("case", status="running")) == []  # what is decided so far, while the rest goes on


def test_dangling_references():
    only(problems(makers.entry("case", laws="law/us/none")), "laws", "不存在的条目", "does not exist")
    only(problems(makers.entry("case", body="[[fees/us/none]] [@src]\n")), "body", "不存在的条目", "does not exist")
    body = "[[fees/us/patent#nothing]] [[fees/us/patent#filing]] [@src]\n"
    found = problems(makers.entry("case", body=body), makers.entry("fees"))
    only(found, "body", "没有“nothing”", "no row")
    assert len(found) == 1
    only(problems(makers.entry("case", body="[[wrong kind]] [@src]\n")), "body", "写法不对", "is written")


def test_overlapping_fee_versions():
    item = makers.OWN["fees"]["items"][0]
    old = {**item, "valid_from": "2020-01-01", "valid_to": "2025-01-19"}
    only(problems(makers.entry("fees", items=[item, old])), "items.filing", "重叠", "overlap")
    fine = {**old, "valid_to": "2025-01-18"}
    assert problems(makers.entry("fees", items=[item, fine])) == []
    turned = {**item, "valid_from": "2025-02-01", "valid_to": "2025-01-31"}
    only(problems(makers.entry("fees", items=[turned])), "items.filing", "失效早于生效", "ends before it begins")


def test_a_schedule_whose_validity_ended_is_a_warning():
    only(problems(makers.entry("fees", valid_to="2026-01-01")), "items", "没有一项有效", "no line is valid", "warning")


def test_a_rule_without_a_version_for_today():
    version = {**makers.OWN["deadline"]["versions"][0], "valid_to": "2026-01-01"}
    only(
        problems(makers.entry("deadline", versions=[version])), "versions", "没有适用于今天的版本", "no version applies"
    )


def test_rules_whose_versions_overlap():
    version = makers.OWN["deadline"]["versions"][0]
    later = {**version, "valid_from": "2020-01-01"}
    only(problems(makers.entry("deadline", versions=[version, later])), "versions", "重叠", "overlap")


def test_an_unknown_jurisdiction():
    only(problems(makers.entry("law", "law/zz/patent-act")), "path", "没有“zz”", "not in the table")
    only(problems(makers.entry("case", jurisdictions="us, qq")), "jurisdictions", "没有“qq”", "not in the table")


@pytest.mark.parametrize("name", ["中华民国", "台湾专利法", "Republic of China", "Hong Kong court"])
def test_names_that_are_not_used(name: str):
    only(problems(makers.entry("case", body=f"{name} [@src]\n")), "body", "称谓不规范", "name")


@pytest.mark.parametrize("name", ["中国台湾地区", "Taiwan, China", "Hong Kong, China", "People's Republic of China"])
def test_names_that_are_right(name: str):
    assert problems(makers.entry("case", body=f"{name} [@src]\n")) == []


def test_the_chapters_of_a_guide_are_fixed():
    only(
        problems(makers.entry("guide", body="## 主管机关与申请途径\n\n[@src]\n")),
        "body",
        "章节应依次为",
        "chapters must be",
    )


def test_a_translation_of_an_older_text():
    made = makers.entry("case")
    assert problems(made, translations=[makers.english(made)]) == []
    newer = makers.entry("case", body="新的正文 [@src]。\n")
    only(problems(newer, translations=[makers.english(made)]), "translates", "译自旧文", "older text")
    only(problems(translations=[makers.english(made)]), "translates", "没有条目", "no entry")


def test_a_person_needs_consent_or_an_official_listing():
    private = [{**makers.SOURCE, "official": "no"}]
    only(problems(makers.entry("expert", type="person", sources=private)), "consent", "本人同意", "consent")
    assert problems(makers.entry("expert", type="person")) == []


def test_the_edition_has_nothing_to_complain_of():
    found, _ = inspect(Edition(ROOT / "content"), TODAY)
    assert [str(p) for p in found] == []


def test_references_in_rows_are_checked_like_those_in_bodies():
    step = {**makers.OWN["directive"]["steps"][0], "what": {"zh": "见 [[law/us/none]]", "en": "see [[law/us/none]"}}
    found = problems(makers.entry("directive", steps=[step], summary={"zh": "见 [[guide/us]]", "en": "x"}))
    only(found, "steps.what", "指向不存在的条目：law/us/none", "refers to an entry that does not exist")
    only(found, "steps.what", "引用写法不对", "a reference is written")
    only(found, "summary", "标题和摘要不放引用", "hold no references")


def test_steps_stand_in_the_order_of_their_phases_and_have_keys_of_their_own():
    step = makers.OWN["directive"]["steps"][0]
    found = problems(makers.entry("directive", steps=[{**step, "phase": "3d"}, step]))
    only(found, "steps", "按时点先后", "in the order of their phases")
    only(found, "steps", "步骤键重复", "stands twice")
