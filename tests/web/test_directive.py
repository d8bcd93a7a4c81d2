"""The wizard and the plan: each of the 17 events within nine questions, back without loss, and a plan that never makes up a date."""

from io import BytesIO
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from docx import Document
from icalendar import Calendar

from kb.kinds.vocabulary import Event
from tests import makers
from tests.conftest import make_world
from tests.web.client import Client

SUED = "e=lawsuit&c=us&s=received&on=2026-11-16&p=x&t=patent&n=parent&k=n"


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Client:
    """A small site: a procedure for each event in the United States, one rule from receipt, one from the judgment."""
    world = make_world(tmp_path_factory.mktemp("directive"))
    version = makers.OWN["deadline"]["versions"][0]
    made = [
        makers.entry(
            "directive", f"directive/p-{event.value}", events=event.value, roles="accused, owner", jurisdictions="us"
        )
        for event in Event
    ]
    steps = [
        {
            "id": "evidence-abroad",
            "phase": "24h",
            "what": makers.bi("证据出境"),
            "why": makers.bi("法"),
            "source": "src",
        }
    ]
    steps.append({**steps[0], "id": "insurance", "phase": "2w", "what": makers.bi("保险")})
    made += [
        makers.entry("directive", "directive/fixed-steps", events=", ".join(Event), roles="accused, owner", steps=steps),
        makers.entry("guide", "guide/us"),
        makers.entry("guide", "guide/de"),
        makers.entry(
            "deadline", "deadline/us/answer", events="lawsuit", trigger={"of": [makers.bi("送达")], "start": "served"},
            versions=[{**version, "number": "21"}],
        ),
        makers.entry("deadline", "deadline/us/mark-answer", events="lawsuit", rights="trade-mark", urgent=None),
        makers.entry("deadline", "deadline/us/reply", events="lawsuit", urgent=None),
        makers.entry(
            "deadline", "deadline/us/set-aside", events="judgment",
            trigger={"of": [makers.bi("判决")], "start": "decision"}, versions=[{**version, "number": "30"}],
        ),
    ]  # fmt: skip
    for entry in made:
        world.edition.write(entry.id, makers.text.write(entry))
    world.bring_in()
    world.sync()
    world.store.close()
    return Client(world.app())


def submitted(page: BeautifulSoup, value: str = "", skip: bool = False) -> str:
    """The address that a browser goes to when the form is sent with the first choice, a typed day, or the skip button."""
    form = page.select_one("form.wizard")
    pairs = [(i["name"], i["value"]) for i in form.select("input[type=hidden]")]
    if skip:
        pairs += [(b["name"], b["value"]) for b in form.select("button[name]")]
    elif radio := form.select_one("input[type=radio]"):
        pairs.append((radio["name"], value or radio["value"]))
    else:
        pairs.append((form.select_one("input:not([type=hidden])")["name"], value))
    return f"{form['action']}?{urlencode(pairs)}"


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("event", Event, ids=str)
def test_every_event_leads_to_a_plan_in_at_most_nine_questions(client: Client, event: Event, language: str):
    path, asked = submitted(client.get(f"{language}/directive"), event.value), 1
    while not (location := client.client.get(path).headers.get("Location")):
        page = client.get(path)
        day = "2026-11-16" if page.select_one("#on") else "2026-12-20" if page.select_one("#p") else ""
        value = "us" if page.select_one("input[type=radio][name=c]") else day
        value = "received" if page.select_one("input[type=radio][name=s]") else value
        path, asked = submitted(page, value), asked + 1
        assert asked <= 9, path
    assert location.startswith(f"{language}/directive/plan?")
    plan = client.get(location)
    assert plan.select(".steps li")
    assert plan.select_one(f"a[href*='/directive/p-{event.value}']")
    assert not plan.select("aside a[href*='q=']:not(dl a)")


def test_every_question_can_be_skipped(client: Client):
    path = submitted(client.get("/directive"), "lawsuit")
    while not (location := client.client.get(path).headers.get("Location")):
        page = client.get(path)
        path = submitted(page, skip=bool(page.select("button[name]")))
    assert client.get(location).select_one(".plan")


def test_going_back_loses_nothing(client: Client):
    page = client.get(f"/directive?{SUED}&q=t")
    assert page.select_one("input[name=t][checked]")["value"] == "patent"
    back = page.select_one(".back a")["href"]
    again = client.get(back)
    kept = dict(parse_qsl(urlsplit(submitted(again, "2026-12-01")).query))
    assert {k: kept[k] for k in ("e", "c", "s", "on", "t", "n", "k")} == dict(parse_qsl(SUED.replace("&p=x", "")))
    assert kept["p"] == "2026-12-01"


def test_the_plan_computes_and_names_the_earliest_day(client: Client):
    plan = client.get(f"/directive/plan?{SUED}")
    assert plan.select_one(".bigfigure .value").get_text() == "2026年12月7日"
    dues = plan.select_one(".dues").get_text()
    assert "2026-12-08 13:00" in dues
    assert "2026年11月30日" in dues  # five mainland working days earlier
    assert "mark-answer" not in str(plan.select_one("#days").parent)
    assert plan.select_one("details a[href='/deadlines?rule=us%2Freply']")
    assert "今天就找" in plan.get_text()


def test_what_the_paper_says_stands_above_and_the_earlier_is_planned_for(client: Client):
    plan = client.get(f"/directive/plan?{SUED.replace('p=x', 'p=2026-12-15')}")
    assert plan.select_one(".bigfigure .value").get_text() == "2026年12月15日"
    assert "推算的日期更早：按 2026年12月7日" in plan.get_text()
    early = client.get(f"/directive/plan?{SUED.replace('p=x', 'p=2026-11-27')}")
    assert early.select_one(".bigfigure .value").get_text() == "2026年11月27日"
    assert "推算的日期更早" not in early.get_text()
    assert "最迟 2026年11月27日" in early.get_text()


def test_an_uncertain_day_is_the_safe_assumption_said_so(client: Client):
    assert "最早可能的 2026年11月16日" in client.get(f"/directive/plan?{SUED}&u=1").get_text()


def test_a_missed_day_leads_to_relief_and_not_to_an_expired_task(client: Client):
    plan = client.get("/directive/plan?e=lawsuit&c=us&s=missed&on=2026-09-01&p=x&t=patent&n=parent&k=y")
    assert "以下期限已过" in plan.get_text()
    assert plan.select_one("a[href='/deadlines?rule=us%2Fset-aside']")
    assert not plan.select(".dues")
    judged = client.get("/directive/plan?e=judgment&c=us&on=2026-11-16&t=x&n=x&k=x")
    assert judged.select_one(".bigfigure .value").get_text() == "2026年12月16日"


def test_where_nothing_is_held_the_plan_says_so_and_names_whom_to_call(client: Client):
    plan = client.get("/directive/plan?e=lawsuit&c=vn&s=received&on=2026-11-16&p=x&t=x&n=x&k=x")
    assert "本库没有收录从这份文书起算的时限规则" in plan.get_text()
    assert "没有专为此地编写的程序" in plan.get_text()
    assert not plan.select(".bigfigure")
    assert plan.select_one("#ask").parent.select("a[href='/network/centre']")


def test_evidence_abroad_is_asked_only_where_a_foreign_authority_is_involved(client: Client):
    assert "证据出境" in client.get(f"/directive/plan?{SUED}").get_text()
    assert "证据出境" not in client.get("/directive/plan?e=takedown&c=us&on=x&p=x&t=x").get_text()


def test_urgent_events_show_the_emergency_card_before_anything_else(client: Client):
    plan = client.get("/directive/plan?e=fair-order&c=us&fair=us/ces&s=received&on=2026-11-24&p=x&t=x&k=x")
    first = plan.select_one(".column > section")
    assert "emergency" in first["class"]
    assert "Please show" in first.get_text()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("e=lawsuit&c=us&on=2026-11-26", "在今天之后"), ("e=lawsuit&c=us&on=2026-02-29", "没有 2026-02-29 这一天"),
        ("e=lawsuit&c=zz", "没有代码为“zz”"), ("e=nonsense", "不是可选项"), ("e=lawsuit&c=us&s=later", "不是可选项"),
        ("e=lawsuit&c=us&s=received&on=2026-11-16&p=2026-11-01", "早于收到文书的日期"), ("e=lawsuit&by=pigeon&on=2026-11-16", "不是可选项"),
        ("e=fair-order&c=us&fair=us/none", "没有收录这个展会"), ("e=lawsuit&on=%00<script>", "不是日期"),
    ],
)  # fmt: skip
def test_a_hand_edited_address_is_told_and_keeps_the_other_answers(client: Client, query: str, told: str):
    for path in ("/directive", "/directive/plan"):
        page = client.get(f"{path}?{query}&k=y", status=400)
        assert told in page.select_one(".problems").get_text()
        assert page.select_one("form.wizard input[name=k]")["value"] == "y"
        client.get(f"/en{path}?{query}", status=400)


def test_plans_are_nobody_elses_business(client: Client):
    answer = client.client.get(f"/directive/plan?{SUED}&name=secret&docket=1:26-cv-1")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    share = page.select_one("#keep").parent.select_one("a")["href"]
    assert "secret" not in share
    assert "docket" not in share
    assert dict(parse_qsl(urlsplit(share).query))["v"].isdecimal()


def test_what_changed_since_is_said(client: Client):
    assert client.get(f"/directive/plan?{SUED}&v=1").select_one("#changed")
    current = client.get(f"/directive/plan?{SUED}").select_one("#keep").parent.select_one("a")["href"]
    assert not client.get(current).select("#changed")
    assert not client.get(f"/directive/plan?{SUED}&v=abc").select("#changed")


def test_the_plan_as_word_and_calendar(client: Client):
    query = SUED.replace("p=x", "p=2026-12-15")
    page = client.get(f"/directive/plan?{query}")
    links = [a["href"] for a in page.select(".files a")]
    assert [urlsplit(link).path for link in links] == ["/directive/plan.docx", "/directive/plan.ics"]
    texts = [p.text for p in Document(BytesIO(client.client.get(links[0]).get_data())).paragraphs]
    assert "应对计划：被起诉 · 美国" in texts
    assert any(text.startswith("☐\t看期限文") for text in texts)
    answer = client.client.get(links[1])
    assert answer.headers["Cache-Control"] == "no-store"
    days = {
        str(e["summary"]): e["dtstart"].dt.isoformat() for e in Calendar.from_ical(answer.get_data()).walk("VEVENT")
    }
    assert days["文书写明的日期"] == "2026-12-15"
    assert days["最后一天: 标题deadline文"] == "2026-12-07"
    assert days["24 小时内"] == "2026-11-26"
    client.get("/directive/plan.docx?e=nonsense", status=404)
    english = client.client.get(f"/en/directive/plan.docx?{query}").get_data()
    assert Document(BytesIO(english)).paragraphs[0].text.startswith("Response plan: sued in court")


def test_draft_letters(client: Client):
    links = [a["href"] for a in client.get(f"/directive/plan?{SUED}").select("section[aria-labelledby=letters] a")]
    assert len(links) == 3
    assert all(client.client.get(link).status_code == 200 for link in links)
    client.get("/directive/letters/none.docx", status=404)
