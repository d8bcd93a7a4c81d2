"""What is not public about an expert: load, absence, secrecy undertaking, parties that the expert acts for."""

from dataclasses import asdict, dataclass

from sqlalchemy import select

from kb.store.acts import Act
from kb.store.engine import upsert
from kb.store.tables import advisers

MOST = 5
"""Inquiries at once, where the expert said nothing."""


@dataclass(frozen=True)
class Adviser:
    """Dates are plain (YYYY-MM-DD), "" where there is none; `conflicts` has a party on each line."""

    expert: str
    most: int = MOST
    absent_from: str = ""
    absent_until: str = ""
    secrecy_signed: str = ""
    conflicts: str = ""

    def absent(self, day: str) -> bool:
        """Whether the expert is away on the day."""
        return bool(self.absent_from) and self.absent_from <= day <= (self.absent_until or "9999")


def get(act: Act, expert: str) -> Adviser:
    """What is known of this expert."""
    found = act.row(select(advisers).where(advisers.c.expert == expert))
    return Adviser(**found) if found else Adviser(expert)


def all_of(act: Act) -> dict[str, Adviser]:
    """Every expert of whom something is known."""
    return {row["expert"]: Adviser(**row) for row in act.rows(select(advisers))}


def put(act: Act, adviser: Adviser) -> None:
    """Keeps it in place of what was known."""
    values = asdict(adviser)
    changed = [name for name in values if name != "expert"]
    act.connection.execute(upsert(act.connection.dialect.name, advisers, ["expert"], changed), values)
