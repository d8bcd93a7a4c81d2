"""Makers of small valid entries of every kind, and of a folder with one of each."""

from pathlib import Path
from typing import Any

from kb.edition import Edition
from kb.kinds import BY_NAME, Entry, text
from kb.kinds.text import Translation, body_hash
from kb.kinds.vocabulary import Chapter

NAMES = (
    "code\tgroup\tzh\ten\taliases_zh\taliases_en\toffice_zh\toffice_en\toffice_url\tsystems\twipolex\tsources\n"
    + "".join(
        "\t".join(row) + "\n"
        for row in [
            ("CN", "state", "中国", "China", "", "", "", "", "", "", "CN", ""),
            ("DE", "state", "德国", "Germany", "慕尼黑", "", "", "", "", "EP:1977-10-07", "DE", ""),
            ("EP", "system", "欧洲专利局", "European Patent Office", "", "EPO", "", "", "", "", "", ""),
            ("HK", "region-cn", "中国香港", "Hong Kong, China", "香港", "Hong Kong", "", "", "", "", "HK", ""),
            (
                "JP",
                "state",
                "日本",
                "Japan",
                "东京",
                "",
                "日本特许厅",
                "Japan Patent Office",
                "https://www.jpo.go.jp",
                "",
                "JP",
                "",
            ),
            ("US", "state", "美国", "United States", "", "USA|US", "", "", "", "", "US", ""),
            ("VN", "state", "越南", "Viet Nam", "", "Vietnam", "越南知识产权局", "IP Viet Nam", "", "", "VN", ""),
        ]
    )
)
TERMS = "id\tzh\ten\tnote\ndesign-patent\t外观设计|外观专利\tdesign patent|registered design\t\ntro\t临时限制令\ttemporary restraining order|TRO\t\n"
RATES = "currency\tcny\tdate\tsource\nUSD\t7.1\t2026-01-27\thttps://example.org/r\n"


def bi(word: str) -> dict[str, str]:
    """The same word in both languages, told apart."""
    return {"zh": f"{word}文", "en": f"{word} text"}


SOURCE = {
    "key": "src",
    "title": "Official page",
    "url": "https://example.org/law",
    "publisher": "Office",
    "accessed": "2026-11-01",
    "official": "yes",
}
COMMON: dict[str, Any] = {"checked": "2026-11-01", "checked_by": "测试", "sources": [SOURCE]}
CONTACT = {"phone": "010-1", "url": "https://example.org"}
OWN: dict[str, dict[str, Any]] = {
    "guide": {
        "languages": "en",
        "first_steps": [bi("先")],
        "offices": [{"name": bi("局"), "does": bi("事"), "url": "https://example.org", "source": "src"}],
        "routes": [{"right": "patent", "way": bi("直接"), "term": bi("二十年"), "source": "src"}],
        "treaties": [{"treaty": "paris", "in_force": "1887-05-30", "source": "src"}],
    },
    "law": {
        "native_title": "Patent Act",
        "text_language": "en",
        "level": "statute",
        "number": "35 U.S.C.",
        "issued_by": bi("国会"),
        "adopted": "1952-07-19",
        "in_force": "1953-01-01",
        "status": "in-force",
        "as_of": "2026-10-01",
        "rights": "patent, design",
        "text_url": "https://example.org/text",
        "articles": [{"article": "§ 271(a)", "topic": "infringement", "what": bi("侵权"), "source": "src"}],
    },
    "fees": {
        "office": bi("专利局"),
        "office_code": "US",
        "rights": "patent",
        "currency": "USD",
        "valid_from": "2025-01-19",
        "items": [
            {
                "id": "filing",
                "act": "filing",
                "what": bi("申请"),
                "occasion": "standard",
                "amount": "350",
                "source": "src",
            },
            {
                "id": "claims",
                "act": "filing",
                "what": bi("超项"),
                "each": "200",
                "unit": "claim",
                "over": "20",
                "source": "src",
            },
        ],
    },
    "deadline": {
        "forum": "trade-agency",
        "forum_name": bi("委员会"),
        "route": "trade-investigation",
        "rights": "patent",
        "roles": "accused",
        "events": "trade-investigation",
        "urgent": "yes",
        "trigger": {"of": [bi("送达")]},
        "chosen_by": bi("送达日"),
        "versions": [
            {
                "valid_from": "2008-01-01",
                "number": "20",
                "unit": "day",
                "consequence": bi("缺席"),
                "basis": "19 C.F.R. § 210.13",
                "source": "src",
            }
        ],
    },
    "exhibition": {
        "edition": "2027",
        "city": bi("拉斯维加斯"),
        "venue": bi("会展中心"),
        "starts": "2027-01-06",
        "ends": "2027-01-09",
        "dates_source": "src",
        "organiser": bi("协会"),
        "url": "https://example.org",
        "industries": "electronics",
        "facts": [{"topic": "court", "what": bi("法院"), "source": "src"}],
        "before": [{"what": bi("前")}],
        "during": [{"what": bi("中")}],
        "after": [{"what": bi("后")}],
        "emergency": {
            "do": [bi("做")],
            "never": [bi("不")],
            "say": [{"zh": "请出示", "local": "Please show", "language": "en"}],
        },
    },
    "case": {
        "jurisdictions": "us",
        "forum": "trade-agency",
        "forum_name": bi("委员会"),
        "docket": "337-TA-1286",
        "route": "trade-investigation",
        "rights": "patent",
        "industries": "electronics",
        "product": bi("平衡车"),
        "parties": [
            {"name": bi("甲"), "role": "claimant", "country": "us"},
            {"name": bi("乙"), "role": "respondent", "country": "cn"},
        ],
        "events": [
            {"date": "2021-10-01", "what": bi("申请"), "source": "src"},
            {"date": "2023-05", "what": bi("终裁"), "source": "src"},
        ],
        "status": "ended",
        "result": "for-respondent",
        "outcome": bi("未侵权"),
        "lessons": [bi("应诉")],
    },
    "expert": {
        "type": "body",
        "jurisdictions": "us, jp",
        "rights": "patent",
        "languages": "zh, en",
        "modes": "online",
        "appointment": {"by": bi("官方"), "source": "src"},
        "contact": CONTACT,
    },
    "directive": {
        "events": "trade-investigation",
        "roles": "accused",
        "when": bi("被列为被告"),
        "urgent": "yes",
        "steps": [{"id": "read", "phase": "24h", "what": bi("看期限"), "why": bi("缺席"), "source": "src"}],
        "never": [{"what": bi("不理会"), "why": bi("败诉")}],
        "evidence": [bi("信封")],
    },
    "alert": {
        "level": "attention",
        "issued": "2025-01-18",
        "jurisdictions": "us",
        "changes": [{"what": bi("费"), "before": bi("旧"), "after": bi("新"), "source": "src"}],
        "do": [bi("核对")],
    },
    "office": {
        "tier": "national",
        "jurisdictions": "cn",
        "area": bi("全国"),
        "languages": "zh",
        "modes": "phone",
        "contact": CONTACT,
        "services": [{"what": bi("咨询"), "source": "src"}],
    },
}
IDS = {
    "guide": "guide/us", "law": "law/us/patent-act", "fees": "fees/us/patent", "deadline": "deadline/us/itc-337-response",
    "exhibition": "exhibition/us/ces", "case": "case/2021-scooter", "expert": "expert/wipo", "directive": "directive/section-337",
    "alert": "alert/2025-fees", "office": "office/centre",
}  # fmt: skip
BODIES = {"guide": "\n\n".join(f"## {chapter.zh}\n\n正文内容 [@src]。" for chapter in Chapter) + "\n"}


def entry(kind: str, id_: str | None = None, body: str | None = None, **over: Any) -> Entry:
    """A valid entry of the kind; `over` replaces front-matter fields (None leaves one out)."""
    data = {"title": bi(f"标题{kind}"), "summary": bi(f"摘要{kind}"), **OWN[kind], **COMMON, **over}
    body = BODIES.get(kind, "## 说明\n\n正文内容 [@src]。\n") if body is None else body
    given = {k: v for k, v in data.items() if v is not None}
    return BY_NAME[kind].model_validate({**given, "id": id_ or IDS[kind], "body": body})


def english(of: Entry, body: str = "## Note\n\nEnglish body text [@src].\n") -> Translation:
    """A translation of an entry's body as it is now."""
    if of.kind == "guide":
        body = "\n\n".join(f"## {chapter.en}\n\nEnglish text [@src]." for chapter in Chapter) + "\n"
    return Translation(of.id, "en", body_hash(of.body), body)


def edition(folder: Path) -> Edition:
    """A folder with the three tables and one entry of each kind, the case with an English body."""
    made = Edition(folder)
    made.write("table/jurisdictions", NAMES)
    made.write("table/terms", TERMS)
    made.write("table/rates", RATES)
    for kind in OWN:
        made.write(IDS[kind], text.write(entry(kind)))
    made.write("case/2021-scooter.en", text.write_translation(english(entry("case"))))
    return made
