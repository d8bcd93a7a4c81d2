"""The public pages. Each view reads the address, asks the library, shows one page; registered once for each language."""

from datetime import UTC, datetime, time

from flask import Blueprint, Response, g, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kb.accounts import PRIVACY
from kb.errors import NotFound
from kb.papers import calendar, word
from kb.web.forms import Form
from kb.web.pages import country as countries_
from kb.web.pages import fairs as fairs_
from kb.web.pages import listing as lists
from kb.web.pages import papers
from kb.web.pages.account import PrivacyPage
from kb.web.pages.entry import card_page, entry_page, held_or_404
from kb.web.pages.search import SearchView, search_view
from kb.web.render import attached, base, framed, show, speaker

blueprint = Blueprint("public", __name__)

LISTS = {
    "laws": "law", "cases": "case", "experts": "expert", "alerts": "alert", "network": "office",
}  # fmt: skip
UNDER_COUNTRY = {"laws": "law", "fees": "fees", "deadlines": "deadline", "exhibitions": "exhibition"}
_ANY = ", ".join(sorted(LISTS))


@blueprint.get("/")
def home() -> AnyResponse:
    """The first page; only here the browser's language decides which one is shown first."""
    wanted = request.accept_languages.best_match(["zh", "en"], "zh")
    if g.language == "zh" and wanted == "en" and "lang" not in request.args:
        answer: AnyResponse = redirect("/en/")
    else:
        t = speaker().t
        frame = framed(t("海外知识产权纠纷应对知识库"), t("各国（地区）知识产权法律、官费、时限、案例与应对指引"))
        answer = show("home.html", lists.home_page(speaker(), frame))
    answer.vary.add("Accept-Language")
    return answer


@blueprint.get("/search")
def search() -> Response:
    """Results, with filters in the address."""
    view: SearchView = search_view(speaker(), request.args, framed)
    return show("search.html", view)


@blueprint.get("/suggest")
def suggest() -> Response:
    """What the reader may be typing, as JSON for the search box."""
    found = speaker().library.suggest(request.args.get("q", "")[:100], g.language)
    rows = [{"text": s.text, "url": speaker().link(s.url) if s.url else ""} for s in found]
    return jsonify(rows)


@blueprint.get("/countries")
def countries() -> Response:
    """All countries and regions."""
    title = speaker().t("国别指南")
    return show("countries.html", countries_.countries_page(speaker(), framed(title)))


@blueprint.get("/countries/<code>")
def country(code: str) -> AnyResponse:
    """The page of one territory, with its guide if there is one."""
    voice = speaker()
    if code != code.lower():
        return redirect(voice.link(f"/countries/{code.lower()}"), 301)
    territory = countries_.territory_or_404(voice, code)
    held = voice.library.get(f"guide/{code}")
    title = voice.words(held.entry.title) if held else voice.name(code)
    framed_ = framed(title, voice.words(held.entry.summary) if held else "", index=held is not None)
    guide = entry_page(voice, held, framed_) if held else None
    return show("country.html", countries_.country_page(voice, territory, guide, framed_))


@blueprint.get("/countries/<code>/<any(fees, deadlines, laws, exhibitions):section>")
def listing_of(code: str, section: str) -> Response:
    """The laws, fees, deadlines or fairs of one territory."""
    voice = speaker()
    countries_.territory_or_404(voice, code)
    kind = UNDER_COUNTRY[section]
    title = f"{voice.name(code)} · {voice.t(lists.TITLES[kind])}"
    return show("list.html", lists.list_page(voice, kind, framed(title), code))


@blueprint.get("/countries/<code>/<any(fees, deadlines, laws, exhibitions):section>/<slug>")
def entry_of(code: str, section: str, slug: str) -> AnyResponse:
    """An entry that stands under a territory."""
    return _entry(f"{UNDER_COUNTRY[section]}/{code}/{slug}")


@blueprint.get("/countries/<code>/exhibitions/<slug>/card")
def card(code: str, slug: str) -> Response:
    """The emergency card of a fair, to print."""
    return show("card.html", card_page(speaker(), code, slug, framed))


@blueprint.get("/countries/<code>/exhibitions/<slug>/card.docx")
def card_file(code: str, slug: str) -> Response:
    """The same as a paper."""
    page = card_page(speaker(), code, slug, framed)
    return attached(word(papers.card_paper(speaker(), page)), f"card-{slug}", "docx")


@blueprint.get("/exhibitions")
def fairs() -> Response:
    """The fair calendar, counted back from each opening day."""
    title, lead = speaker().t(lists.TITLES["exhibition"]), speaker().t(lists.LEADS["exhibition"])
    return show("fairs.html", fairs_.fairs_page(speaker(), framed(title, lead), lead))


@blueprint.get("/countries/<code>/exhibitions/<slug>/calendar")
def fair_calendar(code: str, slug: str) -> Response:
    """One fair, counted back from its opening day or the one given (`on`)."""
    form = Form(request.args)
    page = fairs_.fair_calendar_page(speaker(), code, slug, form, framed)
    return show("fair-calendar.html", page, 400 if form.wrong else 200)


@blueprint.get("/countries/<code>/exhibitions/<slug>/calendar.ics")
def fair_calendar_file(code: str, slug: str) -> Response:
    """The same for a calendar; without a day there is none."""
    voice = speaker()
    page = fairs_.fair_calendar_page(voice, code, slug, Form(request.args), framed)
    if page.opens is None:
        raise NotFound
    made = calendar(
        fairs_.days(voice, page, base()), voice.words(page.entry.title), datetime.combine(voice.today, time(), UTC)
    )
    return attached(made, f"fair-{slug}", "ics")


@blueprint.get(f"/<any({_ANY}):section>")
def listing(section: str) -> Response:
    """All entries of a kind."""
    kind = LISTS[section]
    title = speaker().t(lists.TITLES[kind])
    return show("list.html", lists.list_page(speaker(), kind, framed(title, speaker().t(lists.LEADS[kind]))))


@blueprint.get("/<any(cases, experts, directive, alerts, network):section>/<slug>")
def entry(section: str, slug: str) -> AnyResponse:
    """An entry that stands under no territory."""
    return _entry(f"{LISTS.get(section, section)}/{slug}")


@blueprint.get("/compare")
def compare() -> Response:
    """Two to four jurisdictions side by side."""
    codes = [c.strip().lower() for value in request.args.getlist("c") for c in value.split(",") if c.strip()]
    return show("compare.html", countries_.compare_page(speaker(), codes[:20], framed(speaker().t("比较"))))


@blueprint.get("/coverage")
def coverage() -> Response:
    """What is held, and how fresh it is."""
    return show("coverage.html", lists.coverage_page(speaker(), framed(speaker().t("收录情况"))))


@blueprint.get("/about")
def about() -> Response:
    """What this is, how it is checked, what it cannot do."""
    return show("about.html", lists.TextPage(framed(speaker().t("关于本库"))))


@blueprint.get("/about/privacy")
def privacy() -> Response:
    """What is done with personal data."""
    return show("privacy.html", PrivacyPage(framed(speaker().t("个人信息处理说明")), PRIVACY))


def _entry(id_: str) -> AnyResponse:
    voice = speaker()
    if moved := voice.library.moved(g.path):
        return redirect(voice.link(moved), 301)
    held = held_or_404(voice, id_)
    page = entry_page(voice, held, framed(voice.words(held.entry.title), voice.words(held.entry.summary)))
    return show(f"entry/{held.entry.kind}.html", page)
