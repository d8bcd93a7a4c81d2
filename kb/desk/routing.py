"""Where an inquiry goes first, and whether it is urgent. The proposals of who else should be asked come from the calculators."""

from collections.abc import Sequence
from datetime import date, timedelta

from kb.desk.facts import Facts
from kb.desk.parts import TIERS
from kb.kinds import Office
from kb.kinds.vocabulary import Event, Tier

URGENT_EVENTS = frozenset({Event.FREEZE, Event.CUSTOMS, Event.FAIR, Event.CRIMINAL})
URGENT_DAYS = 7
"""A paper that asks for an answer within so many days is urgent."""
CITY_EVENTS = frozenset({Event.TRADE_INVESTIGATION, Event.CRIMINAL})
"""Grave ones go to the city at once."""


def is_urgent(facts: Facts, today: date) -> bool:
    """An order served, a fair, customs, a freeze, persons held; or a date in the paper within `URGENT_DAYS`."""
    soon = facts.paper_date is not None and facts.paper_date <= today + timedelta(days=URGENT_DAYS)
    return facts.event in URGENT_EVENTS or soon


def first_office(facts: Facts, staffed: Sequence[Office]) -> Office | None:
    """The tightest office that covers the firm: its park's workstation, else its district, else the city."""
    wanted = {Tier.PARK: facts.park, Tier.DISTRICT: facts.district}
    for tier in TIERS if facts.event not in CITY_EVENTS else (Tier.CITY,):
        name = wanted.get(tier, "")
        for office in sorted(staffed, key=lambda o: o.id):
            if office.tier is tier and (tier is Tier.CITY or (name and name in office.covers)):
                return office
    return min(staffed, key=lambda o: (-TIERS.index(o.tier), o.id), default=None)


def above(office: Office, offices: Sequence[Office]) -> Office | None:
    """The office of the next tier up: its parent if that takes part, else the first of the city."""
    parent = next((o for o in offices if o.id == office.parent), None)
    if parent or office.tier is Tier.CITY:
        return parent
    return next((o for o in sorted(offices, key=lambda o: o.id) if o.tier is Tier.CITY and o.id != office.id), None)
