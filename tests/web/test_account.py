"""The pages of accounts, as people use and misuse them."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import request

from kb.accounts import passwords
from kb.permissions import INQUIRY_RULES, RULES
from kb.store import Store
from kb.web import bare
from kb.web.gate import local
from tests.conftest import World
from tests.web.private import CLI, GOOD, Browser, Site, code, firm, staff

OTHER = "lantern walrus 8 copper"
OFFICE = "office/centre"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def site(built: World, tmp_path: Path) -> Iterator[Site]:
    """The library that is built already, with a store of its own."""
    settings = replace(built.settings, database_url=f"sqlite:///{tmp_path}/store.db")
    with Store(settings.store_url) as store:
        store.migrate()
        yield Site(World(settings, built.edition, store))


# --- the whole way


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_firm_signs_up_proves_its_mailbox_and_comes_to_its_page(site: Site, prefix: str):
    browser = Browser(site, prefix=prefix)
    browser.sign_up("li@firm.cn")
    assert "li@firm.cn" in browser.page.main.get_text()
    link = site.link("li@firm.cn")
    browser.get(link)
    browser.get(link)
    browser.send(400, password="password1234", agreed="1")
    assert browser.wrong
    browser.send(password=GOOD, agreed="1")
    browser.get("/account/data")
    assert browser.page.select_one("input[name=next]")["value"] == f"{prefix}/account/data"
    browser.send(email="li@firm.cn", password=GOOD)
    assert browser.path == f"{prefix}/account/data"
    assert "李明" in browser.page.select_one(".who").get_text()
    for path in ("", "/password", "/sessions", "/data", "/second-factor"):
        browser.get(f"/account{path}")
    secret = browser.page.select_one("ol strong.mono").get_text()
    browser.send(400, code=code(site, secret), password="wrong")
    browser.send(code=code(site, secret), password=GOOD)
    assert browser.page.select_one(".codes")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_staff_set_up_a_second_factor_before_anything_else_and_need_it_to_come_in(site: Site, prefix: str):
    site.accounts.invite(CLI, "wang@ccpit.cn", "王芳", "handler", OFFICE, "http://localhost", site.now)
    browser = Browser(site, prefix=prefix)
    browser.get(prefix + site.link("wang@ccpit.cn"))
    browser.send(password=GOOD, agreed="1")
    browser.sign_in("wang@ccpit.cn")
    assert browser.path.endswith("/account/second-factor")
    for path in ("/account", "/account/data", "/account/people"):
        browser.get(path)
        assert browser.path.endswith("/account/second-factor"), path
    secret = browser.page.select_one("ol strong.mono").get_text()
    assert browser.page.select_one(".square svg path")
    browser.send(400, code="000000")
    assert browser.page.select_one("ol strong.mono").get_text() == secret, "the set-up goes on with the same key"
    browser.send(code=code(site, secret))
    codes = [li.get_text() for li in browser.page.select(".codes li")]
    assert len(codes) == 10
    browser.send(form=".who form")
    browser.sign_in("wang@ccpit.cn")
    site.later(minutes=1)
    browser.send(code=code(site, secret))
    assert "10" in browser.page.main.get_text()
    other = Browser(site, "198.51.100.9", prefix)
    other.sign_in("wang@ccpit.cn")
    assert other.path.endswith("/account/second")
    other.get("/account/data")
    assert other.path.endswith("/account/second")
    other.send(400, code="123")
    other.send(code=codes[3])
    assert other.path == f"{prefix}/account"


def test_an_administrator_invites_helps_and_takes_away(site: Site):
    boss, _ = staff(site, "boss@ccpit.cn", "admin", "")
    boss.get("/account/people")
    boss.send(400, email="wang@ccpit.cn", name="王芳", role="handler", at="")
    boss.send(400, email="wang@ccpit.cn", name="王芳", role="handler", at="office/none")
    assert not site.mails("wang@ccpit.cn")
    boss.send(email="wang@ccpit.cn", name="王芳", role="handler", at=OFFICE)
    assert len(site.mails("wang@ccpit.cn")) == 1
    wang, _ = staff(site, "wang@ccpit.cn", "reviewer", OFFICE)
    wang.get("/account/people", 404)
    boss.get("/account/people?q=wang")
    boss.get(boss.page.select_one(".hit h3 a")["href"])
    assert len(boss.page.select("ul.plain button")) == 2
    boss.send(form="ul.plain form", do="revoke")
    assert len(boss.page.select("ul.plain button")) == 1
    wang.get("/account")
    assert wang.path.startswith("/account/sign-in"), "the session ended with the role"
    boss.send(form="form.go", do="second")
    assert "account.reset" in [m["kind"] for m in site.mails("wang@ccpit.cn")]
    boss.send(form="form.go", do="disable")
    wang.sign_in("wang@ccpit.cn", status=400)
    boss.send(form="form.go", do="enable")
    wang.sign_in("wang@ccpit.cn")


def test_the_last_administrator_stays_and_is_told(site: Site):
    boss, _ = staff(site, "boss@ccpit.cn", "admin", "")
    boss.get("/account/people?q=boss")
    boss.get(boss.page.select_one(".hit h3 a")["href"])
    page = boss.send(409, form="form.go", do="disable")
    assert "最后一位管理员" in page.main.get_text()
    boss.get("/account")
    assert boss.path == "/account"


def test_sessions_are_ended_from_the_list_and_everywhere(site: Site):
    here, there = firm(site), Browser(site, "198.51.100.9")
    here.sign_in("li@firm.cn")
    there.sign_in("li@firm.cn")
    here.get("/account/sessions")
    foreign = next(li for li in here.page.select("li.cardlet") if not li.select_one(".tag"))
    here.send(form=f"li.cardlet form:has(input[value='{foreign.select_one('input[name=session]')['value']}'])")
    assert here.path == "/account/sessions"
    there.get("/account")
    assert there.path.startswith("/account/sign-in")
    there.sign_in("li@firm.cn")
    here.get("/account/sessions")
    here.send(form="main > form")
    for browser in (here, there):
        browser.get("/account")
        assert browser.path.startswith("/account/sign-in")


def test_signing_out_ends_the_session_itself_not_just_the_cookie(site: Site):
    browser = firm(site)
    browser.sign_in("li@firm.cn")
    stolen = browser.client.get_cookie("kb").value
    browser.send(form=".who form")
    thief = Browser(site)
    thief.client.set_cookie("kb", stolen)
    thief.get("/account")
    assert thief.path.startswith("/account/sign-in")


def test_ones_data_is_downloaded_and_deleted(site: Site):
    browser = firm(site)
    browser.sign_in("li@firm.cn")
    browser.get("/account/data")
    form = browser.page.find("form", action="/account/data.json")
    token = form.find("input", attrs={"name": "csrf_token"})["value"]
    answer = browser.client.post("/account/data.json", data={"csrf_token": token})
    held = json.loads(answer.get_data(as_text=True))
    assert held["account"][0]["email"] == "li@firm.cn"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    browser.send(400, password="wrong")
    browser.send(password=GOOD)
    browser.get("/account")
    assert browser.path.startswith("/account/sign-in")
    browser.sign_in("li@firm.cn", status=400)


def test_a_forgotten_password_is_set_anew(site: Site):
    browser = firm(site)
    browser.get("/account/reset")
    browser.send(email="li@firm.cn")
    browser.get(site.link("li@firm.cn"))
    assert not browser.page.select_one("input[name=agreed]")
    browser.send(password=OTHER)
    browser.sign_in("li@firm.cn", status=400)
    browser.sign_in("li@firm.cn", OTHER)


def test_details_and_password_are_changed(site: Site):
    browser = firm(site)
    browser.sign_in("li@firm.cn")
    browser.send(name="李小明", phone="13800000000", firm="新名灯具")
    assert "李小明" in browser.page.select_one(".who").get_text()
    assert browser.page.select_one("input[name=firm]")["value"] == "新名灯具"
    browser.send(400, name="", phone="021")
    assert browser.page.select_one("input[name=phone]")["value"] == "021", "what was typed is shown again"
    browser.get("/account/password")
    browser.send(400, password="wrong", new=OTHER)
    browser.send(400, password=GOOD, new="短")
    browser.send(password=GOOD, new=OTHER)
    browser.get("/account")
    assert browser.path == "/account", "this session goes on"


# --- nobody learns who has an account


def same(one: Browser, other: Browser) -> None:
    pages = [re.sub(r'value="[^"]*"|[a-z]+@firm\.cn', "", b.answer.get_data(as_text=True)) for b in (one, other)]
    assert pages[0] == pages[1]
    assert one.answer.status_code == other.answer.status_code


def test_known_and_unknown_addresses_get_the_same_pages(site: Site):
    firm(site)
    known, unknown = Browser(site, "198.51.100.1"), Browser(site, "198.51.100.2")
    known.sign_up("li@firm.cn")
    unknown.sign_up("new@firm.cn")
    same(known, unknown)
    known.get("/account/reset"), unknown.get("/account/reset")
    known.send(email="li@firm.cn"), unknown.send(email="none@firm.cn")
    same(known, unknown)
    for _ in range(8):
        known.get("/account/sign-in"), unknown.get("/account/sign-in")
        status = 429 if _ > 5 else 400
        known.send(status, email="li@firm.cn", password="x")
        unknown.send(status, email="none@firm.cn", password="x")
        same(known, unknown)
    assert known.answer.headers["Retry-After"] == "900"


# --- misuse


def test_the_session_of_before_is_not_the_session_of_after(site: Site):
    browser = firm(site)
    browser.get("/account/sign-in")
    planted = browser.client.get_cookie("kb").value
    browser.send(email="li@firm.cn", password=GOOD)
    assert browser.client.get_cookie("kb").value != planted
    thief = Browser(site)
    thief.client.set_cookie("kb", planted)
    thief.get("/account")
    assert thief.path.startswith("/account/sign-in")


def test_a_form_without_its_token_is_refused_whoever_sends_it(site: Site):
    browser = firm(site)
    browser.sign_in("li@firm.cn")
    posts = [
        rule.rule.replace("<any(prove, invitation, reset):way>", "reset")
        .replace("<token>", "t")
        .replace("<int:account>", "1")
        for rule in site.app.url_map.iter_rules()
        if "POST" in rule.methods and "/account" in rule.rule
    ]
    assert len(posts) > 20
    for path in posts:
        answer = browser.client.post(path, data={"email": "x@y.cn", "password": GOOD})
        assert answer.status_code == 400, path
    assert "没有提交" in browser.client.post("/account/sign-out").get_data(as_text=True)
    browser.get("/account")
    assert browser.path == "/account"


def test_the_token_of_another_session_does_not_serve(site: Site):
    mine, theirs = firm(site), Browser(site)
    theirs.get("/account/sign-in")
    token = theirs.page.select_one("input[name=csrf_token]")["value"]
    mine.sign_in("li@firm.cn")
    assert mine.client.post("/account/sign-out", data={"csrf_token": token}).status_code == 400


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil"]
)
def test_nobody_is_sent_to_another_site(site: Site, target: str):
    browser = firm(site)
    browser.client.get("/account/sign-in")
    browser.get("/account/sign-in")
    browser.send(email="li@firm.cn", password=GOOD, next=target)
    assert browser.path == "/account"


@pytest.mark.parametrize("path", ["/account/prove/x", "/account/reset/é", "/account/invitation/" + "a" * 5000])
def test_a_link_that_does_not_work_says_what_to_do(site: Site, path: str):
    assert "失效" in Browser(site).get(path, 404).main.get_text()


def test_what_was_typed_comes_back_as_text(site: Site):
    browser = Browser(site)
    browser.get("/account/sign-up")
    page = browser.send(400, email='"><script>alert(1)</script>', name="<b>x", firm="{{7*7}}", agreed="1")
    assert not page.main.find_all(["script", "b"])
    assert page.select_one("input[name=firm]")["value"] == "{{7*7}}"
    assert not any(field.get("value") for field in page.select("input[type=password]"))


def test_links_in_mail_never_lead_where_the_request_says(site: Site):
    browser = Browser(site)
    for host in ("evil.example", "localhost.evil.example", "localhost@evil.example", "127.0.0.1.evil.example"):
        browser.client.get("/account/reset", headers={"Host": "localhost"})
        browser.get("/account/reset")
        token = browser.page.select_one("input[name=csrf_token]")["value"]
        answer = browser.client.post(
            "/account/reset", data={"csrf_token": token, "email": "li@firm.cn"}, headers={"Host": host}
        )
        assert answer.status_code in (400, 503), host
    kb = site.app.extensions["kb"]
    site.app.extensions["kb"] = replace(kb, settings=replace(kb.settings, base_url="https://ip.example.cn/"))
    firm(site)
    assert "https://ip.example.cn/account/prove/" in site.mails("li@firm.cn")[0]["body"]


def test_an_address_is_believed_only_from_trusted_proxies(site: Site):
    def seen(proxies: int) -> str:
        settings = replace(site.world.settings, trusted_proxies=proxies)
        app = replace(site.world, settings=settings).app()
        found = []
        app.before_request(lambda: found.append(request.remote_addr))
        app.test_client().get("/healthz", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"})
        return found[0]

    assert seen(0) == "127.0.0.1"
    assert seen(1) == "203.0.113.7"


def test_cookies_are_for_this_site_alone(site: Site):
    secure = Site(replace(site.world, settings=replace(site.world.settings, base_url="https://ip.example.cn")))
    answer = secure.app.test_client().get("/account/sign-in", base_url="https://ip.example.cn")
    cookie = answer.headers["Set-Cookie"]
    for part in ("__Host-kb=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_a_public_page_sets_no_cookie_and_is_the_same_for_who_is_signed_in(site: Site):
    browser = firm(site)
    browser.sign_in("li@firm.cn")
    stranger = site.app.test_client()
    for path in ("/", "/cases", "/search?q=337", "/about", "/about/privacy", "/directive", "/nothing", "/healthz"):
        mine, theirs = browser.client.get(path), stranger.get(path)
        assert "Set-Cookie" not in mine.headers, path
        assert "Cookie" not in mine.headers.get("Vary", ""), path
        assert mine.get_data() == theirs.get_data(), path


def test_without_the_store_private_pages_say_so_and_public_ones_go_on(site: Site, tmp_path: Path):
    browser = firm(site)
    browser.sign_in("li@firm.cn")
    browser.get("/account/sign-in")
    site.world.store.close()
    (tmp_path / "store.db").rename(tmp_path / "gone")
    page = browser.send(503, email="li@firm.cn", password=GOOD)
    assert page.select_one("input[name=email]")["value"] == "li@firm.cn", "what was typed is shown again"
    assert browser.answer.headers["Retry-After"]
    assert not page.select_one(".who")
    answer = browser.client.get("/account")
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert browser.client.get("/cases").status_code == 200
    assert browser.client.get("/account/sign-up").status_code == 200


# --- the gate


def test_every_private_route_names_an_action_and_is_closed_to_strangers(site: Site):
    open_to_all = {"account.enter", "inquiry.ask"}
    for rule in site.app.url_map.iter_rules():
        action = getattr(site.app.view_functions[rule.endpoint], "action", "")
        if not action or action in open_to_all or rule.arguments or "GET" not in rule.methods:
            continue
        assert action in {*RULES, *INQUIRY_RULES}
        answer = site.app.test_client().get(rule.rule)
        assert answer.status_code in (303, 404), rule
        if answer.status_code == 303:
            assert "/account/sign-in" in answer.headers["Location"], rule


@pytest.mark.parametrize("target", ["/a\r\nX: y", "/\\evil.example", "//evil.example", "", "evil", "http:/x"])
def test_where_to_go_on_is_a_path_of_this_site(target: str):
    assert local(target) == ""
    assert local("/account/data?x=1") == "/account/data?x=1"


def test_a_private_route_cannot_bear_the_name_of_a_public_one(site: Site):
    assert bare("zh-own.search") == "own.search"
    assert bare("zh.search") == bare("en-directive.search") == "search"
