"""Who may do what: two maps from action to rule, closed by default.

`RULES` asks for the actor alone, `INQUIRY_RULES` for the actor and an inquiry. Public pages need no permission; they stand in
`PUBLIC`, by endpoint without its language (`entry`, not `zh.entry`). Every other route must name an action of one of the
maps, which a test checks for each route that exists.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

ENTERPRISE, EXPERT, ADMIN, OPERATOR = "enterprise", "expert", "admin", "operator"
LIAISON, HANDLER, REVIEWER, SIGNER, SUPERVISOR = "liaison", "handler", "reviewer", "signer", "supervisor"
CASEWORK = frozenset({LIAISON, HANDLER, REVIEWER, SIGNER})
"""Roles of an office that see what the office holds; a supervisor sees figures only."""
STRONG = CASEWORK | {SUPERVISOR, EXPERT, ADMIN}
"""Roles that act only after the second factor."""


@dataclass(frozen=True)
class Actor:
    """Who acts: nobody (a reader), the holder of a secret link, or the holder of roles, each held at an office."""

    name: str = ""
    """How the record of acts names the actor: `account:12`, `link:34`, `system`; "" for a reader."""
    roles: frozenset[tuple[str, str]] = frozenset()
    """(role, where): the id of an office entry, of the expert's own entry, or "" for the whole site."""
    account: int | None = None
    inquiry: int | None = None
    """The one inquiry whose secret link was given."""

    def holds(self, *roles: str) -> bool:
        """Whether the actor holds one of the roles, at any office."""
        return any(held in roles for held, _ in self.roles)

    def at(self, *roles: str) -> frozenset[str]:
        """Where the actor holds one of the roles."""
        return frozenset(where for held, where in self.roles if held in roles)


READER = Actor()
SYSTEM = Actor("system", frozenset({("system", "")}))


class Held(Protocol):
    """What the rules ask of an inquiry."""

    @property
    def id(self) -> int:
        """Its row."""

    @property
    def account(self) -> int | None:
        """Who asked, if by an account."""

    @property
    def offices(self) -> frozenset[str]:
        """The offices that hold it now."""

    @property
    def advising(self) -> frozenset[str]:
        """The experts who accepted it."""


Rule = Callable[[Actor, object], bool]


def operator(actor: Actor, thing: object) -> bool:
    """Whoever runs the machine: holds the token of the settings."""
    return actor.holds(OPERATOR)


def anyone(actor: Actor, thing: object) -> bool:
    """Every reader: forms that need no account."""
    return True


def signed_in(actor: Actor, thing: object) -> bool:
    """Every account."""
    return actor.account is not None


def having(*roles: str) -> Rule:
    """Who holds one of the roles, wherever."""
    return lambda actor, thing: actor.holds(*roles)


def asker(actor: Actor, thing: object) -> bool:
    """The firm itself: the account that asked, or whoever holds the secret link of this very inquiry."""
    held: Held = thing  # type: ignore[assignment]
    mine = actor.account is not None and held.account == actor.account
    return mine or (actor.inquiry is not None and actor.inquiry == held.id)


def office(*roles: str) -> Rule:
    """Who holds one of the roles at an office that holds the inquiry now."""

    def rule(actor: Actor, thing: object) -> bool:
        held: Held = thing  # type: ignore[assignment]
        return bool(actor.at(*roles) & held.offices)

    return rule


def adviser(actor: Actor, thing: object) -> bool:
    """An expert who accepted the inquiry."""
    held: Held = thing  # type: ignore[assignment]
    return bool(actor.at(EXPERT) & held.advising)


def either(*rules: Rule) -> Rule:
    """Whoever one of the rules allows."""
    return lambda actor, thing: any(rule(actor, thing) for rule in rules)


RULES: Mapping[str, Rule] = {
    "metrics.read": operator,
    # accounts
    "account.enter": anyone,
    "account.own": signed_in,
    "account.manage": having(ADMIN),
    "audit.read": having(ADMIN),
    "outbox.read": having(ADMIN),
    "inquiry.ask": anyone,
    "inquiry.enter": having(LIAISON, HANDLER),
    "inquiry.list": having(*CASEWORK),
    "inquiry.own.list": signed_in,
    "inquiry.advise.list": having(EXPERT),
    "referral.answer": having(EXPERT),
    "figures.read": having(*CASEWORK, SUPERVISOR, ADMIN),
}
CASEWORKER = office(*CASEWORK)
INQUIRY_RULES: Mapping[str, Rule] = {
    # reading
    "inquiry.read": either(asker, CASEWORKER, adviser),
    "inquiry.read.all": CASEWORKER,
    "inquiry.export": CASEWORKER,
    # the firm
    "inquiry.reply": asker,
    "inquiry.attach": either(asker, office(LIAISON, HANDLER), adviser),
    "inquiry.consent": asker,
    "inquiry.rate": asker,
    "inquiry.upgrade": either(asker, office(LIAISON, HANDLER)),
    "inquiry.withdraw": asker,
    "inquiry.renew": either(asker, office(LIAISON, HANDLER)),
    # the office
    "inquiry.note": CASEWORKER,
    "inquiry.write": office(LIAISON, HANDLER),
    "inquiry.write.expert": office(HANDLER),
    "inquiry.take": office(LIAISON, HANDLER),
    "inquiry.answer": office(LIAISON, HANDLER),
    "inquiry.supplement": office(HANDLER),
    "inquiry.decide": office(HANDLER),
    "inquiry.guide": office(HANDLER),
    "inquiry.end": office(HANDLER),
    "inquiry.archive": office(HANDLER),
    "inquiry.hand": office(LIAISON, HANDLER),
    "inquiry.join": office(HANDLER),
    "inquiry.merge": office(HANDLER),
    "inquiry.group": office(HANDLER),
    "inquiry.refer": office(HANDLER),
    "inquiry.task": CASEWORKER,
    # formal papers
    "notice.draft": office(HANDLER),
    "notice.review": office(REVIEWER),
    "notice.sign": office(SIGNER),
    # the expert
    "inquiry.advise": adviser,
}
PUBLIC = frozenset(
    {
        "static", "home", "search", "suggest", "countries", "country", "listing", "listing_of", "entry", "entry_of",
        "compare", "coverage", "about", "privacy", "deadlines", "fees", "ask", "plan", "plan_file",
        "deadline_file", "fees_file", "card", "card_file", "letter", "before_export", "fairs", "fair_calendar", "fair_calendar_file",
        "api.search", "api.entry", "api.openapi", "healthz", "readyz", "robots",
    }
)  # fmt: skip


def may(actor: Actor, action: str, thing: object = None) -> bool:
    """Whether the actor may do this, to the inquiry if the action asks for one; an action that no map knows is forbidden."""
    if thing is None:
        rule = RULES.get(action)
        return rule is not None and rule(actor, None)
    rule = INQUIRY_RULES.get(action)
    return rule is not None and rule(actor, thing)
