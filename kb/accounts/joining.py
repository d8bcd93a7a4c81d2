"""How an account begins, and how a mailbox proves itself: sign-up, invitation, forgotten password.

Whether an address is known is told to nobody but its mailbox: the page answers alike. The password of a new account is chosen
behind the mailed link, never on the sign-up form: else somebody could sign up with another's address and a password of his own,
and wait for the owner to confirm it. Opening a link changes nothing (mail scanners open links); only its form does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kb.accounts import passwords
from kb.accounts.base import (
    HOUR,
    INVITED_DAYS,
    LINK_HOURS,
    PRIVACY,
    QUARTER,
    Asker,
    Base,
    Row,
    check_place,
    held_roles,
    managing,
    read_email,
    refused,
    role_words,
)
from kb.accounts.keys import digest
from kb.errors import NotFound
from kb.permissions import ENTERPRISE, Actor
from kb.store import Act, accounts

MAILS_TO_ONE, FROM_ONE = 4, 20
"""Mails that anybody may cause: to one mailbox and from one network address, in an hour."""
MUST_AGREE = "须同意个人信息处理说明，才能开设账户。", "An account needs your consent to the privacy notice."
ASK_CONSENT = ("prove", "invite")


@dataclass(frozen=True)
class Newcomer:
    """What the sign-up form holds."""

    email: str
    name: str
    firm: Mapping[str, str]
    phone: str = ""
    language: str = "zh"
    agreed: bool = False


@dataclass(frozen=True)
class Opened:
    """A mailed link that works: for what, and whose."""

    purpose: str
    account: int
    email: str
    name: str
    roles: frozenset[tuple[str, str]]


class Joining(Base):
    """Sign up, invite, set a password behind a mailed link."""

    def sign_up(self, who: Newcomer, asker: Asker, now: datetime) -> None:
        """Sends a link to the mailbox; Invalid if something is missing. The same whether the address is known or not."""
        email = read_email(who.email)
        if not who.name.strip() or not who.firm.get("name", "").strip():
            field = "firm" if who.name.strip() else "name"
            raise refused(field, "请填写此项。", "Fill this in.")
        if not who.agreed:
            raise refused("agreed", *MUST_AGREE)
        self._mailing(email, asker, now)
        with self.store.act("reader", now) as act:
            row = accounts.by_email(act, email)
            if row is not None and row["state"] != "pending":
                self.tell(act, "account.known", email, link=f"{asker.base}/account/reset")
            elif row is not None and held_roles(act, row["id"]):
                self._invitation(act, row["id"], email, asker.base)
            else:
                self._proof(act, row["id"] if row else 0, email, who, asker.base)

    def _proof(self, act: Act, account: int, email: str, who: Newcomer, base: str) -> None:
        name, language, firm = who.name.strip(), who.language, dict(who.firm)
        if account:
            accounts.change(act, account, made=act.at, name=name, phone=who.phone, language=language, firm=firm)
        else:
            account = accounts.add(act, email=email, name=name, phone=who.phone, language=language, firm=firm)
        act.record("account.sign_up", f"account/{account}")
        link = self.link(act, account, "prove", base, timedelta(days=INVITED_DAYS))
        self.tell(act, "account.prove", email, link=link, days=INVITED_DAYS)

    def _invitation(self, act: Act, account: int, email: str, base: str) -> str:
        accounts.change(act, account, made=act.at)
        link = self.link(act, account, "invite", base, timedelta(days=INVITED_DAYS))
        self.tell(
            act, "account.invite", email, roles=role_words(held_roles(act, account)), link=link, days=INVITED_DAYS
        )
        return link

    def _mailing(self, email: str, asker: Asker, now: datetime) -> None:
        self.limit(f"mail-from:{asker.address}", FROM_ONE, HOUR, now)
        self.limit(f"mail-to:{email}", MAILS_TO_ONE, HOUR, now)

    def invite(self, actor: Actor, email: str, name: str, role: str, at: str, base: str, now: datetime) -> str:
        """Gives a role to an address; one without an account gets a link to make it: the link, or "" for who has one."""
        managing(actor)
        email = read_email(email)
        check_place(role, at)
        with self.store.act(actor.name, now) as act:
            row = accounts.by_email(act, email)
            if row is not None and row["state"] == "disabled":
                raise refused("email", "此账户已停用，请先恢复。", "This account is disabled; enable it first.")
            account = row["id"] if row else accounts.add(act, email=email, name=name.strip(), language="zh")
            if accounts.grant(act, account, role, at):
                act.record(f"account.grant.{role}", f"account/{account}")
            if row is not None and row["state"] == "active":
                words = role_words(frozenset({(role, at)}))
                self.tell(act, "account.role", email, roles=words, link=f"{base}/account")
                return ""
            return self._invitation(act, account, email, base)

    def ask_reset(self, typed: str, asker: Asker, now: datetime) -> None:
        """Sends a link for a new password, if there is such an account; nobody is told whether there is."""
        email = read_email(typed)
        self._mailing(email, asker, now)
        with self.store.act("reader", now) as act:
            row = accounts.by_email(act, email)
            known = row is not None and row["state"] == "active"
            act.record("account.reset.asked", f"account/{row['id'] if row and known else 0}")
            if row is not None and known:
                link = self.link(act, row["id"], "reset", asker.base, timedelta(hours=LINK_HOURS))
                self.tell(act, "account.reset", email, link=link, hours=LINK_HOURS)

    def opened(self, token: str, purpose: str, now: datetime) -> Opened:
        """What a mailed link is for; NotFound if it does not work (any more). Changes nothing."""
        with self.store.look(now) as act:
            row = accounts.token(act, digest(token))
            account = accounts.get(act, row["account"]) if row else None
            if row is None or account is None or row["purpose"] != purpose:
                raise NotFound("dead_link")
            roles = held_roles(act, row["account"])
        return Opened(purpose, account["id"], account["email"], account["name"], roles)

    def set_password(
        self, token: str, purpose: str, password: str, *, agreed: bool, asker: Asker, now: datetime
    ) -> Opened:
        """Uses a mailed link up: the account is in use from now, with this password, and signed in nowhere."""
        self.limit(f"link:{asker.address}", FROM_ONE, QUARTER, now)
        link = self.opened(token, purpose, now)
        if purpose in ASK_CONSENT and not agreed:
            raise refused("agreed", *MUST_AGREE)
        with self.store.look(now) as act:
            row = accounts.get(act, link.account)
        passwords.check(password, self.known(row))
        kept = passwords.hashed(password)
        with self.store.act(f"account:{link.account}", now) as act:
            row = accounts.get(act, link.account)
            wanted = "active" if purpose == "reset" else "pending"
            if row is None or row["state"] != wanted or not accounts.use_token(act, digest(token)):
                raise NotFound("dead_link")
            self._begin(act, link, kept, asker)
        return link

    def _begin(self, act: Act, link: Opened, kept: str, asker: Asker) -> None:
        accounts.change(act, link.account, password=kept, state="active")
        accounts.end_sessions(act, link.account)
        accounts.drop_tokens(act, link.account)
        act.record(f"account.{link.purpose}", f"account/{link.account}")
        if link.purpose == "reset":
            self.tell(act, "account.password", link.email, link=f"{asker.base}/account/reset")
            return
        if link.purpose == "prove":
            accounts.grant(act, link.account, ENTERPRISE, "")
        accounts.consent(
            act, link.account, recipient="site", purpose=f"privacy/{PRIVACY}", data="account, sessions, sign-in mail"
        )

    @staticmethod
    def known(row: Row) -> list[str]:
        """What everybody may know of an account, for refusing it as a password."""
        if row is None:
            return []
        return [row["email"], row["name"], row["phone"], *map(str, row["firm"].values())]
