"""Signing in and out.

A sign-in is password, then (where one is set up) the second factor. Each step opens a session of its own under a new random
token, so that a token planted before means nothing after. An address that has no account costs the same work and gets the
same answer as a wrong password.

**Nobody can lock somebody else out.** Tries are counted in four places, always by what was typed, whether it exists or not:

- by network address: who tries many accounts stops only himself;
- by mail address and network address together: who tries one account stops only himself;
- by mail address from everywhere: after many tries (somebody guesses from many machines) unknown browsers are slowed down, and
  the mailbox gets a link that makes the owner's browser known. A browser that has been signed in to the account before carries
  a signed mark and is counted by that mark alone: the owner signs in as ever while the attack goes on;
- the second step likewise by account, after the password was right.

No state of the account changes by failing, and each count ends by itself.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kb.accounts import passwords, second
from kb.accounts.base import (
    HOUR,
    LINK_HOURS,
    QUARTER,
    Asker,
    Base,
    Entered,
    Row,
    Visit,
    held_roles,
    needs_second,
    own,
    refused,
)
from kb.accounts.keys import digest
from kb.errors import NotFound, TooMany
from kb.permissions import READER, Actor
from kb.store import Act, accounts

BY_ADDRESS, BY_PAIR, BY_EMAIL, BY_DEVICE, BY_SECOND = 100, 6, 20, 10, 10
"""Tries: by network address and pair in 15 minutes, by mail address and known device in an hour, at the second step in 15 minutes."""
IDLE, IDLE_STRONG, LONGEST = timedelta(days=14), timedelta(hours=12), timedelta(days=30)
UNFINISHED = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=5)
WRONG = "电子邮件或密码不对。", "The e-mail address or the password is wrong."
WRONG_CODE = "验证码不对，或已经用过。请等下一个验证码再试。", "This code is wrong or was used; wait for the next one."
SLOWED = (
    "这个邮箱近来登录失败过多，新设备须先确认。如有此账户，我们已发去邮件，请在本设备打开其中的链接，然后再登录。",
    "There were too many failed attempts with this address, so a new device has to be confirmed first. If there is such an account, "
    "a mail was sent to it: open its link on this device, then sign in again.",
)
SYSTEMS = {name: name for name in ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")}
BROWSERS = {
    "MicroMessenger": "微信 / WeChat", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"
}  # fmt: skip


@dataclass(frozen=True)
class Device:
    """A place where an account is signed in."""

    hash: str
    agent: str
    made: datetime
    seen: datetime
    here: bool


def device_words(agent: str) -> str:
    """A browser in words that its owner knows, e.g. "Chrome, Windows"."""
    found = [next((name for sign, name in table.items() if sign in agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or "?"


class Entering(Base):
    """Sign in, second step, sessions, sign out."""

    def sign_in(self, typed: str, password: str, asker: Asker, now: datetime) -> Entered:
        """Opens a session; Invalid if address or password is wrong, TooMany if tried too often. See the module."""
        email = typed.strip().lower()[:100]
        pair = f"sign-in:{email}:{asker.address}"
        self.limit(f"sign-in:{asker.address}", BY_ADDRESS, QUARTER, now)
        with self.store.look(now) as act:
            row = accounts.by_email(act, email)
        known = self.keys.marked(asker.device, int(row["id"])) if row else ""
        bucket, most = (f"device:{known}", BY_DEVICE) if known else (f"sign-in:{email}", BY_EMAIL)
        if not known:
            self.limit(pair, BY_PAIR, QUARTER, now)
        try:
            self.limit(bucket, most, HOUR, now)
        except TooMany:
            self._slow(row, email, asker, now)
            raise refused("email", *SLOWED) from None
        usable = row["password"] if row and row["state"] == "active" else None
        if not passwords.fits(usable, password) or row is None:
            with self.store.act("reader", now) as act:
                act.record("account.sign_in.failed", f"account/{row['id'] if row else 0}")
            raise refused("password", *WRONG)
        again = passwords.hashed(password) if passwords.outdated(row["password"]) else row["password"]
        with self.store.act(f"account:{row['id']}", now) as act:
            fresh = accounts.get(act, row["id"])
            if fresh is None or fresh["state"] != "active" or fresh["password"] != row["password"]:
                raise refused("password", *WRONG)  # changed since it was compared
            accounts.change(act, row["id"], password=again)
            for tried in (pair, bucket):
                accounts.forget(act, tried)
            stage = self._stage(act, fresh, strong=False)
            return self._open(act, fresh, stage, asker)

    def _slow(self, row: Row, email: str, asker: Asker, now: datetime) -> None:
        with self.store.act("reader", now) as act:
            first = accounts.allowed(act, f"device-link:{email}", 1, HOUR)
            if row is not None and row["state"] == "active" and first:
                link = self.link(act, row["id"], "device", asker.base, timedelta(hours=LINK_HOURS))
                self.tell(act, "account.device", row["email"], link=link, hours=LINK_HOURS)

    def know_device(self, token: str, asker: Asker, now: datetime) -> str:
        """The device cookie with a mark for the account of a mailed link; NotFound if the link does not work."""
        with self.store.act("reader", now) as act:
            row = accounts.token(act, digest(token))
            if row is None or row["purpose"] != "device" or not accounts.use_token(act, digest(token)):
                raise NotFound("dead_link")
            act.record("account.device", f"account/{row['account']}")
            return self.keys.mark(asker.device, row["account"])

    @staticmethod
    def _stage(act: Act, row: Row, *, strong: bool) -> str:
        if row["totp"]:
            return "in" if strong else "second"
        return "setup" if needs_second(held_roles(act, row["id"])) else "in"

    def _open(self, act: Act, row: Row, stage: str, asker: Asker) -> Entered:
        """A new session; when it is whole, the browser is marked, and a new one is told of by mail."""
        token, device = secrets.token_urlsafe(32), ""
        strong = stage == "in" and bool(row["totp"])
        lasts = UNFINISHED if stage != "in" else self._idle(act, row["id"])
        accounts.open_session(
            act, row["id"], digest(token), strong=strong, agent=asker.agent[:300], expires=act.at + lasts
        )
        if stage == "in":
            act.record("account.sign_in", f"account/{row['id']}")
            if not self.keys.marked(asker.device, row["id"]):
                device = self.keys.mark(asker.device, row["id"])
                when = act.at.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M")
                link = f"{asker.base}/account"
                self.tell(
                    act, "account.new_device", row["email"], when=when, device=device_words(asker.agent), link=link
                )
        return Entered(token, stage, device)

    @staticmethod
    def _idle(act: Act, account: int) -> timedelta:
        return IDLE_STRONG if needs_second(held_roles(act, account)) else IDLE

    def give_second(self, token: str, code: str, asker: Asker, now: datetime) -> Entered:
        """The second step, with the token of the first: a new session; Invalid if the code is wrong."""
        visit = self.visit(token, now)
        if visit is None or visit.stage != "second":
            raise NotFound
        self.try_second(visit.account, code, asker, now)
        with self.store.act(f"account:{visit.account}", now) as act:
            row = accounts.get(act, visit.account)
            if row is None or not accounts.end_sessions(act, visit.account, only=visit.session):
                raise NotFound
            return self._open(act, row, "in", asker)

    def try_second(self, account: int, code: str, asker: Asker, now: datetime) -> None:
        """Returns if the code is the account's now, and uses it up; else Invalid. A recovery code does too."""
        known = self.keys.marked(asker.device, account)
        bucket = f"second:{known or account}"
        self.limit(bucket, BY_SECOND, QUARTER, now)
        with self.store.act(f"account:{account}", now) as act:
            row = accounts.get(act, account)
            held = self.keys.unseal(row["totp"]) if row and row["totp"] else ""
            right = bool(held) and any(accounts.use_step(act, account, s) for s in second.steps(held, code, now))
            if not right:
                right = accounts.use_code(act, account, second.code_digest(account, code))
            act.record(f"account.second.{'given' if right else 'failed'}", f"account/{account}")
            if right:
                accounts.forget(act, bucket)
        if not right:
            raise refused("code", *WRONG_CODE)

    # --- sessions

    def visit(self, token: str, now: datetime) -> Visit | None:
        """Who comes with this session's token; None if it is none, has ended, or the account is not in use."""
        hashed = digest(token)
        with self.store.look(now) as act:
            session = accounts.session(act, hashed)
            row = accounts.get(act, session["account"]) if session else None
            if session is None or row is None or row["state"] != "active":
                return None
            roles = held_roles(act, row["id"])
            stage = self._stage(act, row, strong=session["strong"])
        if stage == "in" and now - session["seen"] >= SEEN_EVERY:
            idle = IDLE_STRONG if needs_second(roles) else IDLE
            with self.store.act(f"account:{row['id']}", now) as act:
                accounts.see_session(act, hashed, min(now + idle, session["made"] + LONGEST))
        return Visit(
            row["id"], row["email"], row["name"], row["phone"], row["language"], row["firm"], roles, stage,
            bool(row["totp"]), hashed,
        )  # fmt: skip

    def actor(self, token: str, now: datetime) -> Actor:
        """Whom this session's token lets act; the reader if nobody, or while a step is missing."""
        visit = self.visit(token, now)
        return visit.actor if visit else READER

    def devices(self, visit: Visit, now: datetime) -> list[Device]:
        """Where the account is signed in."""
        with self.store.look(now) as act:
            rows = accounts.sessions_of(act, visit.account)
        return [
            Device(r["hash"], device_words(r["agent"]), r["made"], r["seen"], r["hash"] == visit.session) for r in rows
        ]

    def sign_out(self, visit: Visit, now: datetime) -> None:
        """Ends this session."""
        self._end(visit.account, now, only=visit.session)

    def sign_out_everywhere(self, actor: Actor, now: datetime) -> None:
        """Ends all sessions of the account."""
        self._end(own(actor), now)

    def end_device(self, actor: Actor, session: str, now: datetime) -> None:
        """Ends one of the account's sessions; NotFound if it is not one of them."""
        if not session or not self._end(own(actor), now, only=session):
            raise NotFound

    def _end(self, account: int, now: datetime, only: str = "") -> int:
        with self.store.act(f"account:{account}", now) as act:
            act.record("account.sign_out", f"account/{account}")
            return accounts.end_sessions(act, account, only=only)
