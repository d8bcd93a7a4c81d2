"""Papers open in other programs and hold what was put in: Word, Excel, CSV, calendars."""

import csv as csv_
import io
import os
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from icalendar import Calendar
from openpyxl import load_workbook

from kb.papers import (
    LETTERS,
    Day,
    Grid,
    Heading,
    Items,
    Note,
    Paper,
    Sheet,
    Text,
    calendar,
    csv,
    letter_paper,
    word,
    xlsx,
)

PAPER = Paper(
    "应对计划：被起诉",
    "2026年11月25日",
    (
        Heading("哪一天之前"),
        Grid(("时限", "最后一天"), (("答辩 & <21 日>", "2026-12-07"),)),
        Items((("保全证据", "为什么"), ("找律师", "")), "☐"),
        Items((("第一", ""),), numbered=True),
        Note("以文书载明为准"),
        Text("Plain text 𠮷", strong=True),
    ),
    "以文书载明及当地律师确认为准。",
)
SHEET = Sheet(
    "官费/明细"[:2], ("国家", "金额", "日期"), (("日本", Decimal("14000.50"), date(2026, 11, 25)), ("=1+1", None, None))
)
STAMP = datetime(2026, 11, 25, tzinfo=UTC)


def test_word_holds_everything_in_fonts_that_have_chinese():
    made = Document(io.BytesIO(word(PAPER)))
    texts = [p.text for p in made.paragraphs]
    assert texts[0] == "应对计划：被起诉"
    assert "☐\t保全证据" in texts
    assert "1.\t第一" in texts
    assert [c.text for c in made.tables[0].rows[1].cells] == ["答辩 & <21 日>", "2026-12-07"]
    assert made.styles["Normal"].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "宋体"
    assert "以文书载明" in made.sections[0].footer.paragraphs[0].text
    assert made.core_properties.title == PAPER.title


def test_word_opens_in_another_program(tmp_path: Path):
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs LibreOffice: .ci/run installs it")
        pytest.skip("no LibreOffice here")
    (tmp_path / "plan.docx").write_bytes(word(PAPER))
    command = [
        office,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/home",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "plan.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    text = (tmp_path / "plan.txt").read_text(encoding="utf-8-sig")
    for said in ("应对计划：被起诉", "答辩 & <21 日>", "保全证据", "以文书载明为准"):
        assert said in text


def test_excel_keeps_numbers_dates_and_never_runs_a_formula():
    book = load_workbook(io.BytesIO(xlsx([SHEET])))
    rows = list(book["官费"].iter_rows(values_only=True))
    assert rows[0] == ("国家", "金额", "日期")
    assert rows[1] == ("日本", 14000.5, datetime(2026, 11, 25))
    assert rows[2][0] == "'=1+1"
    assert book["官费"]["A3"].data_type == "s"


def test_csv_opens_in_excel_with_chinese_intact():
    data = csv(SHEET)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv_.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["国家", "金额", "日期"], ["日本", "14000.50", "2026-11-25"], ["'=1+1", "", ""]]


def test_a_calendar_has_all_day_events_with_alarms_and_the_same_names_each_time():
    day = Day("plan a", date(2026, 12, 7), "最后一天: 答辩", "第一行\n第二行，逗号; 分号", "https://example.org/x")
    made = Calendar.from_ical(calendar([day], "应对计划", STAMP))
    event = made.walk("VEVENT")[0]
    assert event["dtstart"].dt == date(2026, 12, 7)
    assert event["dtend"].dt == date(2026, 12, 8)
    assert str(event["description"]) == day.text
    assert str(event["summary"]) == day.title
    triggers = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
    assert triggers == [timedelta(hours=9) - timedelta(days=n) for n in (14, 7, 2, 0)]
    again = Calendar.from_ical(calendar([day], "应对计划", STAMP + timedelta(days=1)))
    assert again.walk("VEVENT")[0]["uid"] == event["uid"]
    assert all(len(line) <= 75 for line in calendar([day], "应对计划", STAMP).split(b"\r\n"))


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS.keys())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_letters_are_marked_for_counsel_admit_nothing_and_stand_in_both_languages(letter, language: str):
    texts = [p.text for p in Document(io.BytesIO(word(letter_paper(letter, language, "foot")))).paragraphs]
    assert "发送前须经律师核对" in texts[1]
    whole = "\n".join(texts)
    for english, chinese in letter.paragraphs:
        assert english in whole
        assert chinese in whole
    admissions = ("we apologise", "we regret", "we have stopped", "we infringe", "we undertake")
    assert not any(word_ in english.lower() for english, _ in letter.paragraphs for word_ in admissions)
