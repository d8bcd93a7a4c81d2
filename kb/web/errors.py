"""What goes wrong, said once: a page for people, `{"error": ..., "message": ..., "status": ...}` for programs."""

import logging

from flask import Flask, Response, g, jsonify, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from kb.errors import Invalid, KBError, TooMany, Unavailable
from kb.library import Brief
from kb.texts import sentence
from kb.web.pages.listing import ErrorPage
from kb.web.render import framed, show, speaker

log = logging.getLogger("kb.web")
CODES = {400: "bad_request", 404: "not_found", 405: "bad_method", 413: "too_large", 414: "too_large"}


def register(app: Flask) -> None:
    """Give the app its handlers."""
    app.register_error_handler(KBError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)


def _http(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    known = KBError("stale_form" if isinstance(error, CSRFError) else CODES.get(status, "error"))
    return _answer(known, status, allow=error.get_headers() if status == 405 else [])


def _ours(error: KBError) -> AnyResponse:
    return _answer(error, error.status)


def _bug(error: Exception) -> AnyResponse:
    log.exception("unexpected error at %s", request.path)
    return _answer(KBError(), 500)


def _answer(error: KBError, status: int, allow: list[tuple[str, str]] | None = None) -> Response:
    language = g.get("language", "zh")
    message = sentence(language, error)
    details = [p.en if language == "en" else p.zh for p in error.problems] if isinstance(error, Invalid) else []
    if request.path.startswith("/api/"):
        answer = jsonify(error=error.code, message=message, details=details, status=status)
        answer.status_code = status
    else:
        answer = _page(error, status, message, details)
    if isinstance(error, Unavailable):
        answer.headers["Retry-After"] = "30"
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.seconds)
    for name, value in allow or []:
        if name.lower() == "allow":
            answer.headers[name] = value
    return answer


def _page(error: KBError, status: int, message: str, details: list[str]) -> Response:
    try:
        page = ErrorPage(
            framed(message, index=False), status, message, details, _suggestions() if status == 404 else []
        )
        return show("error.html", page, status)
    except KBError:  # no library yet: the page around the message cannot be drawn
        return Response(f"<!doctype html><meta charset=utf-8><title>{status}</title><h1>{message}</h1>", status)


def _suggestions() -> list[Brief]:
    words = [w for w in g.path.replace("-", " ").replace("/", " ").split() if len(w) > 1]
    found = {s.url: s for word in words[-3:] for s in speaker().library.suggest(word, g.language, 4) if s.url}
    by_page = {b.page: b for b in speaker().library.briefs()}
    return [by_page[url] for url in found if url in by_page][:6]
