"""Which inquiries somebody may see: the one place where that becomes a condition of a query.

A `Scope` is made by `kb.desk.scope(actor)` alone. Every query on inquiries takes one, so that pages, lists, counts,
search, files, exports, mails and statistics agree; what is outside of it is not found.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from kb.store.tables import inquiries, inquiry_offices, referrals


@dataclass(frozen=True)
class Scope:
    """What is seen: what these offices hold now, what this account asked, the one inquiry of a secret link, what this
    expert accepted. Empty, it holds nothing.
    """

    everything: bool = False
    """For the background process and the command line, which act for nobody."""
    offices: frozenset[str] = frozenset()
    account: int | None = None
    inquiry: int | None = None
    experts: frozenset[str] = frozenset()


NOTHING = Scope()
EVERYTHING = Scope(everything=True)


def within(scope: Scope) -> ColumnElement[bool]:
    """The condition on `inquiries` that keeps a query inside the scope."""
    if scope.everything:
        return true()
    ways: list[ColumnElement[bool]] = []
    if scope.offices:
        held = select(inquiry_offices.c.inquiry).where(
            inquiry_offices.c.office.in_(sorted(scope.offices)), inquiry_offices.c.until.is_(None)
        )
        ways.append(inquiries.c.id.in_(held))
    if scope.account is not None:
        ways.append(inquiries.c.account == scope.account)
    if scope.inquiry is not None:
        ways.append(inquiries.c.id == scope.inquiry)
    if scope.experts:
        accepted = select(referrals.c.inquiry).where(
            and_(referrals.c.expert.in_(sorted(scope.experts)), referrals.c.state == "accepted")
        )
        ways.append(inquiries.c.id.in_(accepted))
    return or_(*ways) if ways else false()
