"""What an administrator does with the accounts of others. What is taken away ends their sessions at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kb.accounts.base import LINK_HOURS, check_place, managing
from kb.accounts.owning import Owning, last_admin
from kb.errors import Conflict, NotFound
from kb.permissions import ADMIN, Actor
from kb.store import Act, accounts


@dataclass(frozen=True)
class Person:
    """An account as a list shows it."""

    id: int
    email: str
    name: str
    firm: str
    state: str
    second: bool
    roles: tuple[tuple[str, str], ...]


class Managing(Owning):
    """List, grant, revoke, disable, enable, help who lost the second factor."""

    def people(self, actor: Actor, now: datetime, words: str = "") -> list[Person]:
        """The accounts, narrowed to those that contain the words."""
        managing(actor)
        with self.store.look(now) as act:
            rows = accounts.everybody(act, words)
            held = accounts.all_roles(act, [row["id"] for row in rows])
        roles: dict[int, list[tuple[str, str]]] = {}
        for role in held:
            roles.setdefault(role["account"], []).append((role["role"], role["at"]))
        return [
            Person(
                r["id"], r["email"], r["name"], r["firm"].get("name", ""), r["state"], bool(r["totp"]),
                tuple(sorted(roles.get(r["id"], []))),
            )
            for r in rows
        ]  # fmt: skip

    def person(self, actor: Actor, email: str, now: datetime) -> int:
        """The account of an address; NotFound if there is none."""
        managing(actor)
        with self.store.look(now) as act:
            row = accounts.by_email(act, email.strip().lower())
        if row is None:
            raise NotFound("no_account")
        return int(row["id"])

    def grant(self, actor: Actor, account: int, role: str, at: str, now: datetime) -> None:
        """Gives a role; the account's sessions begin anew, since the role may need a second factor."""
        managing(actor)
        check_place(role, at)
        with self.store.act(actor.name, now) as act:
            self._state(act, account)
            if accounts.grant(act, account, role, at):
                accounts.end_sessions(act, account)
                act.record(f"account.grant.{role}", f"account/{account}")

    def revoke(self, actor: Actor, account: int, role: str, at: str, now: datetime) -> None:
        """Takes a role and ends the account's sessions; Conflict for the last administrator."""
        managing(actor)
        with self.store.act(actor.name, now) as act:
            self._state(act, account)
            if role == ADMIN and last_admin(act, account):
                raise Conflict("last_admin")
            if not accounts.revoke(act, account, role, at):
                raise NotFound("no_account")
            accounts.end_sessions(act, account)
            act.record(f"account.revoke.{role}", f"account/{account}")

    def disable(self, actor: Actor, account: int, now: datetime) -> None:
        """Nobody can sign in to the account any more; its sessions and links end. Conflict for the last administrator."""
        managing(actor)
        with self.store.act(actor.name, now) as act:
            self._state(act, account)
            if last_admin(act, account):
                raise Conflict("last_admin")
            accounts.change(act, account, state="disabled")
            accounts.end_sessions(act, account)
            accounts.drop_tokens(act, account)
            act.record("account.disable", f"account/{account}")

    def enable(self, actor: Actor, account: int, now: datetime) -> None:
        """Undoes it; an account that was never opened needs a new invitation."""
        managing(actor)
        with self.store.act(actor.name, now) as act:
            if self._state(act, account) == "disabled":
                row = accounts.get(act, account)
                accounts.change(act, account, state="active" if row and row["password"] else "pending")
                act.record("account.enable", f"account/{account}")

    def reset(self, actor: Actor, account: int, base: str, now: datetime, *, second_too: bool = False) -> str:
        """A link for a new password, also by mail; with `second_too` the second factor goes too, for who lost it."""
        managing(actor)
        with self.store.act(actor.name, now) as act:
            row = accounts.get(act, account)
            if row is None or self._state(act, account) != "active":
                raise NotFound("no_account")
            if second_too:
                accounts.change(act, account, totp=None)
                accounts.set_codes(act, account, [])
                accounts.end_sessions(act, account)
                self.tell(act, "account.second", row["email"], link=f"{base}/account/reset")
                act.record("account.second.reset", f"account/{account}")
            act.record("account.reset.asked", f"account/{account}")
            link = self.link(act, account, "reset", base, timedelta(hours=LINK_HOURS))
            self.tell(act, "account.reset", row["email"], link=link, hours=LINK_HOURS)
            return link

    @staticmethod
    def _state(act: Act, account: int) -> str:
        row = accounts.get(act, account)
        if row is None or row["state"] == "erased":
            raise NotFound("no_account")
        return str(row["state"])
