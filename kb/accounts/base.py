"""What the parts of the door share: who knocks, who is signed in, how often somebody may try, how links are made."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kb.accounts.keys import Keys, digest, secret
from kb.accounts.mails import mail
from kb.errors import Forbidden, Invalid, NotFound, Problem, TooMany
from kb.permissions import ADMIN, CASEWORK, ENTERPRISE, EXPERT, READER, STRONG, SUPERVISOR, Actor, may
from kb.settings import Settings
from kb.store import Act, Store, accounts

Row = Any
"""A row of the store: a mapping by column name."""
PRIVACY = "2026-11-25"
"""Version of the privacy notice; consent names the version that was read."""
QUARTER, HOUR, DAY = 15 * 60, 3600, 86_400
INVITED_DAYS = accounts.PENDING_DAYS
LINK_HOURS = 2
ROLE_NAMES: Mapping[str, tuple[str, str]] = {
    ENTERPRISE: ("企业", "enterprise"),
    EXPERT: ("专家", "expert"),
    "liaison": ("联络员", "liaison officer"),
    "handler": ("受理经办", "handling officer"),
    "reviewer": ("审核", "reviewer"),
    "signer": ("签发", "signing officer"),
    SUPERVISOR: ("督办", "supervisor"),
    ADMIN: ("管理员", "administrator"),
}
EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f<>\"(),:;\[\]\\]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
NO_EMAIL = "请填写正确的电子邮件地址。", "Write an e-mail address."


@dataclass(frozen=True)
class Asker:
    """Who knocks at the door: network address, browser, what its device cookie says, and the site's address for links."""

    address: str = ""
    agent: str = ""
    device: str = ""
    base: str = ""


@dataclass(frozen=True)
class Visit:
    """A session and whose it is. `stage` is "in", or what is still missing: "second", or "setup" of a second factor."""

    account: int
    email: str
    name: str
    phone: str
    language: str
    firm: Mapping[str, str]
    roles: frozenset[tuple[str, str]]
    stage: str
    second: bool
    """Whether a second factor is set up."""
    session: str
    """The hash of the session's token."""

    @property
    def actor(self) -> Actor:
        """What the session may act as: nobody before it is whole."""
        if self.stage != "in":
            return READER
        return Actor(f"account:{self.account}", self.roles, account=self.account)


@dataclass(frozen=True)
class Entered:
    """A session was opened: its token, the stage it is at, and the new value of the device cookie ("" to leave it)."""

    token: str
    stage: str
    device: str = ""


Exporter = Callable[[Act, int], Any]
Keeper = Callable[[Act, int], list[tuple[str, str]]]


@dataclass
class Base:
    """The store, the keys, and what other parts add: what they hold about an account, and why it must stay for now."""

    store: Store
    settings: Settings
    exporters: dict[str, Exporter] = field(default_factory=dict)
    """By name: what else is held about an account, as plain values."""
    keepers: list[Keeper] = field(default_factory=list)
    """Reasons, in both languages, for which an account cannot be deleted yet."""
    erasers: list[Callable[[Act, int], None]] = field(default_factory=list)
    """What else is to be done when an account is deleted."""

    def __post_init__(self) -> None:
        self.keys = Keys(secret(self.settings))

    def limit(self, bucket: str, most: int, seconds: int, now: datetime) -> None:
        """Counts a try, kept whatever follows; TooMany if there were more than `most` in the span."""
        with self.store.act("reader", now) as act:
            fine = accounts.allowed(act, bucket, most, seconds)
        if not fine:
            raise TooMany(seconds)

    def link(self, act: Act, account: int, purpose: str, base: str, expires: timedelta, **data: Any) -> str:
        """A one-time link for an account; older ones for the same purpose stop working."""
        token = secrets.token_urlsafe(32)
        accounts.add_token(act, account, digest(token), purpose, act.at + expires, data)
        return f"{base}/account/{PATHS[purpose]}/{token}"

    def tell(self, act: Act, kind: str, recipient: str, **values: object) -> None:
        """Puts a mail about an account into the outbox."""
        act.mail(mail(kind, recipient, **values))


PATHS = {"prove": "prove", "invite": "invitation", "reset": "reset", "device": "device"}
"""Purpose of a one-time link → part of its address."""


def refused(field_: str, zh: str, en: str) -> Invalid:
    """What is wrong with one field."""
    return Invalid([Problem("account", field_, zh, en)])


def read_email(typed: str) -> str:
    """The address in lower case; Invalid if it is none."""
    email = typed.strip().lower()
    if len(email) > 100 or not EMAIL.fullmatch(email):
        raise refused("email", *NO_EMAIL)
    return email


def check_place(role: str, at: str) -> None:
    """Invalid unless the role exists and is held where such a role can be held."""
    if role not in ROLE_NAMES:
        raise refused("role", "没有这个角色。", "There is no such role.")
    if role in CASEWORK | {SUPERVISOR} and not at.startswith("office/"):
        raise refused("at", "此角色须指定所在机构。", "This role is held at an office; choose one.")
    if role == EXPERT and not at.startswith("expert/"):
        raise refused(
            "at", "专家须对应专家库中的条目。", "An expert needs an entry in the library of experts; choose it."
        )
    if role in (ADMIN, ENTERPRISE) and at:
        raise refused("at", "此角色不属于某个机构。", "This role belongs to no office.")


def held_roles(act: Act, account: int) -> frozenset[tuple[str, str]]:
    """(role, where) of an account."""
    return frozenset((str(row["role"]), str(row["at"])) for row in accounts.roles(act, account))


def needs_second(roles: frozenset[tuple[str, str]]) -> bool:
    """Whether one of the roles acts only after a second factor."""
    return any(role in STRONG for role, _ in roles)


def role_words(roles: frozenset[tuple[str, str]]) -> str:
    """Roles in both languages, for a mail."""
    return ", ".join(sorted(f"{'/'.join(ROLE_NAMES[role])}{f' ({at})' if at else ''}" for role, at in roles))


def managing(actor: Actor) -> None:
    """Forbidden unless the actor manages accounts; the command line does."""
    if actor.name != "cli" and not may(actor, "account.manage"):
        raise Forbidden


def own(actor: Actor) -> int:
    """The account that acts; NotFound for others."""
    if actor.account is None:
        raise NotFound
    return actor.account
