"""The pages of accounts in a browser: on a phone, for who cannot see."""

from datetime import UTC, datetime

import pyotp
import pytest

from kb.accounts import Accounts
from kb.permissions import Actor
from tests.conftest import World

PHONE = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True}
GOOD = "lantern walrus 8 copper"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_strangers_see(visit, prefix: str):
    visitor = visit(**PHONE)
    for path in ("/account/sign-in", "/account/sign-up", "/account/reset", "/about/privacy"):
        visitor.go(prefix + path)
        visitor.whole()
        visitor.accessible()


def test_an_administrator_comes_in_for_the_first_time_and_looks_around(visit, real: World, base: str):
    visitor = visit(**PHONE)
    accounts = Accounts(real.store, real.settings)
    link = accounts.invite(Actor("cli"), "boss@ccpit.cn", "王芳", "admin", "", base, datetime.now(UTC))
    page = visitor.go(link.removeprefix(base))
    visitor.accessible()
    page.fill("[name=password]", GOOD)
    page.check("[name=agreed]")
    page.click("form.ask button")
    visitor.go("/account/people")
    page.fill("[name=email]", "boss@ccpit.cn")
    page.fill("[name=password]", GOOD)
    page.click("form.ask button")
    visitor.whole()
    visitor.accessible()
    page.fill("[name=code]", pyotp.TOTP(page.inner_text("ol strong.mono")).now())
    page.click("form.ask button")
    assert page.locator(".codes li").count() == 10
    assert page.locator(".who").inner_text().startswith("已登录")
    visitor.accessible()
    page.click(".act")
    account = accounts.person(Actor("cli"), "boss@ccpit.cn", datetime.now(UTC))
    for path in (
        "",
        "/sessions",
        "/data",
        "/password",
        "/second-factor",
        "/recovery-codes",
        "/people",
        f"/people/{account}",
    ):
        visitor.go(f"/account{path}")
        visitor.whole()
        visitor.accessible()
    page.click(".who button")
    assert page.url.endswith("/account/sign-in")
    visitor.go("/account/data")
    assert "/account/sign-in?next=" in page.url
