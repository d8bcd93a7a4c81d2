"""The public calculators: pages over `kb.calculators`; like all public pages registered once for each language."""

from datetime import UTC, datetime, time

from flask import Blueprint, Response, request

from kb.errors import NotFound
from kb.papers import calendar, csv, word, xlsx
from kb.web.forms import Form
from kb.web.pages import papers
from kb.web.pages.deadlines import deadlines_page
from kb.web.pages.export import export_page
from kb.web.pages.fees import fees_page
from kb.web.render import attached, base, framed, show, speaker
from kb.web.site import site

blueprint = Blueprint("calculate", __name__)


@blueprint.get("/deadlines")
def deadlines() -> Response:
    """Compute a time limit; below, all rules."""
    form = Form(request.args)
    frame = framed(speaker().t("时限计算"), speaker().t("选一条规则，填上送达日期，得到最后一天和推算过程。"))
    page = deadlines_page(speaker(), site().calculators, form, frame)
    return show("deadlines.html", page, 400 if form.wrong else 200)


@blueprint.get("/fees")
def fees() -> Response:
    """Estimate official fees; below, all schedules."""
    form = Form(request.args)
    frame = framed(speaker().t("官费估算"), speaker().t("选国家（地区）和权利，得到逐项官费、来源与合计。只含官费。"))
    page = fees_page(speaker(), site().calculators, form, frame)
    return show("fees.html", page, 400 if form.wrong else 200)


@blueprint.get("/before-export")
def before_export() -> Response:
    """What to do before goods leave, by day and market."""
    form = Form(request.args)
    frame = framed(speaker().t("出口前检查"), speaker().t("填产品与目标市场，得到一份带日期的清单。"))
    page = export_page(speaker(), site().calculators, form, frame)
    return show("export.html", page, 400 if form.wrong else 200)


@blueprint.get("/deadlines.ics")
def deadline_file() -> Response:
    """The computed day for a calendar, with its internal cut-off."""
    voice, form = speaker(), Form(request.args)
    page = deadlines_page(voice, site().calculators, form, framed(""))
    if page.answer is None or page.answer.computed.due is None or page.answer.cut_off is None:
        raise NotFound
    days = papers.deadline_days(voice, page.answer, base())
    return attached(calendar(days, voice.t("时限计算"), datetime.combine(voice.today, time(), UTC)), "deadline", "ics")


@blueprint.get("/fees.<any(xlsx, csv, docx):kind>")
def fees_file(kind: str) -> Response:
    """The budget as a table or a paper."""
    voice, form = speaker(), Form(request.args)
    budget = fees_page(voice, site().calculators, form, framed("")).budget
    if budget is None:
        raise NotFound
    if kind == "docx":
        return attached(word(papers.budget_paper(voice, budget, base())), "fees", kind)
    sheets = papers.budget_sheets(voice, budget, base())
    return attached(xlsx(sheets) if kind == "xlsx" else csv(sheets[0]), "fees", kind)
