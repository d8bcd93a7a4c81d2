"""A person before the private pages: a browser with its cookies that checks each page, a mailbox and a telephone."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import html5lib
import pyotp
from bs4 import BeautifulSoup
from sqlalchemy import select

from kb.permissions import Actor
from kb.store.tables import outbox
from tests.conftest import World

GOOD = "紫色 竹子 摇椅 79"
CLI = Actor("cli")


class Site:
    """The app over a world, with a clock that can be moved."""

    def __init__(self, world: World) -> None:
        self.world, self.app = world, world.app()
        self.now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
        kb = self.app.extensions["kb"]
        self.app.extensions["kb"] = replace(kb, clock=lambda: self.now)
        self.accounts = kb.accounts

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def mails(self, to: str) -> list:
        with self.world.store.look(self.now) as act:
            return act.rows(select(outbox).where(outbox.c.recipient == to).order_by(outbox.c.id))

    def link(self, to: str) -> str:
        """The path of the last link mailed to an address."""
        found = [m for mail in self.mails(to) for m in re.findall(r"https?://[^/\s]+(/account/\S+)", mail["body"])]
        return found[-1]


class Browser:
    """Cookies, forms as they stand in the page, and what must hold for each private page."""

    def __init__(self, site: Site, address: str = "192.0.2.1", prefix: str = "") -> None:
        self.site, self.prefix = site, prefix
        self.client = site.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address
        self.page: BeautifulSoup
        self.answer = None

    def get(self, path: str, status: int = 200) -> BeautifulSoup:
        """Follows what it is sent to, as a browser does."""
        self.answer = self.client.get(self.prefix + path if not path.startswith("/en") else path)
        return self._read(path, status)

    def _read(self, path: str, status: int) -> BeautifulSoup:
        for _ in range(5):
            if self.answer.status_code not in (302, 303):
                break
            path = self.answer.headers["Location"]
            self.answer = self.client.get(path)
        assert self.answer.status_code == status, f"{path}: {self.answer.status_code}"
        html = self.answer.get_data(as_text=True)
        html5lib.HTMLParser(strict=True).parse(html)
        self.path, self.page = path, BeautifulSoup(html, "html.parser")
        if status in (200, 400) and "/account" in path:
            self.check()
        return self.page

    def check(self) -> None:
        headers = self.answer.headers
        assert headers["Cache-Control"] == "no-store", self.path
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Robots-Tag"] == "noindex"
        assert len(self.page.find_all("h1")) == 1
        ids = [tag["id"] for tag in self.page.find_all(id=True)]
        assert len(ids) == len(set(ids)), self.path
        assert not self.page.find_all(style=True)
        for form in self.page.find_all("form"):
            assert form.get("action"), self.path
            if form.get("method") == "post":
                assert form.find("input", attrs={"name": "csrf_token"}), f"{self.path}: {form['action']}"
        for field in self.page.select("input:not([type=hidden]), select, textarea"):
            assert field.find_parent("label") or self.page.find("label", attrs={"for": field.get("id")}), field
        if self.page.html["lang"] == "en":
            for text in self.page.find_all(string=True):
                han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
                known = ("中文", "李明", "某某灯具有限公司", "王芳", "标题office")
                assert not han or any(k in text for k in known), f"{self.path}: {text.strip()}"

    def send(self, status: int = 200, form: str = "form.ask", **values: str) -> BeautifulSoup:
        """Sends a form of the page: what stands in it, and what is typed."""
        found = self.page.select(form)
        assert found, f"{self.path}: no {form}"
        data = {}
        for field in found[0].select("input[name], select[name]"):
            if field.name == "select":
                chosen = field.select_one("option[selected]")
                data[field["name"]] = chosen["value"] if chosen else ""
            elif field.get("type") != "checkbox":
                data[field["name"]] = field.get("value", "")
        self.answer = self.client.post(found[0]["action"], data={**data, **values})
        return self._read(found[0]["action"], status)

    @property
    def wrong(self) -> str:
        """What the page says is wrong."""
        found = self.page.select_one(".problems ul")
        return found.get_text(" ", strip=True) if found else ""

    def sign_in(self, email: str, password: str = GOOD, status: int = 200) -> BeautifulSoup:
        self.get("/account/sign-in")
        return self.send(status, email=email, password=password)

    def sign_up(self, email: str, **more: str) -> BeautifulSoup:
        self.get("/account/sign-up")
        return self.send(email=email, name="李明", firm="某某灯具有限公司", agreed="1", **more)


def firm(site: Site, email: str = "li@firm.cn") -> Browser:
    """A firm that has just set its password."""
    browser = Browser(site)
    browser.sign_up(email)
    browser.get(site.link(email))
    browser.send(password=GOOD, agreed="1")
    return browser


def staff(site: Site, email: str, role: str, at: str) -> tuple[Browser, str]:
    """Somebody of the staff, signed in whole: browser and secret."""
    link = site.accounts.invite(CLI, email, "王芳", role, at, "http://localhost", site.now)
    browser = Browser(site)
    browser.get(link.removeprefix("http://localhost"))
    browser.send(password=GOOD, agreed="1")
    browser.sign_in(email)
    secret = browser.page.select_one("ol strong.mono").get_text()
    browser.send(code=code(site, secret))
    site.later(minutes=1)
    return browser, secret


def code(site: Site, secret: str) -> str:
    return pyotp.TOTP(secret).at(site.now)
