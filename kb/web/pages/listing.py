"""Lists: all entries of a kind, home, coverage, about."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.kinds import BY_NAME, KINDS, Alert, Case, Deadline, Directive, Entry, Exhibition
from kb.kinds.vocabulary import Role, Start
from kb.library import Brief
from kb.web.pages.country import Place, first_asked, places
from kb.web.pages.frame import Frame
from kb.web.speaker import Speaker

HOME = "cn"
LEADS = {
    "law": "各国（地区）与知识产权有关的法律、规则与政策：现行状态、最近修正、重点条文与官方文本。",
    "case": "中国企业在境外的真实纠纷：逐日记录、结果与启示。",
    "fees": "各局现行官费，逐项注明来源与生效日期。只含官费，不含代理费与翻译费。",
    "deadline": "到哪一天必须做什么：起算、长度、顺延、延期与逾期后果。以文书载明及当地律师确认为准。",
    "exhibition": "参展前、参展中、参展后的知识产权准备，以及主办方规则与应急卡。",
    "expert": "可以求助的机构与专家。排序不构成推荐。",
    "directive": "出了事先做什么：按情形给出 24 小时、3 天、2 周及此后的步骤。",
    "alert": "已经发生或确定将要发生的变化：此前如何，此后如何，企业该做什么。",
    "office": "可以求助的工作网络：市、区、园区三级，以及国家级、海外服务点与境外官方机构。",
}
TITLES = {
    "law": "法律法规政策库", "case": "典型案例库", "fees": "官费指南", "deadline": "时限", "exhibition": "展会指南",
    "expert": "专家库", "directive": "海外知识产权纠纷应对指引", "alert": "风险提示", "office": "工作网络",
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    heading: str
    anchor: str
    entries: list[Entry]


@dataclass(frozen=True)
class ListPage:
    """All entries of one kind, in groups."""

    frame: Frame
    kind: str
    title: str
    lead: str
    groups: list[Group]
    total: int


@dataclass(frozen=True)
class HomePage:
    """The first page: one search box, three ways in, what is new, what is held."""

    frame: Frame
    held: list[Place]
    procedures: list[Directive]
    alerts: list[Alert]
    urgent: list[Deadline]
    cases: list[Case]
    fairs: list[Exhibition]
    counts: list[tuple[str, str, int]]


@dataclass(frozen=True)
class CoverageRow:
    """What is held of one jurisdiction, by kind."""

    place: Place
    counts: list[int]


@dataclass(frozen=True)
class CoveragePage:
    """What is held, what is due for a check, what is not translated."""

    frame: Frame
    kinds: list[str]
    rows: list[CoverageRow]
    elsewhere: list[int]
    totals: list[int]
    stale: list[Brief]
    oldest: Brief | None
    english: int
    number: int


@dataclass(frozen=True)
class TextPage:
    """A page of text alone."""

    frame: Frame


@dataclass(frozen=True)
class ErrorPage:
    """What went wrong, and where to go from here."""

    frame: Frame
    status: int
    message: str
    details: list[str]
    suggestions: list[Brief]


def list_page(speaker: Speaker, kind: str, frame: Frame, code: str | None = None) -> ListPage:
    """All entries of a kind (or of one territory and the regional systems that cover it), by jurisdiction where they have one."""
    entries = speaker.library.entries(kind, code)
    if "{jurisdiction}" in BY_NAME[kind].pattern:
        codes = sorted({e.jurisdiction or "" for e in entries}, key=lambda c: speaker.library.names.name(c, "en"))
        if code:
            systems = speaker.library.names[code].systems_on(speaker.today)
            entries = entries + [e for system in systems for e in speaker.library.entries(kind, system)]
            codes = [code, *systems]
        found = {c: _ordered([e for e in entries if e.jurisdiction == c]) for c in codes}
        groups = [Group(speaker.name(c), c, found[c]) for c in codes if found[c]]
    else:
        groups = [Group("", "all", _ordered(entries))]
    return ListPage(frame, kind, speaker.t(TITLES[kind]), speaker.t(LEADS[kind]), groups, len(entries))


def _ordered(entries: Sequence[Entry]) -> list[Entry]:
    """Newest first for what is dated; the urgent first; else by title."""
    if entries and isinstance(entries[0], Alert):  # by the date that lists show
        return sorted(
            entries, key=lambda e: e.effective or e.issued if isinstance(e, Alert) else e.checked, reverse=True
        )
    if entries and isinstance(entries[0], Case):
        return sorted(entries, key=lambda e: str(e.day), reverse=True)
    if entries and isinstance(entries[0], Deadline):
        return sorted(entries, key=lambda e: first_asked(e) if isinstance(e, Deadline) else (True, 0, e.title.en))
    return sorted(entries, key=lambda e: (not getattr(e, "urgent", False), e.title.en))


def home_page(speaker: Speaker, frame: Frame) -> HomePage:
    """The first page."""
    library = speaker.library
    alerts = [a for a in library.entries("alert") if isinstance(a, Alert)]
    cases = [c for c in library.entries("case") if isinstance(c, Case)]
    fairs = [
        e for e in library.entries("exhibition") if isinstance(e, Exhibition) and e.ends and e.ends >= speaker.today
    ]
    counts: dict[str, int] = {}
    for brief in library.briefs():
        counts[brief.kind] = counts.get(brief.kind, 0) + 1
    return HomePage(
        frame=frame,
        held=sorted((p for p in places(speaker) if p.guide), key=lambda p: p.territory.en),
        procedures=[d for d in _ordered(library.entries("directive")) if isinstance(d, Directive)],
        alerts=[a for a in _ordered(alerts) if isinstance(a, Alert)][:4],
        urgent=_hardest(library.entries("deadline")),
        cases=sorted(cases, key=lambda c: c.events[-1].date, reverse=True)[:4],
        fairs=sorted(fairs, key=lambda e: str(e.starts))[:4],
        counts=[(k.kind, speaker.kind(k.kind), counts.get(k.kind, 0)) for k in KINDS],
    )


def _hardest(entries: list[Entry]) -> list[Deadline]:
    """Of each jurisdiction abroad the urgent time limit of the accused that is asked first: an answer to a paper received."""
    rules = [d for d in entries if isinstance(d, Deadline) and d.urgent and Role.ACCUSED in d.roles]
    answers = [d for d in rules if d.trigger.start is Start.SERVED and d.jurisdiction != HOME]
    place = {d.id: sum(o.jurisdiction == d.jurisdiction for o in answers[:n]) for n, d in enumerate(answers)}
    return sorted(answers, key=lambda d: (place[d.id], d.jurisdiction or ""))[:8]


def coverage_page(speaker: Speaker, frame: Frame) -> CoveragePage:
    """What is held and how fresh it is."""
    briefs = speaker.library.briefs()
    kinds = [k.kind for k in KINDS]
    by: dict[tuple[str | None, str], int] = {}
    for brief in briefs:
        key = (brief.jurisdiction, brief.kind)
        by[key] = by.get(key, 0) + 1
    held = sorted((p for p in places(speaker) if p.entries), key=lambda p: p.territory.en)
    rows = [CoverageRow(p, [by.get((p.territory.code, k), 0) for k in kinds]) for p in held]
    stale = sorted((b for b in briefs if b.stale_on <= speaker.today), key=lambda b: b.stale_on)
    return CoveragePage(
        frame=frame, kinds=kinds, rows=rows, elsewhere=[by.get((None, k), 0) for k in kinds],
        totals=[sum(b.kind == k for b in briefs) for k in kinds], stale=stale,
        oldest=min(briefs, key=lambda b: b.checked, default=None),
        english=speaker.library.stats()["english_bodies"], number=speaker.library.number(),
    )  # fmt: skip
