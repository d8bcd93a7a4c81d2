"""The public calculators: pages over `kb.calculators`; like all public pages registered once for each language."""

from flask import Blueprint, Response, request

from kb.web.forms import Form
from kb.web.pages.deadlines import deadlines_page
from kb.web.pages.fees import fees_page
from kb.web.render import framed, show, speaker
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
