"""Who asks, and whether he may: the session of this request, the action that each view names, and headers of private pages.

Nothing here is touched by a public page: no cookie is read or set there, and the store is not asked.
"""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, g, redirect, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as AnyResponse

from kb.accounts import Asker, Entered, Visit
from kb.errors import NotFound, Unavailable
from kb.permissions import INQUIRY_RULES, PUBLIC, READER, RULES, Actor, may
from kb.web.site import site

V = TypeVar("V", bound=Callable[..., Any])
DEVICE_COOKIE = "kb-device"
DEVICE_SECONDS = 400 * 86_400
LINK = "inquiry"
"""Where the session cookie keeps what a secret link was exchanged for."""
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # not no-referrer: the check of forms compares it where pages come by https
    "X-Robots-Tag": "noindex",
}
LOCAL = {"localhost", "127.0.0.1", "[::1]"}


def action(name: str) -> Callable[[V], V]:
    """Names the action of a view: a key of one of the two maps of `kb.permissions`."""

    def mark(view: V) -> V:
        view.action = name  # type: ignore[attr-defined]
        return view

    return mark


def private(blueprint: Blueprint) -> Blueprint:
    """Every answer of this blueprint is for one person: kept by no cache, shown to no other site, listed nowhere."""

    @blueprint.after_request
    def close(response: Response) -> Response:
        response.headers.update(PRIVATE)
        return response

    return blueprint


class User:
    """What Flask-Login carries: a visit under the token of its session, so that the cookie holds a random word only."""

    is_active = is_authenticated = True
    is_anonymous = False

    def __init__(self, token: str, visit: Visit | None = None) -> None:
        self.token, self.visit = token, visit

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


def register(app: Flask) -> None:
    """Cookies, sessions and the check of forms."""
    settings = app.extensions["kb"].settings
    app.secret_key = app.extensions["kb"].accounts.keys.cookies
    app.config.update(
        SESSION_COOKIE_NAME="__Host-kb" if settings.secure_cookies else "kb",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=False,  # a public page sets no cookie, whoever reads it
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form may stay open overnight
    )
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    CSRFProtect(app)
    manager = LoginManager()
    manager.session_protection = None  # a telephone changes its network address; the store ends sessions
    manager.user_loader(_load)
    # Not `init_app`: it would read the cookie after every request, of public pages too, and so make them vary by it.
    app.login_manager = manager  # type: ignore[attr-defined]
    app.jinja_env.globals["who"] = _who


def now() -> datetime:
    """The moment of this request."""
    if "now" not in g:
        g.now = site().clock()
    moment: datetime = g.now
    return moment


def _load(token: str) -> User | None:
    found = site().accounts.visit(token, now())
    return User(token, found) if found else None


def visit() -> Visit | None:
    """The session of this request, whatever stage it is at."""
    found: Visit | None = getattr(current_user, "visit", None)
    return found


def _who() -> Visit | None:
    """The same for the head of a page, which is shown whatever the store does."""
    try:
        return visit()
    except Unavailable:
        return None


def token() -> str:
    """The token of this request's session, or ""."""
    return str(getattr(current_user, "token", ""))


def visiting() -> Visit:
    """The same, where the gate has let through only who is signed in."""
    found = visit()
    if found is None:
        raise NotFound
    return found


def actor() -> Actor:
    """Who acts: the account of the session, the operator by the token of the settings, or a reader."""
    if "actor" not in g:
        g.actor = _operator() or (v.actor if (v := visit()) else READER)
    found: Actor = g.actor
    return found


def _operator() -> Actor | None:
    wanted = site().settings.metrics_token
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if wanted and hmac.compare_digest(token.encode(), wanted.encode()):
        return Actor("operator", frozenset({("operator", "")}))
    return None


def gate(bare: str) -> AnyResponse | None:
    """Closed by default: what is not public names an action, and the actor must be allowed it.

    Actions on an inquiry need somebody signed in or the holder of a secret link; the desk then asks about the inquiry itself.
    """
    if request.endpoint is None or bare in PUBLIC:
        return None
    name = getattr(current_app.view_functions[request.endpoint], "action", "")
    if name in RULES and (may(READER, name) or may(actor(), name)):
        return None  # what anybody may is not asked of the store
    if name in INQUIRY_RULES and (actor().account is not None or LINK in session):
        return None
    if name not in {*RULES, *INQUIRY_RULES} or name == "metrics.read" or actor().account is not None:
        raise NotFound
    found = visit()
    if found is not None:  # half signed in: one step is missing
        return redirect(g.speaker.link("/account/second" if found.stage == "second" else "/account/second-factor"), 303)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(g.speaker.link("/account/sign-in", next=wanted), 303)


def asker() -> Asker:
    """Who knocks: address (as the trusted proxies say), browser, device cookie, and the site's address for links in mail."""
    return Asker(
        request.remote_addr or "",
        request.user_agent.string[:300],
        request.cookies.get(DEVICE_COOKIE, "")[:600],
        mail_base(),
    )


def mail_base() -> str:
    """The address that mailed links begin with: that of the settings. Never that of the request, which a stranger can make up
    to have a victim's link lead to himself; on one's own machine it is harmless.
    """
    if base := site().settings.base_url:
        return base.rstrip("/")
    return request.host_url.rstrip("/") if urlsplit(request.host_url).netloc.partition(":")[0] in LOCAL else ""


def needs_mail() -> None:
    """Unavailable, with a sentence, unless links can be mailed."""
    if not mail_base():
        raise Unavailable("no_base_url")


def begin(entered: Entered) -> None:
    """The browser gets the new session and nothing of the old one; what is shown from here on is of the new one."""
    logout_user()
    session.clear()
    login_user(User(entered.token, site().accounts.visit(entered.token, now())))
    session.permanent = True
    g.pop("actor", None)


def enter(entered: Entered, answer: AnyResponse) -> AnyResponse:
    """The same, and the mark of a known device with the answer."""
    begin(entered)
    if entered.device:
        remember_device(entered.device, answer)
    return answer


def remember_device(value: str, answer: AnyResponse) -> None:
    """Sets the device cookie."""
    secure = site().settings.secure_cookies
    answer.set_cookie(DEVICE_COOKIE, value, DEVICE_SECONDS, path="/", secure=secure, httponly=True, samesite="Lax")


def leave() -> None:
    """The browser forgets its session."""
    logout_user()
    session.clear()


def local(target: str) -> str:
    """A path of this site to go on to, or "" if it is none."""
    path = target if target.startswith("/") and target.isprintable() and "\\" not in target else ""
    return "" if path.startswith("//") or urlsplit(path).netloc else path[:1000]
