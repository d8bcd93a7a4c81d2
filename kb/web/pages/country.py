"""Countries and regions: the list of all, the page of one, and the comparison of a few."""

from dataclasses import dataclass

from markupsafe import Markup

from kb.calculators import CostOf
from kb.errors import NotFound
from kb.kinds import Case, Deadline, Exhibition, Fees, Guide, Law
from kb.kinds.fees import FeeItem
from kb.kinds.jurisdictions import Territory
from kb.kinds.vocabulary import Route, Start
from kb.library import Brief
from kb.web.pages.entry import EntryPage
from kb.web.pages.frame import Frame
from kb.web.speaker import Speaker

GROUPS = (
    ("state", "国家"),
    ("region-cn", "中国香港、中国澳门、中国台湾地区"),
    ("territory", "其他领土"),
    ("system", "区域体系与国际组织"),
)
APPEALS = (Route.APPEAL, Route.COURT)
"""The procedures that an appeal from a court may be filed under."""


@dataclass(frozen=True)
class Place:
    """A line of the list of countries."""

    territory: Territory
    name: str
    entries: int
    guide: bool


@dataclass(frozen=True)
class CountriesPage:
    """All territories: those held first, then all others by group."""

    frame: Frame
    held: list[Place]
    groups: list[tuple[str, list[Place]]]


@dataclass(frozen=True)
class FeeLine:
    """A fee at a glance."""

    entry: Fees
    item: FeeItem


@dataclass(frozen=True)
class System:
    """A regional system that covers a territory, with what a firm there needs of it first."""

    place: Place
    urgent: list[Deadline]
    schedules: list[Fees]


@dataclass(frozen=True)
class CountryPage:
    """One territory: its guide if there is one, and everything that is held of it."""

    frame: Frame
    territory: Territory
    name: str
    guide: EntryPage | None
    costs: list[CostOf]
    deadlines: list[Deadline]
    fees: list[FeeLine]
    schedules: list[Fees]
    laws: list[Law]
    exhibitions: list[Exhibition]
    cases: list[Case]
    alerts: list[Brief]
    systems: list[System]
    helpers: list[Brief]


@dataclass(frozen=True)
class Comparison:
    """A row of the comparison: a label, and one cell of lines for each territory."""

    label: str
    cells: list[list[str]]
    links: list[str]


@dataclass(frozen=True)
class ComparePage:
    """Two to four territories side by side; without a choice, the form alone."""

    frame: Frame
    chosen: list[Territory]
    choices: list[Place]
    sections: list[tuple[str, list[Comparison]]]
    note: str


def places(speaker: Speaker) -> list[Place]:
    """Every territory with the number of entries held of it."""
    counts: dict[str, int] = {}
    guides = {guide.jurisdiction for guide in speaker.library.entries("guide")}
    for brief in speaker.library.briefs():
        if brief.jurisdiction:
            counts[brief.jurisdiction] = counts.get(brief.jurisdiction, 0) + 1
    names = speaker.library.names
    return [
        Place(t, names.name(t.code, speaker.language), counts.get(t.code, 0), t.code in guides)
        for t in names.by_code.values()
    ]


def countries_page(speaker: Speaker, frame: Frame) -> CountriesPage:
    """The list of countries and regions."""
    all_ = sorted(places(speaker), key=lambda p: p.territory.en)
    groups = [(speaker.t(label), [p for p in all_ if p.territory.group == group]) for group, label in GROUPS]
    return CountriesPage(frame, [p for p in all_ if p.entries], groups)


def territory_or_404(speaker: Speaker, code: str) -> Territory:
    """The row of the table of names; NotFound for a code that it does not have."""
    if code not in speaker.library.names:
        raise NotFound
    return speaker.library.names[code]


def country_page(speaker: Speaker, territory: Territory, guide: EntryPage | None, frame: Frame) -> CountryPage:
    """The page of a territory."""
    library, code = speaker.library, territory.code
    deadlines = [d for d in library.entries("deadline", code) if isinstance(d, Deadline)]
    schedules = [f for f in library.entries("fees", code) if isinstance(f, Fees)]
    cases = [c for c in library.entries("case") if isinstance(c, Case) and code in c.jurisdictions]
    return CountryPage(
        frame=frame,
        territory=territory,
        name=speaker.name(code),
        guide=guide,
        costs=[CostOf(guide.entry, row) for row in guide.entry.defence_costs]
        if guide and isinstance(guide.entry, Guide)
        else [],
        deadlines=sorted(deadlines, key=first_asked),
        fees=[FeeLine(f, item) for f in schedules for item in f.at_a_glance(speaker.today)],
        schedules=schedules,
        laws=[law for law in library.entries("law", code) if isinstance(law, Law)],
        exhibitions=[e for e in library.entries("exhibition", code) if isinstance(e, Exhibition)],
        cases=sorted(cases, key=lambda c: c.events[-1].date, reverse=True),
        alerts=_of(speaker, "alert", code),
        systems=[_system(speaker, s) for s in territory.systems_on(speaker.today)],
        helpers=_of(speaker, "office", code) or [b for b in library.briefs() if b.kind == "office"][:4],
    )


def first_asked(rule: Deadline) -> tuple[bool, int, str]:
    """Order of time limits for who was hit: the urgent first, those that run from a paper received before all others."""
    return (not rule.urgent, list(Start).index(rule.trigger.start), rule.title.en)


def _system(speaker: Speaker, code: str) -> System:
    place = next(p for p in places(speaker) if p.territory.code == code)
    rules = [d for d in speaker.library.entries("deadline", code) if isinstance(d, Deadline) and d.urgent]
    return System(
        place, sorted(rules, key=first_asked), [f for f in speaker.library.entries("fees", code) if isinstance(f, Fees)]
    )


def _of(speaker: Speaker, kind: str, code: str) -> list[Brief]:
    ids = [entry.id for entry in speaker.library.entries(kind) if code in getattr(entry, "jurisdictions", ())]
    return speaker.library.briefs(ids)


def compare_page(speaker: Speaker, codes: list[str], frame: Frame) -> ComparePage:
    """The comparison; codes that are not held are left out and said so."""
    choices = sorted((p for p in places(speaker) if p.guide), key=lambda p: p.territory.en)
    held = {p.territory.code for p in choices}
    chosen = [speaker.library.names[c] for c in dict.fromkeys(codes) if c in held][:4]
    left_out = [c for c in dict.fromkeys(codes) if c not in held]
    known = [speaker.name(c) if c in speaker.library.names else c for c in left_out]
    note = speaker.t("尚未收录，未列入比较：{names}", names="、".join(known)) if left_out else ""
    sections = _sections(speaker, [t.code for t in chosen]) if chosen else []
    return ComparePage(frame, chosen, choices, sections, note)


def _sections(speaker: Speaker, codes: list[str]) -> list[tuple[str, list[Comparison]]]:
    t = speaker.t
    return [
        (t("权利与保护期"), _routes(speaker, codes)),
        (t("时限"), _deadlines(speaker, codes)),
        (t("官费（现行）"), _fees(speaker, codes)),
        (t("条约"), _treaties(speaker, codes)),
    ]


def _guides(speaker: Speaker, codes: list[str]) -> list[Guide | None]:
    found = {g.jurisdiction: g for g in speaker.library.entries("guide") if isinstance(g, Guide)}
    return [found.get(code) for code in codes]


def _routes(speaker: Speaker, codes: list[str]) -> list[Comparison]:
    guides = _guides(speaker, codes)
    rights = dict.fromkeys(route.right for guide in guides if guide for route in guide.routes)
    rows = []
    for right in rights:
        own = [[r for r in guide.routes if r.right is right] if guide else [] for guide in guides]
        cells = [
            [
                f"{speaker.words(r.way)}：{speaker.words(r.term)}"
                if speaker.language == "zh"
                else f"{speaker.words(r.way)}: {speaker.words(r.term)}"
                for r in cell
            ]
            for cell in own
        ]
        rows.append(Comparison(speaker.term(right), cells, [f"/countries/{code}" for code in codes]))
    return rows


def _deadlines(speaker: Speaker, codes: list[str]) -> list[Comparison]:
    """Time limits side by side: those of one procedure that run from the same kind of date, all of them, each a link."""
    columns = {code: [_of_place(speaker, place) for place in (code, *_systems(speaker, code))] for code in codes}
    held = {code: [rule for rules in places for rule in rules] for code, places in columns.items()}
    topics = {_topic(rule) for rules in held.values() for rule in rules}
    rows = []
    for topic in sorted(topics):
        own = [[rule for rule in held[code] if _topic(rule) == topic] for code in codes]
        if sum(map(bool, own)) < min(2, len(codes)):
            continue
        cells = [
            [_rule(speaker, rule, code) for rule in rules] or _elsewhere(speaker, code, held[code], topic)
            for code, rules in zip(codes, own, strict=True)
        ]
        rows.append(Comparison(_heading(speaker, topic), cells, [""] * len(codes)))
    return rows


def _of_place(speaker: Speaker, code: str) -> list[Deadline]:
    rules = [d for d in speaker.library.entries("deadline", code) if isinstance(d, Deadline)]
    return sorted(rules, key=first_asked)


def _topic(rule: Deadline) -> tuple[int, int]:
    """Where a time limit stands: procedure and kind of date. Appeals from courts stand under either of two procedures."""
    start = rule.trigger.start
    appeal = rule.route in APPEALS and start is Start.DECISION
    return (list(Route).index(APPEALS[0] if appeal else rule.route), list(Start).index(start))


def _heading(speaker: Speaker, topic: tuple[int, int]) -> str:
    route, start = list(Route)[topic[0]], list(Start)[topic[1]]
    routes = APPEALS if route is APPEALS[0] and start is Start.DECISION else (route,)
    return f"{speaker.terms(routes)} · {speaker.term(start)}"


def _rule(speaker: Speaker, rule: Deadline, code: str) -> str:
    line = speaker.ref(rule.id)
    return line if rule.jurisdiction == code else _marked(speaker, rule.jurisdiction or "", line)


def _elsewhere(speaker: Speaker, code: str, held: list[Deadline], topic: tuple[int, int]) -> list[str]:
    """Instead of “not held”, where the same procedure has time limits that run from another kind of date."""
    if not any(_topic(rule)[0] == topic[0] for rule in held):
        return []
    link = Markup('<a class="quiet" href="{}">{}</a>')
    return [link.format(speaker.link(f"/countries/{code}/deadlines"), speaker.t("此程序另有时限，见全部"))]


def _systems(speaker: Speaker, code: str) -> list[str]:
    return speaker.library.names[code].systems_on(speaker.today)


def _marked(speaker: Speaker, system: str, line: str) -> str:
    """A line of a regional system in the cell of a territory that it covers."""
    return Markup("[{}] {}").format(speaker.name(system), line)


def _fees(speaker: Speaker, codes: list[str]) -> list[Comparison]:
    schedules = {f.id: f for f in speaker.library.entries("fees") if isinstance(f, Fees)}
    rows = []
    for slug in dict.fromkeys(f.slug for f in schedules.values() if f.jurisdiction in codes):
        own = [schedules.get(f"fees/{code}/{slug}") for code in codes]
        cells = [_fee_lines(speaker, schedule) if schedule else [] for schedule in own]
        for cell, code in zip(cells, codes, strict=True):
            over = [(s, schedules.get(f"fees/{s}/{slug}")) for s in _systems(speaker, code)]
            cell += [_marked(speaker, s, line) for s, f in over if f for line in _fee_lines(speaker, f)]
        rights = next(s for s in own if s).rights
        rows.append(Comparison(speaker.terms(rights), cells, [s.page if s else "" for s in own]))
    return rows


def _fee_lines(speaker: Speaker, schedule: Fees) -> list[str]:
    lines = schedule.at_a_glance(speaker.today)
    colon = "：" if speaker.language == "zh" else ": "
    return [f"{speaker.words(i.what)}{colon}{speaker.amount(i, schedule.currency)}" for i in lines]


def _treaties(speaker: Speaker, codes: list[str]) -> list[Comparison]:
    guides = _guides(speaker, codes)
    treaties = dict.fromkeys(m.treaty for guide in guides if guide for m in guide.treaties)
    rows = []
    for treaty in treaties:
        own = [next((m for m in guide.treaties if m.treaty is treaty), None) if guide else None for guide in guides]
        cells = [[speaker.day(m.in_force) if m.in_force else speaker.t("是")] if m else [] for m in own]
        rows.append(Comparison(speaker.term(treaty), cells, [f"/countries/{code}#treaties" for code in codes]))
    return rows
