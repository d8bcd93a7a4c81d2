"""What the owner of an account may do with it: details, password, second factor, a copy of all data, deletion.

Deletion (PIPL art. 47) takes address, name, telephone, firm, password, second factor, sessions and sent mail at once; the number of
the account stays, since the record of acts names it. It is refused while an inquiry of the account is open: an office is acting
on it and must be able to answer. The reason names the inquiry, which its owner may withdraw with one click; after that, or when it
is closed, deletion goes through. Closed inquiries lose their tie to a person here and are kept as long as their own retention says.
"""

from datetime import datetime
from typing import Any

from kb.accounts import passwords, second
from kb.accounts.base import HOUR, QUARTER, Asker, Base, Entered, Visit, own, refused
from kb.accounts.entering import BY_DEVICE, WRONG, Entering
from kb.accounts.joining import Joining
from kb.accounts.keys import digest
from kb.errors import Invalid, NotFound, Problem
from kb.permissions import ADMIN, Actor
from kb.store import Act, accounts

SETUP_SECONDS = 3600
ISSUER = "Overseas IP Desk"


class Owning(Entering, Joining, Base):
    """One's own account."""

    def change_details(self, actor: Actor, name: str, phone: str, firm: dict[str, str], now: datetime) -> None:
        """Corrects name, telephone and firm."""
        account = own(actor)
        if not name.strip():
            raise refused("name", "请填写此项。", "Fill this in.")
        with self.store.act(actor.name, now) as act:
            act.record("account.change", f"account/{account}")
            accounts.change(act, account, name=name.strip(), phone=phone, firm=firm)

    def change_password(self, visit: Visit, old: str, new: str, asker: Asker, now: datetime) -> None:
        """A new password; other sessions end."""
        kept = self._prove_password(visit, old, now)
        with self.store.look(now) as act:
            passwords.check(new, self.known(accounts.get(act, visit.account)), "new")
        fresh = passwords.hashed(new)
        with self.store.act(f"account:{visit.account}", now) as act:
            row = accounts.get(act, visit.account)
            if row is None or row["password"] != kept:
                raise refused("password", *WRONG)
            accounts.change(act, visit.account, password=fresh)
            accounts.end_sessions(act, visit.account, but=visit.session)
            accounts.drop_tokens(act, visit.account)
            act.record("account.password", f"account/{visit.account}")
            self.tell(act, "account.password", visit.email, link=f"{asker.base}/account/reset")

    def _prove_password(self, visit: Visit, password: str, now: datetime) -> str:
        self.limit(f"password:{visit.session}", BY_DEVICE, HOUR, now)
        with self.store.look(now) as act:
            row = accounts.get(act, visit.account)
        if row is None or not passwords.fits(row["password"], password):
            raise refused("password", "密码不对。", "The password is wrong.")
        return str(row["password"])

    # --- second factor

    def begin_second(self, visit: Visit) -> tuple[str, str, str]:
        """A new secret: as text, as a square code, and sealed, to be given back with the first code. Nothing is kept yet."""
        secret = second.new_secret()
        picture = second.square(second.address(secret, visit.email, ISSUER))
        return secret, picture, self.keys.seal(f"{visit.account}:{visit.session}:{secret}")

    def pending_second(self, visit: Visit, sealed: str) -> tuple[str, str]:
        """The secret and square code of a set-up that goes on; Invalid if it is not this session's, or too old."""
        account, _, rest = self.keys.unseal(sealed, SETUP_SECONDS).partition(":")
        session, _, secret = rest.partition(":")
        if account != str(visit.account) or session != visit.session or not secret:
            raise refused("code", "设置已过期，请重新开始。", "The set-up has run out; start again.")
        return secret, second.square(second.address(secret, visit.email, ISSUER))

    def confirm_second(
        self, visit: Visit, sealed: str, code: str, asker: Asker, now: datetime, password: str = ""
    ) -> tuple[Entered, list[str]]:
        """Keeps the second factor once a code of it was given: a new, strong session, and the recovery codes, shown once.

        Needs the password, unless it was given just now: else whoever finds an open session could shut its owner out.
        """
        if visit.stage == "second":
            raise NotFound
        self.limit(f"setup:{visit.account}", BY_DEVICE, QUARTER, now)
        secret, _ = self.pending_second(visit, sealed)
        if visit.stage != "setup":
            self._prove_password(visit, password, now)
        step = next(second.steps(secret, code, now), None)
        if step is None:
            raise refused(
                "code", "验证码不对，请核对手机时间后再试。", "This code is wrong; check the clock of your telephone."
            )
        codes = second.recovery_codes()
        with self.store.act(f"account:{visit.account}", now) as act:
            row = accounts.get(act, visit.account)
            if row is None or row["totp"]:
                raise NotFound
            accounts.change(act, visit.account, totp=self.keys.seal(secret), totp_step=step)
            accounts.set_codes(act, visit.account, [second.code_digest(visit.account, c) for c in codes])
            self._second_changed(act, visit, asker)
            accounts.end_sessions(act, visit.account)
            changed = accounts.get(act, visit.account)
            return self._open(act, changed or row, "in", asker), codes

    def remove_second(self, visit: Visit, code: str, asker: Asker, now: datetime) -> None:
        """Takes the second factor away, against a code; who needs one is asked to set up another before anything else."""
        own(visit.actor)
        self.try_second(visit.account, code, asker, now)
        with self.store.act(f"account:{visit.account}", now) as act:
            accounts.change(act, visit.account, totp=None)
            accounts.set_codes(act, visit.account, [])
            accounts.end_sessions(act, visit.account, but=visit.session)
            self._second_changed(act, visit, asker)

    def new_codes(self, visit: Visit, code: str, asker: Asker, now: datetime) -> list[str]:
        """New recovery codes, against a code of the second factor; the old ones stop working."""
        own(visit.actor)
        self.try_second(visit.account, code, asker, now)
        codes = second.recovery_codes()
        with self.store.act(f"account:{visit.account}", now) as act:
            accounts.set_codes(act, visit.account, [second.code_digest(visit.account, c) for c in codes])
            self._second_changed(act, visit, asker)
        return codes

    def codes_left(self, visit: Visit, now: datetime) -> int:
        """How many recovery codes still work."""
        with self.store.look(now) as act:
            return accounts.codes_left(act, visit.account)

    def _second_changed(self, act: Act, visit: Visit, asker: Asker) -> None:
        act.record("account.second", f"account/{visit.account}")
        self.tell(act, "account.second", visit.email, link=f"{asker.base}/account/reset")

    # --- one's data

    def export(self, actor: Actor, now: datetime) -> dict[str, Any]:
        """Everything that is held about the account, as plain values; what other parts hold comes through `exporters`."""
        account = own(actor)
        with self.store.act(actor.name, now) as act:
            act.record("account.export", f"account/{account}")
            row = accounts.get(act, account)
            held: dict[str, Any] = dict(accounts.held(act, account, row["email"] if row else ""))
            for name, exporter in self.exporters.items():
                held[name] = exporter(act, account)
        return held

    def why_kept(self, actor: Actor, now: datetime) -> list[tuple[str, str]]:
        """Why the account cannot be deleted now, in both languages; empty if it can."""
        account = own(actor)
        with self.store.look(now) as act:
            return self._why_kept(act, account)

    def _why_kept(self, act: Act, account: int) -> list[tuple[str, str]]:
        reasons = [reason for keeper in self.keepers for reason in keeper(act, account)]
        if last_admin(act, account):
            reasons.append(
                ("您是最后一位管理员，请先指定另一位。", "You are the last administrator; appoint another one first.")
            )
        return reasons

    def delete(self, visit: Visit, password: str, now: datetime) -> None:
        """Deletes the account, against its password; Invalid with the reasons if it must stay for now. See the module."""
        own(visit.actor)
        self._prove_password(visit, password, now)
        with self.store.act(f"account:{visit.account}", now) as act:
            if reasons := self._why_kept(act, visit.account):
                raise Invalid([Problem("account", "delete", zh, en) for zh, en in reasons])
            for eraser in self.erasers:
                eraser(act, visit.account)
            accounts.withdraw_consents(act, visit.account)
            accounts.erase_mail(act, visit.email)
            accounts.erase(act, visit.account, f"erased-{digest(visit.session)[:16]}-{visit.account}")
            act.record("account.erase", f"account/{visit.account}")
            self.tell(act, "account.erased", visit.email)


def last_admin(act: Act, account: int) -> bool:
    """Whether nobody else manages accounts."""
    admins = {row["id"] for row in accounts.holders(act, ADMIN)}
    return admins == {account}
