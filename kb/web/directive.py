"""The directive: the wizard that asks one question a page, and the plan that comes of it.

Neither is kept in a cache, here or on the way: the address of a plan says what happened to somebody.
"""

from datetime import UTC, datetime, time

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kb.errors import NotFound
from kb.papers import LETTERS, calendar, letter_paper, word
from kb.web.forms import Form
from kb.web.pages import papers, wizard
from kb.web.pages.plan import PlanPage, plan_page
from kb.web.render import attached, base, framed, show, speaker
from kb.web.site import site

blueprint = Blueprint("directive", __name__)
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@blueprint.after_request
def private(response: Response) -> Response:
    """Keep the answers between the reader and this site."""
    response.headers.update(PRIVATE)
    return response


@blueprint.get("/directive")
def ask() -> AnyResponse:
    """The next question, or the one asked for (`q`); when all are answered, the plan."""
    voice, form = speaker(), Form(request.args)
    answers = wizard.read(voice, form)
    name = wizard.current(voice, form, answers)
    if not name:
        return redirect(voice.link("/directive/plan", **wizard.kept(form)))
    frame = framed(
        voice.t("海外知识产权纠纷应对指引"), voice.t("几个问题，三分钟，得到一份带日期的计划。"), index=not request.args
    )
    return show("wizard.html", wizard.wizard_page(voice, form, answers, name, frame), 400 if form.wrong else 200)


@blueprint.get("/directive/plan")
def plan() -> AnyResponse:
    """The dated plan; an address that cannot be read goes back to its question, with the other answers kept."""
    voice, form = speaker(), Form(request.args)
    answers = wizard.read(voice, form)
    if form.wrong or answers.event is None:
        name = wizard.current(voice, form, answers)
        frame = framed(voice.t("海外知识产权纠纷应对指引"), index=False)
        return show("wizard.html", wizard.wizard_page(voice, form, answers, name, frame), 400 if form.wrong else 200)
    return show("plan.html", _plan(form))


@blueprint.get("/directive/plan.<any(docx, ics):kind>")
def plan_file(kind: str) -> AnyResponse:
    """The plan as a paper, or its days for a calendar; an address that cannot be read goes to the page that says why."""
    voice, form = speaker(), Form(request.args)
    if wizard.read(voice, form).event is None or form.wrong:
        raise NotFound
    page = _plan(Form(request.args))
    if kind == "docx":
        return attached(word(papers.plan_paper(voice, page, base())), "plan", kind)
    days = papers.plan_days(voice, page, base())
    return attached(calendar(days, voice.t("应对计划"), datetime.combine(voice.today, time(), UTC)), "plan", kind)


@blueprint.get("/directive/letters/<slug>.docx")
def letter(slug: str) -> AnyResponse:
    """A draft letter as a paper."""
    if slug not in LETTERS:
        raise NotFound
    voice = speaker()
    return attached(word(letter_paper(LETTERS[slug], voice.language, voice.t("发送前须经律师核对"))), slug, "docx")


def _plan(form: Form) -> PlanPage:
    voice = speaker()
    return plan_page(voice, site().calculators, form, framed(voice.t("应对计划"), index=False))
