"""Accounts over an empty store, a clock to move, and what a person does with a mailbox and a telephone."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
from sqlalchemy import select

from kb.accounts import Accounts, Asker, Newcomer
from kb.permissions import Actor
from kb.store.tables import audit, outbox

GOOD, OTHER = "紫色 竹子 摇椅 79", "lantern walrus 8 copper"
CLI = Actor("cli")
HOME = Asker("192.0.2.1", "Mozilla/5.0 (Windows NT 10.0) Chrome/130", "", "https://ip.example.cn")
AWAY = Asker("198.51.100.9", "Mozilla/5.0 (iPhone) Safari/605", "", "https://ip.example.cn")
FIRM = {"name": "某某灯具有限公司"}


class House:
    """The door with a clock and a way to read what was mailed and recorded."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self.now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def mails(self, kind: str = "", to: str = "") -> list:
        with self.accounts.store.look(self.now) as act:
            rows = act.rows(select(outbox).order_by(outbox.c.id))
        return [r for r in rows if kind in ("", r["kind"]) and to in ("", r["recipient"])]

    def link(self, kind: str, to: str = "") -> str:
        """The token of the last mailed link."""
        return re.search(r"/account/\w+/([\w-]{40,})", self.mails(kind, to)[-1]["body"]).group(1)

    def acts(self) -> list[tuple[str, str, str]]:
        with self.accounts.store.look(self.now) as act:
            return [(r["actor"], r["action"], r["thing"]) for r in act.rows(select(audit).order_by(audit.c.id))]

    def sign_up(self, email: str = "li@firm.cn", agreed: bool = True) -> None:
        self.accounts.sign_up(Newcomer(email, "李明", FIRM, agreed=agreed), HOME, self.now)

    def firm(self, email: str = "li@firm.cn", password: str = GOOD) -> int:
        """A firm's account in use."""
        self.sign_up(email)
        token = self.link("account.prove", email)
        return self.accounts.set_password(token, "prove", password, agreed=True, asker=HOME, now=self.now).account

    def staff(self, role: str, at: str, email: str = "wang@ccpit.cn") -> tuple[int, str]:
        """An account of the staff with a second factor: its id and secret."""
        self.accounts.invite(CLI, email, "王芳", role, at, HOME.base, self.now)
        token = self.link("account.invite", email)
        account = self.accounts.set_password(token, "invite", GOOD, agreed=True, asker=HOME, now=self.now).account
        entered = self.accounts.sign_in(email, GOOD, HOME, self.now)
        visit = self.accounts.visit(entered.token, self.now)
        secret, _, sealed = self.accounts.begin_second(visit)
        self.accounts.confirm_second(visit, sealed, self.code(secret), HOME, self.now)
        self.later(minutes=1)
        return account, secret

    def code(self, secret: str) -> str:
        return pyotp.TOTP(secret).at(self.now)

    def enter(self, email: str, secret: str, asker: Asker = HOME) -> str:
        """Signs in whole: the token."""
        first = self.accounts.sign_in(email, GOOD, asker, self.now)
        return self.accounts.give_second(first.token, self.code(secret), asker, self.now).token
