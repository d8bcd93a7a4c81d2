"""The ways in: sign in, second step, sign up, mailed links. A GET changes nothing; what was typed is shown again, but no password."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kb.accounts import Entered, Newcomer
from kb.errors import Invalid, NotFound, TooMany, Unavailable
from kb.kinds.fields import Bi
from kb.texts import sentence
from kb.web import gate
from kb.web.forms import Form
from kb.web.gate import action, actor, asker, now
from kb.web.pages import account as pages
from kb.web.pages.frame import Frame
from kb.web.render import Page, framed, show, speaker
from kb.web.site import site

__all__ = ["actor", "attempt", "blueprint", "did", "note", "secret", "shown"]

blueprint = gate.private(Blueprint("account", __name__))
T = TypeVar("T")
FORM = "account/form.html"
LINKS = {"prove": "prove", "invitation": "invite", "reset": "reset"}
"""Part of the address → purpose of the mailed link."""


def attempt(form: Form, act: Callable[[], T]) -> T | None:
    """Does it; None if it was refused, with the reason noted in the form, which is then shown again."""
    try:
        return act()
    except Invalid as error:
        form.take(error)
        form.status = 400
    except (TooMany, Unavailable) as error:
        form.wrong[""] = Bi(zh=sentence("zh", error), en=sentence("en", error))
        form.status, form.retry = error.status, error.seconds if isinstance(error, TooMany) else 30
    return None


def did(form: Form, act: Callable[[], object]) -> bool:
    """The same for what has no result: whether it was done."""
    return attempt(form, lambda: (act(),)) is not None


def shown(template: str, page: Page, form: Form) -> Response:
    """The page, with the status of what was tried."""
    answer = show(template, page, form.status)
    if form.retry:
        answer.headers["Retry-After"] = str(form.retry)
    return answer


def secret(name: str) -> str:
    """A password as it was typed: nothing is cut or trimmed."""
    return request.form.get(name, "")


def note(title: str, *lines: str, links: tuple[tuple[str, str], ...] = ()) -> Response:
    """A page that says what happened."""
    return show("account/note.html", pages.NotePage(framed(title, index=False), lines, links))


def go(path: str) -> AnyResponse:
    """On to another page of this site."""
    return redirect(speaker().link(path), 303)


def _frame(title: str) -> Frame:
    return framed(title, index=False)


def _on(entered: Entered, wanted: str) -> AnyResponse:
    """Into the session, then to what is missing, or to where the reader was going."""
    steps = {"second": "/account/second", "setup": "/account/second-factor"}
    wanted = gate.local(wanted)
    if entered.stage == "second":
        target = speaker().link(steps["second"], next=wanted)
    else:
        target = (
            speaker().link(steps[entered.stage]) if entered.stage in steps else wanted or speaker().link("/account")
        )
    return gate.enter(entered, redirect(target, 303))


# --- sign in


@blueprint.get("/account/sign-in")
@action("account.enter")
def sign_in() -> Response:
    """The form."""
    return show(FORM, pages.sign_in_form(speaker(), Form(request.args), _frame(speaker().t("登录"))))


@blueprint.post("/account/sign-in")
@action("account.enter")
def sign_in_now() -> AnyResponse:
    """Address and password."""
    form = Form(request.form)
    entered = attempt(form, lambda: site().accounts.sign_in(form.typed("email"), secret("password"), asker(), now()))
    if entered is None:
        return shown(FORM, pages.sign_in_form(speaker(), form, _frame(speaker().t("登录"))), form)
    return _on(entered, form.typed("next"))


def _second(form: Form) -> Response:
    t = speaker().t
    lead = t("请输入验证器应用中的 6 位数字；没有手机时，输入一个恢复码。")
    page = pages.code_form(speaker(), form, _frame(t("二次验证")), "/account/second", t("继续"), lead)
    return shown(FORM, page, form)


@blueprint.get("/account/second")
@action("account.enter")
def second() -> AnyResponse:
    """The form of the second step."""
    visit = gate.visit()
    if visit is None or visit.stage != "second":
        return go("/account/sign-in" if visit is None else "/account")
    return _second(Form(request.args))


@blueprint.post("/account/second")
@action("account.enter")
def second_now() -> AnyResponse:
    """The second step."""
    form, token = Form(request.form), gate.token()
    try:
        entered = attempt(form, lambda: site().accounts.give_second(token, form.typed("code"), asker(), now()))
    except NotFound:
        return go("/account/sign-in")
    return _second(form) if entered is None else _on(entered, form.typed("next"))


@blueprint.post("/account/sign-out")
@action("account.enter")
def sign_out() -> AnyResponse:
    """The session ends, whatever stage it is at."""
    if visit := gate.visit():
        site().accounts.sign_out(visit, now())
    gate.leave()
    return go("/account/sign-in")


# --- sign up, forgotten password: the answer is the same whether the address is known or not


@blueprint.get("/account/sign-up")
@action("account.enter")
def sign_up() -> Response:
    """The form."""
    return show(FORM, pages.sign_up_form(speaker(), Form(request.args), _frame(speaker().t("企业注册"))))


@blueprint.post("/account/sign-up")
@action("account.enter")
def sign_up_now() -> Response:
    """A link goes to the mailbox."""
    gate.needs_mail()
    form, voice = Form(request.form), speaker()
    who = Newcomer(
        form.typed("email"), form.typed("name"), pages.read_firm(form), form.typed("phone"), voice.language,
        bool(form.typed("agreed")),
    )  # fmt: skip
    if not did(form, lambda: site().accounts.sign_up(who, asker(), now())):
        return shown(FORM, pages.sign_up_form(voice, form, _frame(voice.t("企业注册"))), form)
    return _sent(form.typed("email"))


def _sent(email: str) -> Response:
    t = speaker().t
    spam = t("几分钟内没有收到，请查看垃圾邮件，或稍后再试。")
    return note(t("请查收邮件"), t("请查看 {email} 的收件箱，打开邮件中的链接。", email=email), spam)


@blueprint.get("/account/reset")
@action("account.enter")
def reset() -> Response:
    """The form."""
    return show(FORM, pages.reset_form(speaker(), Form(request.args), _frame(speaker().t("重设密码"))))


@blueprint.post("/account/reset")
@action("account.enter")
def reset_now() -> Response:
    """A link goes to the mailbox, if it has an account."""
    gate.needs_mail()
    form = Form(request.form)
    if not did(form, lambda: site().accounts.ask_reset(form.typed("email"), asker(), now())):
        return shown(FORM, pages.reset_form(speaker(), form, _frame(speaker().t("重设密码"))), form)
    return _sent(form.typed("email"))


# --- mailed links


def _password(way: str, token: str, form: Form) -> Response:
    link = site().accounts.opened(token, LINKS[way], now())
    page = pages.password_form(speaker(), form, _frame(speaker().t("设置密码")), link, f"/account/{way}/{token}")
    return shown(FORM, page, form)


@blueprint.get("/account/<any(prove, invitation, reset):way>/<token>")
@action("account.enter")
def link(way: str, token: str) -> Response:
    """The form behind a mailed link; opening it changes nothing."""
    return _password(way, token, Form(request.args))


@blueprint.post("/account/<any(prove, invitation, reset):way>/<token>")
@action("account.enter")
def link_now(way: str, token: str) -> Response:
    """The password is set; whoever has it signs in with it."""
    form, t, agreed = Form(request.form), speaker().t, bool(request.form.get("agreed"))
    chosen = secret("password")
    done = attempt(
        form,
        lambda: site().accounts.set_password(token, LINKS[way], chosen, agreed=agreed, asker=asker(), now=now()),
    )
    if done is None:
        return _password(way, token, form)
    return note(t("密码已设置"), t("现在可以登录了。"), links=(("/account/sign-in", t("登录")),))


@blueprint.get("/account/device/<token>")
@action("account.enter")
def device(token: str) -> Response:
    """The button behind a link that makes a device known."""
    return show(FORM, pages.device_form(speaker(), _frame(speaker().t("确认是您在登录")), f"/account/device/{token}"))


@blueprint.post("/account/device/<token>")
@action("account.enter")
def device_now(token: str) -> AnyResponse:
    """The device is known from now."""
    value = site().accounts.know_device(token, asker(), now())
    answer = go("/account/sign-in")
    gate.remember_device(value, answer)
    return answer
