"""One application from the firm's first word to the archive, through three tiers; each sees only its own."""

import pytest

from kb.desk import Filter, Outcome, Stage
from kb.errors import Conflict, Forbidden, Invalid, NotFound
from kb.permissions import READER
from tests.desk.house import ALPHA, BETA, CITY, DISTRICT, NOW, DeskHouse, later


def numbers(house: DeskHouse, name: str) -> list[str]:
    return [i.number for i in house.desk.read.listed(house.people[name], Filter(), NOW).inquiries]


def test_the_whole_story(house: DeskHouse):
    desk, people = house.desk, house.people
    filed = house.file()
    n, firm = filed.number, house.link(filed)
    assert n == "2026-00001"
    assert filed.office == DISTRICT
    assert desk.intake.by_link(n, filed.key, NOW) == filed.id
    assert numbers(house, "district handler") == [n]
    assert (
        numbers(house, "city handler") == numbers(house, "other handler") == numbers(house, "district supervisor") == []
    )

    desk.cases.take(people["district handler"], n, 1, later(hours=1))
    desk.cases.write_firm(people["district handler"], n, "请先不要回复来函。", 2, later(hours=1))
    desk.cases.note(people["district handler"], n, "疑似批量来函", 3, later(hours=1))
    desk.cases.hand_over(people["district handler"], n, CITY, "涉外诉讼风险较高", 4, later(hours=2))
    assert numbers(house, "district handler") == []
    assert numbers(house, "city handler") == [n]
    with pytest.raises(NotFound):
        desk.read.open(people["district handler"], n, NOW)

    house.issue(n, "acceptance", "予以受理。", later(hours=3))
    desk.cases.guide(people["city handler"], n, house.version(n), later(hours=3))
    for expert in (ALPHA, BETA):
        desk.experts.ask_consent(people["city handler"], n, expert, house.version(n), later(hours=4))
    assert desk.experts.sheets(people["alpha"], NOW) == []
    seen = desk.read.open(firm, n, NOW)
    assert [w["recipient"] for w in seen.wishes] == [ALPHA, BETA]
    for expert in (ALPHA, BETA):
        desk.experts.consent(firm, n, expert, True, house.version(n), later(hours=5))
    sheet = desk.experts.sheets(people["alpha"], NOW)[0]
    assert (sheet["firm"], sheet["opponent"]) == ("上海某电子有限公司", "Acme Inc.")
    assert "story" not in sheet
    with pytest.raises(NotFound):
        desk.read.open(people["alpha"], n, NOW)
    desk.experts.answer(people["beta"], n, "conflict", "代理过对方", later(hours=6))
    desk.experts.answer(people["alpha"], n, "accepted", "", later(hours=6))
    with pytest.raises(NotFound):
        desk.read.open(people["beta"], n, NOW)
    told = desk.read.open(people["alpha"], n, NOW)
    assert told.inquiry.facts.story
    assert not told.inquiry.facts.mobile
    assert not told.lines

    desk.cases.write_expert(people["city handler"], n, ALPHA, "请看权利要求一", house.version(n), later(hours=7))
    desk.cases.advise(people["alpha"], n, "建议检索在先技术", house.version(n), later(hours=8))
    texts = [line.data.get("text") for line in desk.read.open(firm, n, NOW).lines]
    assert not {"请看权利要求一", "建议检索在先技术", "疑似批量来函", "涉外诉讼风险较高"} & set(texts)
    assert "请先不要回复来函。" in texts

    with pytest.raises(Invalid):
        desk.cases.end(people["city handler"], n, Outcome.SETTLED, "", "", house.version(n), later(hours=9))
    paper = house.issue(n, "opinion", "一、基本情况……", later(hours=9))
    desk.notices.opened(firm, n, paper, later(hours=10))
    desk.cases.end(people["city handler"], n, Outcome.SETTLED, "100000", "CNY", house.version(n), later(days=3))
    desk.cases.rate(firm, n, 5, "及时", house.version(n), later(days=4))
    desk.cases.archive(people["city handler"], n, house.version(n), later(days=5))
    done = desk.read.open(firm, n, NOW)
    assert done.inquiry.stage is Stage.ARCHIVED
    assert done.inquiry.closing == {"outcome": "settled", "saved": "100000", "currency": "CNY", "rating": 5}
    assert done.inquiry.kept_until.year == 2029
    assert [p.number for p in done.papers] == ["沪知海受〔2026〕1号", "沪知海指〔2026〕1号"]
    lines = desk.read.open(people["city handler"], n, NOW).lines
    assert [line.n for line in lines] == list(range(1, len(lines) + 1))
    assert {m[0] for m in house.mails()} >= {"acknowledgement", "desk.new", "desk.handed", "progress", "expert.asked"}


def test_the_three_steps_of_a_paper_are_three_people(house: DeskHouse):
    desk, people = house.desk, house.people
    n = house.file().number
    desk.cases.take(people["district handler"], n, 1, NOW)
    paper = desk.notices.draft(people["district handler"], n, "supplement", "请补充：1.", 2, NOW)
    with pytest.raises(Forbidden):
        desk.notices.review(people["district handler"], n, paper, True, "", 1, NOW)
    desk.notices.send(people["district handler"], n, paper, 1, NOW)
    with pytest.raises(Conflict):
        desk.notices.review(people["district reviewer"], n, paper, True, "", 1, NOW)
    desk.notices.review(people["district reviewer"], n, paper, False, "写明期限", 2, NOW)
    desk.notices.edit(people["district handler"], n, paper, "请于十日内补充：1.", 3, NOW)
    desk.notices.send(people["district handler"], n, paper, 4, NOW)
    desk.notices.review(people["district reviewer"], n, paper, True, "", 5, NOW)
    assert desk.read.open(house.people["district handler"], n, NOW).inquiry.stage is Stage.EXAMINING
    desk.notices.sign(people["district signer"], n, paper, True, "", 6, NOW)
    seen = desk.read.open(house.people["district handler"], n, NOW)
    assert seen.inquiry.stage is Stage.SUPPLEMENT
    assert seen.inquiry.due is None
    assert seen.inquiry.left == 3


def test_an_opinion_does_not_judge(house: DeskHouse):
    desk, people = house.desk, house.people
    n = house.file().number
    desk.cases.take(people["district handler"], n, 1, NOW)
    house.issue(n, "acceptance", "受理", NOW, "district")
    desk.cases.guide(people["district handler"], n, house.version(n), NOW)
    with pytest.raises(Invalid, match="构成侵权"):
        desk.notices.draft(people["district handler"], n, "opinion", "你单位的产品构成侵权。", house.version(n), NOW)


def test_a_stale_act_is_told_and_changes_nothing(house: DeskHouse):
    n = house.file().number
    house.desk.cases.take(house.people["district handler"], n, 1, NOW)
    with pytest.raises(Conflict) as told:
        house.desk.cases.write_firm(house.people["district liaison"], n, "您好", 1, NOW)
    assert told.value.code == "stale_inquiry"
    assert not [m for m in house.mails() if m[0] == "progress"]


def test_no_office_no_number(house: DeskHouse):
    with pytest.raises(NotFound):
        house.desk.read.open(READER, house.file().number, NOW)
    with pytest.raises(NotFound):
        house.desk.intake.by_link("2026-99999", "x", NOW)
