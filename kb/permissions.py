"""Who may do what: one map from action to rule, closed by default.

Public pages need no permission; they stand in `PUBLIC`, by endpoint without its language (`entry`, not `zh.entry`).
Every other route must name an action of `RULES`, which a test checks for each route that exists.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who acts: nobody (a reader), or the holder of roles, each held at an office."""

    name: str = ""
    roles: frozenset[tuple[str, str]] = frozenset()
    """(role, office id); the office is "" for roles of the whole site."""

    def holds(self, role: str) -> bool:
        """Whether the actor holds the role at any office."""
        return any(held == role for held, _ in self.roles)


READER = Actor()
Rule = Callable[[Actor, object], bool]


def operator(actor: Actor, thing: object) -> bool:
    """Whoever runs the machine: holds the token of the settings."""
    return actor.holds("operator")


RULES: Mapping[str, Rule] = {
    "metrics.read": operator,
}
PUBLIC = frozenset(
    {
        "static", "home", "search", "suggest", "countries", "country", "listing", "listing_of", "entry", "entry_of",
        "compare", "coverage", "about", "deadlines", "fees", "ask", "plan", "plan_file",
        "deadline_file", "fees_file", "card", "card_file", "letter", "before_export",
        "api.search", "api.entry", "api.openapi", "healthz", "readyz", "robots",
    }
)  # fmt: skip


def may(actor: Actor, action: str, thing: object = None) -> bool:
    """Whether the actor may do this to the thing; an action that the map does not know is forbidden."""
    rule = RULES.get(action)
    return rule is not None and rule(actor, thing)
