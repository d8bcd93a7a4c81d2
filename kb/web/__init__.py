"""The only Flask code. Public pages read the library alone: they never touch the store and are the same for everyone.

__init__.py  the app: gate, language, cache, headers      public.py  pages      api.py  the same as JSON
gate.py      who asks, and whether he may  account.py, own.py  accounts, for one person each
health.py    for machines that watch                      errors.py  one page and one JSON shape for what goes wrong
pages/       what each template is given                  speaker.py, figures.py  words and figures in one language
"""

import gzip
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, g, request
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response as AnyResponse

from kb.accounts import Accounts
from kb.calculators import Calculators
from kb.library import Library
from kb.settings import Settings
from kb.texts import LANGUAGES
from kb.web import account, api, calculate, directive, errors, gate, health, own, public
from kb.web.cache import PageCache
from kb.web.site import Site, site
from kb.web.speaker import Speaker

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LONGEST_URL = 16_000
PARTS = {"": public.blueprint, "-calculate": calculate.blueprint, "-directive": directive.blueprint}
"""What everybody may read, shown once for each language, by the tail of its blueprint's name."""
PERSONAL = {"-account": account.blueprint, "-own": own.blueprint}
"""What is for one person, likewise."""
SPOKEN = tuple(language + part for part in PARTS for language in LANGUAGES)
CACHED = (*(name for name in SPOKEN if not name.endswith("-directive")), "api")


def today(settings: Settings) -> date:
    """The day in Shanghai, or the one that the settings fix."""
    return date.fromisoformat(settings.today) if settings.today else datetime.now(ZoneInfo("Asia/Shanghai")).date()


def create_web(settings: Settings, library: Library, accounts: Accounts) -> Flask:
    """The Flask app over a library."""
    app = Flask("kb.web", root_path=str(Path(__file__).parent))
    app.config.update(MAX_CONTENT_LENGTH=64 * 1024)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["kb"] = Site(settings, library, Calculators(library), PageCache(), accounts)
    app.before_request(_speak)
    gate.register(app)
    app.before_request(_gate)
    app.before_request(_from_cache)
    app.after_request(_finish)
    for part, blueprint in {**PARTS, **PERSONAL}.items():
        app.register_blueprint(blueprint, name="zh" + part)
        app.register_blueprint(blueprint, name="en" + part, url_prefix="/en")
    app.register_blueprint(api.blueprint)
    app.register_blueprint(health.blueprint)
    errors.register(app)
    return app


def bare(endpoint: str | None) -> str:
    """An endpoint without its language: `zh.entry` and `en.entry` are `entry`, `zh-account.own` is `account.own`.

    Only public parts lose their part's name too, so that no other route can bear the name of a public one.
    """
    first, _, rest = (endpoint or "").partition(".")
    if first in (*SPOKEN, "health"):
        return rest
    language, _, part = first.partition("-")
    return f"{part}.{rest}" if part and language in LANGUAGES else endpoint or ""


def _gate() -> AnyResponse | None:
    return gate.gate(bare(request.endpoint))


def _speak() -> None:
    english = (
        request.path == "/en"
        or request.path.startswith("/en/")
        or (request.args.get("lang") == "en" and request.path.startswith("/api/"))
    )
    g.language = "en" if english else "zh"
    g.path = request.path[3:] or "/" if request.path.startswith("/en") and english else request.path
    g.speaker = Speaker(g.language, site().library, today(site().settings))
    if len(request.url) > LONGEST_URL:
        abort(414)


def _cacheable() -> bool:
    return request.method in ("GET", "HEAD") and request.blueprint in CACHED and bare(request.endpoint) != "home"


def _key() -> tuple[str, ...]:
    speaker: Speaker = g.speaker
    host = "" if site().settings.base_url else request.host_url
    return (speaker.library.version(), speaker.today.isoformat(), host, request.full_path)


def _from_cache() -> Response | None:
    if not _cacheable():
        return None
    kept = site().cache.get(_key())
    if kept is None:
        return None
    g.kept = kept
    return Response(kept.body, mimetype=kept.mimetype)


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/static/") or response.direct_passthrough:
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response
    if response.status_code == 200 and _cacheable() and "Content-Disposition" not in response.headers:
        kept = g.get("kept") or site().cache.put(_key(), response.get_data(), response.mimetype or "")
        response.set_etag(kept.etag, weak=True)
        response.headers["Cache-Control"] = "public, max-age=60"
        response.make_conditional(request)
    return _squeeze(response)


def _squeeze(response: Response) -> Response:
    """Compress text where the reader takes it: pages are long and phones are slow."""
    takes = "gzip" in request.headers.get("Accept-Encoding", "")
    if takes and response.status_code == 200 and len(body := response.get_data()) > 1400:
        response.set_data(gzip.compress(body, 5))
        response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
