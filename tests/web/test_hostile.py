"""Bad input: a helpful page with the right status; nothing that was typed runs."""

import pytest

from kb.kinds import text
from kb.permissions import INQUIRY_RULES, PUBLIC, RULES
from kb.web import bare
from tests import makers
from tests.conftest import World
from tests.web.client import Client

QUERIES = [
    "x" * 10_000, "专利" * 2_500, "!!!???…，。", '"unbalanced', "“未闭合", "***", "a*b?c~", "\x01\x02\x03", "\u202eabc", "' OR 1=1 --",
    "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "AND OR NOT", "((((", "😀😀", "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "%00", "title:(x", "[1 TO 9]", "-", "   ", "法",
]  # fmt: skip


@pytest.mark.parametrize("q", QUERIES, ids=lambda q: ascii(q)[:20])
def test_any_question_gets_a_page(client: Client, q: str):
    for path in ("/search", "/en/search"):
        answer = client.client.get(path, query_string={"q": q})
        assert answer.status_code in (200, 414), ascii(q)[:40]
        assert b"<script>alert" not in answer.data
        assert b"Traceback" not in answer.data
    assert client.client.get("/suggest", query_string={"q": q}).status_code in (200, 414)
    assert client.client.get("/api/v1/search", query_string={"q": q}).status_code in (200, 414)


def test_a_question_of_ten_thousand_characters_is_answered(client: Client):
    page = client.get("/search?q=" + "a" * 10_000)
    assert len(page.select_one("input[name=q]")["value"]) <= 300


def test_the_question_is_shown_as_text(client: Client):
    page = client.get("/search?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    assert not page.find("img", src="x")
    assert "<img src=x" in page.h1.get_text()


@pytest.mark.parametrize(
    "query",
    [
        "kind=nonsense",
        "jurisdiction=zz",
        "right=all&right=patent",
        "year=20260",
        "year=%D9%A1%D9%A2%D9%A3%D9%A4",
        "status=<b>",
        "industry=" + "x" * 500,
    ],
)
def test_unknown_filters_are_ignored_and_said_so(client: Client, query: str):
    page = client.get(f"/search?q=%E4%B8%93%E5%88%A9&{query}")
    assert "已忽略" in page.select_one(".notice").get_text()
    assert page.select_one(".hit")


@pytest.mark.parametrize("number", ["99999", "0", "-1", "abc", "１", "1e9", "9" * 400])
def test_impossible_page_numbers_show_a_page_that_exists(client: Client, number: str):
    page = client.get(f"/search?q=%E4%B8%93%E5%88%A9&page={number}")
    assert page.select_one(".hit")


def test_an_address_that_is_too_long(client: Client):
    assert client.client.get("/search?q=" + "a" * 20_000).status_code == 414


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/cases/none",
        "/countries/us/laws/none",
        "/en/nothing",
        "/cases/2021-scoter",
        "/.env",
        "/cases/%00",
        "/countries/us/guide",
    ],
)
def test_unknown_addresses_are_404_and_help(client: Client, path: str):
    page = client.get(path, status=404)
    assert page.find("a", href=("/en" if path.startswith("/en") else "") + "/directive")


def test_a_404_suggests_what_may_have_been_meant(client: Client):
    page = client.get("/cases/scooter", status=404)
    assert page.main.find("a", href="/directive")


def test_other_methods_are_refused(client: Client):
    answer = client.client.post("/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert client.client.delete("/cases/2021-scooter").status_code == 405


def test_errors_of_the_api_have_one_shape(client: Client):
    for path, status in (
        ("/api/v1/entries/case/none", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/entries/user/admin", 404),
    ):
        body = client.json(path, status)
        assert set(body) == {"error", "message", "details", "status"}
        assert body["status"] == status


def test_hostile_markdown_never_reaches_a_reader(world: World):
    body = (
        "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) "
        "[c](data:text/html,x) ![d](https://evil.example/x.png)\n\n<a href='vbscript:x'>e</a> <style>*{}</style>\n\n"
        "## <svg onload=alert(1)>\n\n`<b>`\n\n[[case/2021-scooter|<i>x</i>]] [@src]\n"
    )
    made = makers.entry("case", title={"zh": "<script>x</script>", "en": '"><script>x</script>'}, body=body)
    world.edition.write("case/2021-scooter", text.write(made))
    world.edition.delete("case/2021-scooter.en")
    world.bring_in()
    world.sync()
    client = Client(world.app())
    for path in ("/cases/2021-scooter", "/cases", "/", "/search?q=script"):
        page = client.get(path)
        assert not page.main.find_all(["script", "style", "svg", "img", "iframe", "object"]), path
        for tag in page.main.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on")], path
            assert not str(tag.get("href", "")).lower().startswith(("javascript", "data", "vbscript"))


def test_a_broken_file_never_stops_the_site(world: World):
    world.bring_in()
    world.sync()
    world.edition.write("case/2021-scooter", "---\ntitle: [\n---\n")
    (world.settings.content / "terms.tsv").write_text("no\theader\n", encoding="utf-8")
    done = world.bring_in()
    assert done.problems
    world.sync()
    client = Client(world.app())
    assert client.get("/cases/2021-scooter").select_one(".line")
    client.get("/search?q=337")


def test_every_route_is_public_or_names_a_permission(built: World):
    app = built.app()
    assert len(list(app.url_map.iter_rules())) > 20
    for rule in app.url_map.iter_rules():
        action = getattr(app.view_functions[rule.endpoint], "action", None)
        assert bare(rule.endpoint) in PUBLIC or action in {*RULES, *INQUIRY_RULES}, rule
    known = {bare(rule.endpoint) for rule in app.url_map.iter_rules()}
    assert known >= PUBLIC, "the public list names a route that does not exist"


def test_a_route_that_names_nothing_is_closed(built: World):
    app = built.app()
    app.add_url_rule("/secret", "secret", lambda: "secret")
    assert app.test_client().get("/secret").status_code == 404


def test_metrics_need_the_token(built: World):
    settings = built.settings.__class__(**{**vars(built.settings), "metrics_token": "t0ken"})
    app = built.__class__(settings, built.edition, built.store).app()
    client = app.test_client()
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer t0ken"})
    assert 'kb_entries{kind="case"} 1' in answer.get_data(as_text=True)
    assert built.app().test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
