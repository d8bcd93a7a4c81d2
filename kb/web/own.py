"""One's own account, and for administrators those of others."""

import json
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kb.accounts import Visit, needs_second
from kb.errors import Conflict, Invalid, NotFound, Problem
from kb.texts import sentence
from kb.web import gate
from kb.web.account import FORM, attempt, did, go, note, secret, shown
from kb.web.forms import Form
from kb.web.gate import action, actor, asker, now, visiting
from kb.web.pages import account as pages
from kb.web.pages.frame import Frame
from kb.web.render import framed, show, speaker
from kb.web.site import site

blueprint = gate.private(Blueprint("own", __name__))


def _frame(title: str) -> Frame:
    return framed(title, index=False)


# --- oneself


def _own(form: Form, *, saved: bool) -> Response:
    visit, accounts = visiting(), site().accounts
    left = accounts.codes_left(visit, now())
    page = pages.own_page(speaker(), _frame(speaker().t("我的账户")), visit, left, form, saved=saved)
    return shown("account/own.html", page, form)


@blueprint.get("/account")
@action("account.own")
def own() -> Response:
    """One's own page."""
    return _own(Form(request.args.__class__()), saved="saved" in request.args)


@blueprint.post("/account")
@action("account.own")
def own_now() -> AnyResponse:
    """Name, telephone and firm are corrected."""
    form, firm = Form(request.form), pages.read_firm(Form(request.form))
    typed = form.typed("name"), form.typed("phone")
    kept = did(form, lambda: site().accounts.change_details(actor(), *typed, firm, now()))
    return _own(form, saved=False) if not kept else redirect(speaker().link("/account", saved="1"), 303)


@blueprint.get("/account/password")
@action("account.own")
def password() -> Response:
    """The form."""
    return show(FORM, pages.change_form(speaker(), Form(request.args), _frame(speaker().t("更改密码"))))


@blueprint.post("/account/password")
@action("account.own")
def password_now() -> Response:
    """A new password; other devices are signed out."""
    form, t = Form(request.form), speaker().t
    old, new = secret("password"), secret("new")
    if not did(form, lambda: site().accounts.change_password(visiting(), old, new, asker(), now())):
        return shown(FORM, pages.change_form(speaker(), form, _frame(t("更改密码"))), form)
    return note(t("密码已更改"), t("其他设备已退出。"), links=(("/account", t("我的账户")),))


@blueprint.get("/account/sessions")
@action("account.own")
def sessions() -> Response:
    """Where one is signed in."""
    devices = site().accounts.devices(visiting(), now())
    return show("account/sessions.html", pages.devices_page(speaker(), _frame(speaker().t("登录的设备")), devices))


@blueprint.post("/account/sessions")
@action("account.own")
def sessions_now() -> AnyResponse:
    """One of them ends, or all."""
    one = request.form.get("session", "")
    if one and one != visiting().session:
        site().accounts.end_device(actor(), one, now())
        return go("/account/sessions")
    if one:
        site().accounts.sign_out(visiting(), now())
    else:
        site().accounts.sign_out_everywhere(actor(), now())
    gate.leave()
    return go("/account/sign-in")


# --- second factor


def _setting_up() -> Visit:
    """Who may set one up: who is signed in, and who still must before anything else."""
    visit = gate.visit()
    if visit is None or visit.stage == "second":
        raise NotFound
    return visit


def _setup(visit: Visit, form: Form, started: tuple[str, str, str]) -> Response:
    page = pages.SecondPage(
        _frame(speaker().t("设置二次验证")),
        visit.stage == "setup",
        *started,
        pages.old_password(speaker(), "password"),
        form.wrong,
    )
    return shown("account/second_factor.html", page, form)


def _remove(form: Form) -> Response:
    t = speaker().t
    lead = t("二次验证已启用。更换手机时先移除，再重新设置；必须使用二次验证的账户移除后须立即重设。")
    page = pages.code_form(speaker(), form, _frame(t("二次验证")), "/account/second-factor", t("移除二次验证"), lead)
    return shown(FORM, page, form)


@blueprint.get("/account/second-factor")
@action("account.enter")
def second_factor() -> AnyResponse:
    """Set-up, or the form that removes it."""
    visit = gate.visit()
    if visit is None or visit.stage == "second":
        return go("/account/second" if visit else "/account/sign-in")
    form = Form(request.args)
    return _remove(form) if visit.second else _setup(visit, form, site().accounts.begin_second(visit))


@blueprint.post("/account/second-factor")
@action("account.enter")
def second_factor_now() -> AnyResponse:
    """The first code confirms it; a code removes it."""
    visit, form = _setting_up(), Form(request.form)
    return _removed(visit, form) if visit.second else _confirmed(visit, form)


def _confirmed(visit: Visit, form: Form) -> AnyResponse:
    accounts, sealed = site().accounts, request.form.get("sealed", "")[:1000]
    code, chosen = form.typed("code"), secret("password")
    done = attempt(form, lambda: accounts.confirm_second(visit, sealed, code, asker(), now(), chosen))
    if done is None:
        started = attempt(Form(request.form), lambda: (*accounts.pending_second(visit, sealed), sealed))
        return _setup(visit, form, started or accounts.begin_second(visit))
    entered, codes = done
    gate.begin(entered)
    answer = _codes(codes)
    if entered.device:
        gate.remember_device(entered.device, answer)
    return answer


def _removed(visit: Visit, form: Form) -> AnyResponse:
    code = form.typed("code")
    if not did(form, lambda: site().accounts.remove_second(visit, code, asker(), now())):
        return _remove(form)
    return go("/account/second-factor" if needs_second(visit.roles) else "/account")


def _codes(codes: list[str]) -> Response:
    return show("account/codes.html", pages.CodesPage(_frame(speaker().t("恢复码")), codes))


def _new_codes(form: Form) -> Response:
    t = speaker().t
    lead = t("生成新的恢复码，旧的全部作废。请先输入验证码。")
    page = pages.code_form(speaker(), form, _frame(t("恢复码")), "/account/recovery-codes", t("生成恢复码"), lead)
    return shown(FORM, page, form)


@blueprint.get("/account/recovery-codes")
@action("account.own")
def recovery_codes() -> AnyResponse:
    """The form."""
    return _new_codes(Form(request.args)) if visiting().second else go("/account/second-factor")


@blueprint.post("/account/recovery-codes")
@action("account.own")
def recovery_codes_now() -> Response:
    """New ones, shown once."""
    form = Form(request.form)
    codes = attempt(form, lambda: site().accounts.new_codes(visiting(), form.typed("code"), asker(), now()))
    return _new_codes(form) if codes is None else _codes(codes)


# --- one's data


def _data(form: Form) -> Response:
    kept = site().accounts.why_kept(actor(), now())
    reasons = [en if speaker().language == "en" else zh for zh, en in kept]
    return shown("account/data.html", pages.DataPage(_frame(speaker().t("我的数据")), reasons, form.wrong), form)


@blueprint.get("/account/data")
@action("account.own")
def data() -> Response:
    """A copy, and deletion."""
    return _data(Form(request.args))


@blueprint.post("/account/data.json")
@action("account.own")
def data_file() -> Response:
    """Everything that is held about the account. A POST, since the copy is recorded."""
    held = site().accounts.export(actor(), now())
    answer = make_response(json.dumps(held, ensure_ascii=False, indent=2, default=_plain))
    answer.headers["Content-Type"] = "application/json; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="account.json"'
    return answer


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


@blueprint.post("/account/data")
@action("account.own")
def delete() -> Response:
    """The account is deleted."""
    form, t = Form(request.form), speaker().t
    chosen = secret("password")
    if not did(form, lambda: site().accounts.delete(visiting(), chosen, now())):
        return _data(form)
    gate.leave()
    return note(t("账户已删除"), t("账户及其中的个人信息已删除。"))


# --- others


def _people(form: Form, said: str) -> Response:
    words = request.args.get("q", "")[:100]
    people = site().accounts.people(actor(), now(), words)
    page = pages.people_page(speaker(), _frame(speaker().t("账户管理")), people, words, form, said)
    return shown("account/people.html", page, form)


@blueprint.get("/account/people")
@action("account.manage")
def people() -> Response:
    """The accounts."""
    return _people(Form(request.args.__class__()), "")


@blueprint.post("/account/people")
@action("account.manage")
def invite() -> Response:
    """Somebody is invited, by mail."""
    gate.needs_mail()
    form, voice = Form(request.form), speaker()
    _known_place(form)
    email, name, role, at = (form.typed(field) for field in ("email", "name", "role", "at"))
    base = gate.mail_base()
    if form.wrong or not did(form, lambda: site().accounts.invite(actor(), email, name, role, at, base, now())):
        form.status = max(form.status, 400)
        return _people(form, "")
    return _people(Form(request.args.__class__()), voice.t("已发送邮件：{email}", email=email))


def _known_place(form: Form) -> None:
    at = form.typed("at")
    if at and at not in {id_ for id_, _ in pages.places(speaker())}:
        form.take(
            Invalid([Problem("account", "at", "没有这个条目，请重新选择。", "There is no such entry; choose again.")])
        )


def _person(account: int, form: Form, said: str = "") -> Response:
    found = [p for p in site().accounts.people(actor(), now()) if p.id == account]
    if not found:
        raise NotFound
    page = pages.person_page(speaker(), _frame(found[0].email), found[0], form, said)
    return shown("account/person.html", page, form)


@blueprint.get("/account/people/<int:account>")
@action("account.manage")
def person(account: int) -> Response:
    """One account."""
    return _person(account, Form(request.args.__class__()))


@blueprint.post("/account/people/<int:account>")
@action("account.manage")
def person_now(account: int) -> Response:
    """A role is given or taken, the account disabled or enabled, a link for a new password sent."""
    form, accounts, who = Form(request.form), site().accounts, actor()
    role, at, base = form.typed("role"), form.typed("at"), gate.mail_base()
    acts = {
        "grant": lambda: accounts.grant(who, account, role, at, now()),
        "revoke": lambda: accounts.revoke(who, account, role, at, now()),
        "disable": lambda: accounts.disable(who, account, now()),
        "enable": lambda: accounts.enable(who, account, now()),
        "reset": lambda: accounts.reset(who, account, base, now()),
        "second": lambda: accounts.reset(who, account, base, now(), second_too=True),
    }
    if form.typed("do") not in acts:
        raise NotFound
    return _act(account, form, acts[form.typed("do")])


def _act(account: int, form: Form, act: Any) -> Response:
    t = speaker().t
    if form.typed("do") in ("reset", "second"):
        gate.needs_mail()
    if form.typed("do") == "grant":
        _known_place(form)
    try:
        done = not form.wrong and did(form, act)
    except Conflict as error:
        form.status = error.status
        return _person(account, form, sentence(speaker().language, error))
    if not done:
        form.status = max(form.status, 400)
        return _person(account, form)
    return _person(account, Form(request.args.__class__()), t("已办理。"))
