"""The page of search results: the library's SearchPage with names, addresses of filters and pages, and help."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from kb.kinds import BY_NAME, vocabulary
from kb.kinds.jurisdictions import Territory
from kb.library import FACETS, Brief, SearchPage, SearchRequest
from kb.texts import ERRORS
from kb.web.pages.frame import Frame
from kb.web.speaker import Speaker

FACET_NAMES = {
    "kind": "种类", "jurisdiction": "法域", "right": "权利", "industry": "行业", "route": "程序", "year": "年份", "status": "状态",
}  # fmt: skip
VOCABULARIES: dict[str, tuple[type[vocabulary.Term], ...]] = {
    "right": (vocabulary.Right,), "industry": (vocabulary.Industry,), "route": (vocabulary.Route,),
    "status": (vocabulary.CaseStatus, vocabulary.LawStatus),
}  # fmt: skip
MOST_PAGES = 500
SHOWN_VALUES = 8


@dataclass(frozen=True)
class Choice:
    """A value of a facet with the address that chooses it or lets it go."""

    label: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """A facet beside the results."""

    name: str
    label: str
    choices: list[Choice]
    more: list[Choice]


@dataclass(frozen=True)
class SearchView:
    """Everything that the page of results shows."""

    frame: Frame
    q: str
    found: SearchPage
    facets: list[Facet]
    chosen: list[Choice]
    notes: list[str]
    places: list[Territory]
    held: list[str]
    previous: str
    following: str
    anywhere: str
    meant: str
    empty_help: list[Brief]


def request_of(args: MultiDict[str, str], speaker: Speaker) -> tuple[SearchRequest, list[str]]:
    """The request that an address means; unknown filters are left out and said so."""
    notes: list[str] = []
    filters: dict[str, tuple[str, ...]] = {}
    for name in FACETS:
        values = list(dict.fromkeys(v for given in args.getlist(name) for v in given.split(",") if v))[:20]
        good = [v for v in values if value_label(speaker, name, v)]
        for value in [v for v in values if v not in good]:
            wanted = ERRORS["unknown_filter"][speaker.language == "en"]
            notes.append(wanted.format(value=value[:40], name=speaker.t(FACET_NAMES[name])))
        if good:
            filters[name] = tuple(good)
    page = args.get("page", "1")
    number = min(max(int(page), 1), MOST_PAGES) if page.isascii() and page.isdecimal() and len(page) < 9 else 1
    q = "".join(c if c.isprintable() else " " for c in args.get("q", "")).strip()
    return SearchRequest(q, filters, number, speaker.language, "anywhere" not in args), notes


def value_label(speaker: Speaker, facet: str, value: str) -> str:
    """What a value of a facet is called; "" if it is none."""
    if facet == "kind":
        return speaker.kind(value) if value in BY_NAME else ""
    if facet == "jurisdiction":
        return speaker.name(value) if value in speaker.library.names else ""
    if facet == "year":
        return value if value.isascii() and value.isdecimal() and len(value) == 4 else ""
    for words in VOCABULARIES[facet]:
        for word in words:
            if word.value == value:
                return speaker.term(word)
    return ""


def search_view(speaker: Speaker, args: MultiDict[str, str], framed: Callable[..., Frame]) -> SearchView:
    """The page of results for an address."""
    request, notes = request_of(args, speaker)
    found = speaker.library.search(request, speaker.today)
    if found.total and request.page > found.pages:
        wanted = ERRORS["bad_page"][speaker.language == "en"]
        notes.append(wanted.format(value=request.page, last=found.pages))
        request = SearchRequest(request.q, request.filters, found.pages, request.language, request.recognise)
        found = speaker.library.search(request, speaker.today)
    notes += [_covered(speaker, code) for code in request.filters.get("jurisdiction", ())]
    title = speaker.t("检索：{q}", q=request.q[:60]) if request.q else speaker.t("检索")
    facets = [_facet(speaker, name, found) for name in FACETS]
    held = {b.jurisdiction for b in speaker.library.briefs()}
    return SearchView(
        frame=framed(title, index=False, q=request.q[:200]),
        q=request.q[:200],
        found=found,
        facets=[f for f in facets if len(f.choices) > 1 or any(c.chosen for c in f.choices)],
        chosen=[c for f in facets for c in [*f.choices, *f.more] if c.chosen],
        notes=[note for note in notes if note],
        places=[speaker.library.names[code] for code in found.places],
        held=[code for code in found.places if code in held],
        previous=address(speaker, request, page=request.page - 1) if request.page > 1 else "",
        following=address(speaker, request, page=request.page + 1) if request.page < found.pages else "",
        anywhere=address(speaker, request, anywhere=True) if found.places else "",
        meant=speaker.link("/search", q=found.meant) if found.meant else "",
        empty_help=_help(speaker) if not found.total else [],
    )


def _covered(speaker: Speaker, code: str) -> str:
    """What a choice of a territory brings with it: the regional systems that cover it."""
    systems = speaker.library.names[code].systems_on(speaker.today)
    if not systems:
        return ""
    return speaker.t(
        "“{name}”一并包含对其适用的区域体系：{systems}", name=speaker.name(code), systems=speaker.names(systems)
    )


def address(
    speaker: Speaker,
    request: SearchRequest,
    *,
    toggle: tuple[str, str] | None = None,
    page: int = 1,
    anywhere: bool = False,
) -> str:
    """The address of this request with one value chosen or let go, or of another page."""
    filters = {name: list(values) for name, values in request.filters.items()}
    if toggle:
        name, value = toggle
        values = filters.setdefault(name, [])
        values.remove(value) if value in values else values.append(value)
    pairs = [("q", request.q[:300])] if request.q else []
    pairs += [(name, value) for name in FACETS for value in filters.get(name, [])]
    pairs += [("page", str(page))] if page > 1 else []
    pairs += [("anywhere", "1")] if anywhere or not request.recognise else []
    return speaker.link("/search") + (f"?{urlencode(pairs)}" if pairs else "")


def _facet(speaker: Speaker, name: str, found: SearchPage) -> Facet:
    choices = [
        Choice(label, v.count, v.chosen, address(speaker, found.request, toggle=(name, v.value)))
        for v in found.facets.get(name, ())
        if (label := value_label(speaker, name, v.value))
    ]
    return Facet(name, speaker.t(FACET_NAMES[name]), choices[:SHOWN_VALUES], choices[SHOWN_VALUES:])


def _help(speaker: Speaker) -> list[Brief]:
    """Where to go when nothing was found: the procedures, then the points of the network."""
    briefs = speaker.library.briefs()
    return [b for b in briefs if b.kind == "directive"][:6] + [b for b in briefs if b.kind == "office"][:3]
