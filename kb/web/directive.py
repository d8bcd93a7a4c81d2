"""The directive: the wizard that asks one question a page, and the plan that comes of it.

Neither is kept in a cache, here or on the way: the address of a plan says what happened to somebody.
"""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kb.web.forms import Form
from kb.web.pages import wizard
from kb.web.pages.plan import plan_page
from kb.web.render import framed, show, speaker
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
    return show("plan.html", plan_page(voice, site().calculators, form, framed(voice.t("应对计划"), index=False)))
