"""A desk with three offices, two experts and those who work there."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kb.calculators import Calculators
from kb.desk import Asked, Desk, Filed, read_facts
from kb.desk import Path as Way
from kb.desk.clock import local_day
from kb.edition import Edition
from kb.kinds import text
from kb.library import Library
from kb.permissions import ENTERPRISE, EXPERT, HANDLER, LIAISON, READER, REVIEWER, SIGNER, SUPERVISOR, Actor
from kb.settings import Settings
from kb.store import Store, accounts, advisers
from tests import makers
from tests.conftest import World, make_world

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # Wednesday, 10:00 in Shanghai
CITY, DISTRICT, PARK, OTHER = "office/city", "office/pudong", "office/zhangjiang", "office/minhang"
ALPHA, BETA = "expert/alpha", "expert/beta"
FACTS = {
    "firm": "上海某电子有限公司", "person": "王明", "capacity": "staff", "mobile": "13800000000", "email": "firm@example.com",
    "district": "浦东新区", "event": "warning-letter", "place": "us", "right": "patent", "industry": "electronics",
    "opponent": "Acme Inc.", "wanted": "怎样答复", "story": "十月收到来函，要求停止销售。",
}  # fmt: skip


def network(edition: Edition) -> None:
    """The offices and experts of the tests, in an edition."""
    same = {"modes": "phone", "jurisdictions": "cn"}
    for id_, over in {
        CITY: {"tier": "city", "mark": "沪知海"},
        DISTRICT: {"tier": "district", "parent": CITY, "covers": "浦东新区", "mark": "浦知海"},
        OTHER: {"tier": "district", "parent": CITY, "covers": "闵行区"},
        PARK: {"tier": "park", "parent": DISTRICT, "covers": "张江"},
    }.items():
        edition.write(id_, text.write(makers.entry("office", id_, **same, **over)))
    for id_ in (ALPHA, BETA):
        edition.write(id_, text.write(makers.entry("expert", id_)))


@dataclass
class DeskHouse:
    """The desk, and people by name."""

    world: World
    desk: Desk
    people: dict[str, Actor]

    @property
    def store(self) -> Store:
        return self.world.store

    def person(self, name: str, *roles: tuple[str, str]) -> Actor:
        """A new account with these roles; the actor that it becomes when signed in."""
        with self.store.act("cli", NOW) as act:
            row = accounts.add(act, email=f"{name}@example.com", name=name, language="zh")
            accounts.change(act, row, state="active")
            for role, at in roles:
                accounts.grant(act, row, role, at)
        self.people[name] = Actor(f"account:{row}", frozenset(roles), row)
        return self.people[name]

    def file(
        self, actor: Actor = READER, now: datetime = NOW, *, way: Way = Way.APPLICATION, share: bool = True, **over
    ) -> Filed:
        """An inquiry of a firm in Pudong."""
        facts = read_facts(way, {**FACTS, **over}, local_day(now))
        return self.desk.intake.file(actor, Asked(way, facts, share=share), now, "http://localhost")

    def link(self, filed: Filed) -> Actor:
        """Who holds the secret link."""
        return Actor(f"link:{filed.id}", inquiry=filed.id)

    def version(self, number: str) -> int:
        """The version now."""
        with self.store.look(NOW) as act:
            from kb.store import EVERYTHING, inquiries

            return inquiries.by_number(EVERYTHING, act, number)["version"]

    def mails(self) -> list[tuple[str, str, str]]:
        """Kind, recipient and subject of what waits in the outbox."""
        from sqlalchemy import select

        from kb.store.tables import outbox

        with self.store.look(NOW) as act:
            return [(r["kind"], r["recipient"], r["subject"]) for r in act.rows(select(outbox).order_by(outbox.c.id))]

    def issue(self, number: str, kind: str, body: str, now: datetime, office: str = "city") -> int:
        """Drafts, reviews and signs a formal paper by the three people of an office."""
        people, notices = self.people, self.desk.notices
        paper = notices.draft(people[f"{office} handler"], number, kind, body, self.version(number), now)
        notices.send(people[f"{office} handler"], number, paper, 1, now)
        notices.review(people[f"{office} reviewer"], number, paper, True, "", 2, now)
        notices.sign(people[f"{office} signer"], number, paper, True, "", 3, now)
        return paper


def make_house(folder: Path, url: str = "") -> DeskHouse:
    """The whole of it over SQLite, or the store at the URL."""
    world = make_world(folder, full=True)
    network(world.edition)
    if url:
        world.store.close()
        world = World(
            Settings.for_tests(folder, content=folder / "content", database_url=url), world.edition, Store(url)
        )
    world.bring_in()
    world.sync()
    library = Library(world.settings.library_folder)
    house = DeskHouse(world, Desk(world.store, library, Calculators(library), world.settings), {})
    for name, office in (("city", CITY), ("district", DISTRICT), ("park", PARK), ("other", OTHER)):
        house.person(f"{name} liaison", (LIAISON, office))
        house.person(f"{name} handler", (HANDLER, office))
        house.person(f"{name} reviewer", (REVIEWER, office))
        house.person(f"{name} signer", (SIGNER, office))
        house.person(f"{name} supervisor", (SUPERVISOR, office))
    house.person("firm", (ENTERPRISE, ""))
    house.person("rival", (ENTERPRISE, ""))
    for name, expert in (("alpha", ALPHA), ("beta", BETA)):
        house.person(name, (EXPERT, expert))
        with house.store.act("cli", NOW) as act:
            advisers.put(act, advisers.Adviser(expert, secrecy_signed="2026-01-05"))
    return house


def later(**given: float) -> datetime:
    """So much later than `NOW`."""
    return NOW + timedelta(**given)
